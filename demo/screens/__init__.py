"""Photographs of every page of the demo, for the documents: `python -m demo.screens`."""
