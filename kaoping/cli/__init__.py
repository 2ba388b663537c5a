"""The command line: `kaoping VERB …`. Answers to stdout, talk to stderr.

Exit codes: 0 well, 2 wrong command, 10 wrong scheme, 11 wrong table, 12 wrong document.
"""

from kaoping.cli.main import main

__all__ = ["main"]
