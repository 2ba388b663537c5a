"""What is done with papers, proposals, matters, cards and plans."""
