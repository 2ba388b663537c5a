"""What pages show of a scheme: its trees as rows, facts and who supplies them, decisions, findings."""
