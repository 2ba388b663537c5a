"""`python -m tests.journeys.found`: the small district's bodies and people, and nothing else: the year is made in the browser."""

from __future__ import annotations

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402

from tests.web.cast import PASSWORD, settle  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    settle(make_password(PASSWORD))
