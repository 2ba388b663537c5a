"""Short ways to make a finding."""

from __future__ import annotations

from kaoping.errors import Place, Problem, Severity, Words


def error(code: str, place: Place, what: tuple[str, str], mend: tuple[str, str] = ("", "")) -> Problem:
    """A finding that stops the scheme from being used."""
    return Problem(code, Words(*what), Words(*mend), place)


def warning(code: str, place: Place, what: tuple[str, str], mend: tuple[str, str] = ("", "")) -> Problem:
    """A finding that asks for a decision."""
    return Problem(code, Words(*what), Words(*mend), place, Severity.WARNING)


def note(code: str, place: Place, what: tuple[str, str], mend: tuple[str, str] = ("", "")) -> Problem:
    """A finding that only tells."""
    return Problem(code, Words(*what), Words(*mend), place, Severity.NOTE)
