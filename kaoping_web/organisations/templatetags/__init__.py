"""Rows of the long tables about bodies."""
