"""`python -m tests.web.demo_year.measure`: every page of the demo year for several people: status, queries, processor time."""

from __future__ import annotations

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from kaoping_web.cycles.models import Cycle  # noqa: E402
from kaoping_web.filing.models import Filing, Value  # noqa: E402
from kaoping_web.organisations.models import User  # noqa: E402
from kaoping_web.organisations.sessions import EPOCH  # noqa: E402
from kaoping_web.schemes.models import SchemeVersion  # noqa: E402

TIMES = 4


def client_of(name: str) -> Client:
    """Somebody's browser."""
    client, user = Client(headers={"host": "localhost"}), User.objects.get(username=name)
    client.force_login(user)
    session = client.session
    session[EPOCH] = user.epoch
    session.save()
    return client


def pages() -> list[tuple[str, str, str]]:
    """Who opens what: (person, name, address)."""
    quarter, month, year = (Cycle.objects.get(period=one).pk for one in ("2026-Q3", "2026-10", "2025"))
    version = SchemeVersion.objects.get(scheme__key="yunlan-2026").pk
    form = Filing.objects.get(cycle=month, supplier__key="development_reform", group="townships")
    villages = Filing.objects.filter(cycle=year, group="villages").order_by("pk").first()
    cell = Value.objects.filter(filing=form).order_by("pk").first()
    office = [
        ("work", "/work/"), ("overview", reverse("overview", args=(month,))), ("overview of a quarter", reverse("overview", args=(quarter,))),
        ("timetable", "/timetable/"), ("cycle", reverse("cycle", args=(month,))), ("targets", "/targets/"),
        ("targets of a fact", reverse("targets-of-fact", args=(year, "investment"))), ("schemes", "/schemes/"),
        ("scheme", reverse("scheme-version", args=(version,))), ("filings", "/filing/"), ("scoring", "/scoring/"),
        ("track", reverse("track", args=(quarter, "townships"))), ("track of villages", reverse("track", args=(year, "villages"))),
        ("statement", reverse("statement", args=(quarter, "anping"))), ("statement of the year", reverse("statement", args=(year, "anping"))),
        ("score line", reverse("line", args=(quarter, "anping", "q_investment"))), ("indicator", reverse("indicator", args=(quarter, "investment"))),
        ("bodies", "/bodies/"), ("body", reverse("body", args=("anping",))), ("people", "/people/"),
    ]  # fmt: skip
    return [
        *(("kao", *one) for one in office),
        ("anping-h", "own statement", reverse("statement", args=(quarter, "anping"))), ("anping-h", "my work of a unit", "/work/"),
        ("development_reform", "form", reverse("filing", args=(form.pk,))), ("development_reform", "cell", reverse("filing-cell", args=(cell.pk,))),
        ("agriculture", "form of 272 villages", reverse("filing", args=(villages.pk,))) if villages else ("kao", "work", "/work/"),
        ("statistics-v", "review", "/review/"), ("shenji", "journal", "/journal/"),
    ]  # fmt: skip


def measured(client: Client, address: str) -> dict[str, object]:
    """One page: the best processor time of several, after one that fills the caches."""
    status, best, count, size = client.get(address).status_code, 1e9, 0, 0
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as asked:
            began = time.process_time()
            size = len(client.get(address).content)
            best = min(best, time.process_time() - began)
        count = len(asked)
    return {"status": status, "queries": count, "ms": round(best * 1000, 1), "bytes": size}


if __name__ == "__main__":
    clients: dict[str, Client] = {}
    found = []
    for who, name, address in pages():
        if who not in clients:
            clients[who] = client_of(who)
        found.append({"who": who, "page": name, **measured(clients[who], address)})
    json.dump(found, sys.stdout)
