"""`python -m kaoping.intake FILE…`: the same words as `kaoping intake`."""

from __future__ import annotations

import sys

from kaoping.intake.cli import main

if __name__ == "__main__":
    sys.exit(main())
