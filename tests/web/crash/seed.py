"""`python -m tests.web.crash.seed`: the small district with its March form open, for a server that will be killed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402

from kaoping_web.cycles.models import Cycle, Step  # noqa: E402
from kaoping_web.cycles.services import open_cycle  # noqa: E402
from kaoping_web.filing.models import Filing  # noqa: E402
from kaoping_web.filing.services import prepare_filings  # noqa: E402
from kaoping_web.journal.services import keep  # noqa: E402
from tests.web.cast import NOW, PASSWORD, settle  # noqa: E402
from tests.web.year import opened_year  # noqa: E402

LATER = datetime(2099, 1, 1, tzinfo=UTC)

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    district = settle(make_password(PASSWORD))
    cycle: Cycle = next(one for one in opened_year(district) if one.period == "2026-03")
    for step in Step.objects.filter(cycle=cycle):
        step.due_at = LATER
        keep(step, by=district.kao, deed="date.step", chain="xiaoyun", at=NOW, reason="crash test")
    prepare_filings(by=district.kao, cycle=open_cycle(by=district.kao, cycle_id=cycle.pk, now=NOW), now=NOW)
    form = Filing.objects.get(cycle=cycle, supplier=district.development_reform)
    print(
        json.dumps(
            {
                "filing": form.pk,
                "values": list(form.values.order_by("pk").values_list("pk", flat=True)),
                "day": str(date.today()),
            }
        )
    )
