"""Pages of the schemes: read a version, edit a draft, carry it through approval, compare."""
