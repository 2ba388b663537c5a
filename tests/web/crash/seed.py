"""`python -m tests.web.crash.seed`: the small district with its March form open, for a server that will be killed."""

from __future__ import annotations

import json
from datetime import date

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402

from kaoping_web.cycles.models import Cycle, Step  # noqa: E402
from kaoping_web.cycles.services import open_cycle  # noqa: E402
from kaoping_web.filing.models import Filing  # noqa: E402
from kaoping_web.filing.services import prepare_filings  # noqa: E402
from tests.web.cast import NOW, PASSWORD, settle  # noqa: E402
from tests.web.year import opened_year  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    district = settle(make_password(PASSWORD))
    cycle: Cycle = next(one for one in opened_year(district) if one.period == "2026-03")
    Step.objects.filter(cycle=cycle).update(due_at="2099-01-01T00:00:00Z")
    prepare_filings(by=district.kao, cycle=open_cycle(by=district.kao, cycle_id=cycle.pk, now=NOW), now=NOW)
    form = Filing.objects.get(cycle=cycle, supplier=district.development_reform)
    print(json.dumps({"filing": form.pk, "values": list(form.values.order_by("pk").values_list("pk", flat=True)), "day": str(date.today())}))
