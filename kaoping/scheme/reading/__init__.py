"""From a scheme file to a `Scheme`: every problem of the file at once, each with its line."""

from kaoping.scheme.reading.document import read_scheme, read_scheme_text

__all__ = ["read_scheme", "read_scheme_text"]
