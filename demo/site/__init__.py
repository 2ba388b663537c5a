"""The fictional district as the site keeps it: last year complete, this year until 3 November 2026, 21:40."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 3, 21, 40, tzinfo=ZONE)
"""The evening on which the October returns close."""
PASSWORD = "云澜演示 2026"
"""Of everybody in the demo."""
