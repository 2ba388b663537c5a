"""The rules of the house as tests: sizes, names, arrows, exactness, both languages, locks, papers."""
