"""Score runs, their lines and explanations; never edited."""
