"""Rules in one line of plain words, each kind in a function of its own."""
