"""`python -m tests.web.demo_year.measure`: every page of the demo year for several people: status, queries, processor time.

`ratio` is the time of a page in times of a fixed piece of Python measured beside it: it says the same on a machine that is
busy with other things, or slower, where milliseconds do not. `--table` writes the table of docs/explanation/pages.md.
"""

from __future__ import annotations

import json
import sys
import time
from operator import itemgetter

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from kaoping_web.cycles.models import Cycle  # noqa: E402
from kaoping_web.filing.models import Filing, Value  # noqa: E402
from kaoping_web.journal.kept import forget  # noqa: E402
from kaoping_web.organisations.models import User  # noqa: E402
from kaoping_web.organisations.sessions import EPOCH  # noqa: E402
from kaoping_web.review.queries import queue_for  # noqa: E402
from kaoping_web.schemes.models import SchemeVersion  # noqa: E402

TIMES = 6
ROUNDS = 20_000


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
    sheets = sorted(queue_for(User.objects.get(username="statistics-v")), key=lambda one: -one.asked)
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
        ("kao", "filing of a month", reverse("filing-cycle", args=(month,))), ("statistics-v", "review", "/review/"),
        *(("statistics-v", "review sheet", reverse("review-sheet", args=(one.cycle.pk, one.fact))) for one in sheets[:1]),
        ("shenji", "journal", "/journal/"),
    ]  # fmt: skip


def yardstick() -> float:
    """Seconds of processor time of a fixed piece of work that does what pages do: makes small objects, looks up, sorts, joins."""
    began = time.process_time()
    rows = [(str(one), {"number": one}) for one in range(ROUNDS)]
    rows.sort(key=itemgetter(0))
    assert len("".join(f"{text}{held['number']}" for text, held in rows)) > ROUNDS
    return time.process_time() - began


def measured(client: Client, address: str) -> dict[str, object]:
    """One page: the best processor time of several, after one that fills the caches, and that in yardsticks."""
    status, best, stick, size = client.get(address).status_code, 1e9, 1e9, 0
    forget()  # queries are counted as of the first page after a deed; the time is that of the pages after it
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    count = len(asked)  # counted now: the next request clears the log
    for _ in range(TIMES):
        stick = min(stick, yardstick())
        began = time.process_time()
        size = len(client.get(address).content)
        best = min(best, time.process_time() - began)
    return {
        "status": status,
        "queries": count,
        "ms": round(best * 1000, 1),
        "ratio": round(best / stick, 2),
        "bytes": size,
    }


def table(found: list[dict[str, object]]) -> str:
    """The same for people to read."""
    lines = ["| page | for | queries | ms | ratio | kB |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for one in found:
        kb = int(str(one["bytes"])) // 1000
        lines.append(
            f"| {one['page']} | {one['who']} | {one['queries']} | {one['ms']} | {one['ratio']} | {kb} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    clients: dict[str, Client] = {}
    found = []
    for who, name, address in pages():
        if who not in clients:
            clients[who] = client_of(who)
        found.append({"who": who, "page": name, **measured(clients[who], address)})
    print(table(found) if "--table" in sys.argv else json.dumps(found))
