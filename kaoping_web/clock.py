"""What time it is. Services are given the moment; only views and commands ask here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone


@cache
def _ahead() -> timedelta:
    """How far the demo's clock is from the machine's: nothing outside a demo."""
    if not settings.NOW:
        return timedelta()
    return datetime.fromisoformat(settings.NOW) - timezone.now()


def now() -> datetime:
    """This moment, aware."""
    return timezone.now() + _ahead()


def today() -> date:
    """The day it is in the office's time zone."""
    return timezone.localdate(now())
