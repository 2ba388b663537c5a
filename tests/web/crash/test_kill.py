"""kill -9 of the server in the middle of saves: what was acknowledged is there, and the journal is whole."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.web.cast import PASSWORD
from tests.web.crash.server import Clerk, Server

ROUNDS, CONTROL_ROUNDS = 50, 10


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path


def rounds(server: Server, count: int, seed: int) -> tuple[dict[int, str], dict[int, set[str]], int]:
    """Save without end, kill at a random moment, start again. Gives what was acknowledged last for each cell, what was sent after
    that without an answer, and how many saves were acknowledged."""
    seeded, draws = server.seed(), random.Random(seed)
    acknowledged: dict[int, str] = {}
    in_flight: dict[int, set[str]] = {}
    saves = 0
    server.start()
    clerk = Clerk(server)
    clerk.sign_in("chen", PASSWORD)
    for _ in range(count):
        saves += _save(
            clerk, seeded, draws, acknowledged, in_flight
        )  # the first one warms the new process up
        killer = threading.Timer(draws.uniform(0.0, 0.25), server.kill)
        killer.start()
        try:
            while killer.is_alive():
                saves += _save(clerk, seeded, draws, acknowledged, in_flight)
        except (OSError, HTTPException, AssertionError, StopIteration):
            pass
        killer.join()
        server.start()
    server.kill()
    return acknowledged, in_flight, saves


def _save(
    clerk: Clerk,
    seeded: dict,
    draws: random.Random,
    acknowledged: dict[int, str],
    in_flight: dict[int, set[str]],
) -> int:
    """One save of one cell; returns 1 where it was acknowledged."""
    cell, figure = draws.choice(seeded["values"]), str(draws.randint(1, 99_999))
    path = f"/filing/{seeded['filing']}/"
    page = clerk.get(path)
    name = next(part.split('"')[0] for part in page.split('name="') if part.startswith(f"v-{cell}-"))
    in_flight.setdefault(cell, set()).add(figure)
    status, _ = clerk.post(
        f"{path}save/", page, **{name: figure, "once": f"{time.monotonic_ns()}", "do": "save", "seen": "1"}
    )
    if status != 200:
        return 0
    acknowledged[cell] = figure
    in_flight[cell] = set()
    return 1


def lost(server: Server, acknowledged: dict[int, str], in_flight: dict[int, set[str]]) -> list[str]:
    """Everything that is not as it was acknowledged, or not whole."""
    found = server.check()
    there = {int(key): text for key, text in found["values"].items()}
    wrong = [
        f"cell {cell}: {there[cell]} instead of {figure}"
        for cell, figure in acknowledged.items()
        if there[cell] not in {figure} | in_flight.get(cell, set())
    ]
    return wrong + ([] if found["is_sound"] else [str(found["problems"])])


def test_fifty_kills_lose_no_acknowledged_save_and_leave_the_journal_whole(folder: Path) -> None:
    server = Server.in_folder(folder)
    try:
        acknowledged, in_flight, saves = rounds(server, ROUNDS, 9)
        assert saves >= ROUNDS, "too few saves between the kills to say anything"
        assert lost(server, acknowledged, in_flight) == []
    finally:
        server.kill()


def test_without_transactions_ten_kills_break_something(folder: Path) -> None:
    server = Server.in_folder(folder, KAOPING_NO_TRANSACTIONS="1")
    try:
        acknowledged, in_flight, _ = rounds(server, CONTROL_ROUNDS, 4)
        assert lost(server, acknowledged, in_flight) != []
    finally:
        server.kill()
