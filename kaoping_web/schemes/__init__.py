"""Schemes: drafting, versions, approval, lock."""
