"""From meeting papers to matters closed: papers, matters, cards, plans."""
