"""Pages that read everything: my work, overview, track, unit, score line, indicator."""
