"""`python -m kaoping VERB …`: the same words as `kaoping`."""

from __future__ import annotations

import sys

from kaoping.cli import main

if __name__ == "__main__":
    sys.exit(main())
