"""Bodies in a dated tree, people, roles, permissions, sign-in."""
