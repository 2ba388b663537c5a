"""Verification of filed values; corrections after the lock."""
