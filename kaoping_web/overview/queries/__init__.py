"""What the pages that read everything ask for."""
