"""Base page, parts, gallery; how a form becomes one deed."""
