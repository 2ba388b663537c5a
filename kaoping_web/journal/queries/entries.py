"""Entries as they are looked for: by chain, person, deed, day, object."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from kaoping.journal import Entry as Told
from kaoping.journal import entry_of
from kaoping_web.journal.kept import Position, kept
from kaoping_web.journal.models import ChainHead, Checkpoint, Entry, LogState, Protected


def history_of(row: Protected) -> list[Entry]:
    """Every entry about this row, oldest first."""
    return list(entries_of(row.object_type(), str(row.pk)))


def entries_of(object_type: str, object_key: str) -> QuerySet[Entry]:
    """Every entry about one object, oldest first."""
    return Entry.objects.filter(object_type=object_type, object_key=object_key).order_by("sequence")


def history_of_chain(chain: str, object_types: Collection[str], most: int) -> list[Entry]:
    """The latest entries of a chain about objects of these kinds, newest first."""
    return list(Entry.objects.filter(chain=chain, object_type__in=object_types).order_by("-number")[:most])


def entry_at(sequence: int) -> Entry | None:
    """The entry of that number in the log."""
    return Entry.objects.filter(sequence=sequence).first()


def told(entry: Entry) -> Told:
    """What an entry says; read once for each row at hand."""
    kept: tuple[str, Told] | None = entry.__dict__.get("_told")
    if kept is None or kept[0] != entry.raw:
        kept = entry.raw, entry_of(entry.raw.encode())
        entry.__dict__["_told"] = kept
    return kept[1]


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; empty is everything. `person`: an id as `u-12`."""

    chain: str = ""
    person: str = ""
    deed: str = ""
    object_type: str = ""
    since: date | None = None
    until: date | None = None


def search(asked: Asked, chains: Collection[str] | None) -> QuerySet[Entry]:
    """Newest first. `chains`: those the reader may read; None for all of them. The last day is taken whole."""
    found = Entry.objects.order_by("-sequence")
    if asked.chain:
        return _of(
            asked,
            found.filter(chain=asked.chain) if chains is None or asked.chain in chains else found.none(),
        )
    if chains is None:
        return _of(asked, found)
    if (
        len(chains) > MANY
    ):  # walks back from the newest: the index of chains would bring all of them to be sorted
        return _of(asked, found.alias(within=Coalesce("chain", Value(""))).filter(within__in=chains))
    return _of(asked, found.filter(chain__in=chains))


MANY = 20
"""Chains of which the newest entries are sooner found by walking back through the whole log."""


def count_of(asked: Asked, chains: Collection[str], found: QuerySet[Entry], at: Position | None) -> int:
    """How many there are, counted once until the journal grows beyond `at`; where nothing is asked for, by the ends of chains."""
    count = (lambda: _length_of(chains)) if asked == Asked() else found.count
    return kept(at, ("entries", asked, frozenset(chains)), count)


def _length_of(chains: Collection[str]) -> int:
    """How many entries these chains have: each numbers its own from 1."""
    return sum(
        number for chain, number in ChainHead.objects.values_list("chain", "number") if chain in chains
    )


def _of(asked: Asked, found: QuerySet[Entry]) -> QuerySet[Entry]:
    if asked.person:
        found = found.filter(Q(who=asked.person) | Q(raw__contains=f'"{asked.person}"'))
    if asked.deed:
        found = found.filter(deed=asked.deed)
    if asked.object_type:
        found = found.filter(object_type=asked.object_type)
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return found


def deeds_seen(at: Position | None) -> Sequence[str]:
    """Every kind of deed there has been up to `at`, in order. Only what is newer than what was read last is read."""
    return kept(at, "deeds", _deeds_now)


_known: tuple[int, str, frozenset[str]] = (0, "", frozenset())
"""Up to which entry deeds were read, its digest, and what was found: the log is only added to."""


def _deeds_now() -> Sequence[str]:
    global _known
    last, digest, deeds = _known
    if not last or not Entry.objects.filter(sequence=last, digest=digest).exists():
        last, deeds = -1, frozenset()
    newest = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first()
    if newest is None:
        return ()
    newer = Entry.objects.filter(sequence__gt=last, sequence__lte=newest[0])
    deeds |= set(newer.order_by().values_list("deed", flat=True).distinct())
    _known = (*newest, deeds)
    return tuple(sorted(deeds))


def checkpoints() -> QuerySet[Checkpoint]:
    """Those stated, newest first."""
    return Checkpoint.objects.order_by("-pk")


def log_state() -> LogState | None:
    """How far the log has grown; nothing before its first entry."""
    return LogState.objects.filter(pk=1).first()


def log_size() -> int:
    """How many entries there are."""
    return LogState.objects.filter(pk=1).values_list("size", flat=True).first() or 0


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone()).astimezone(UTC)
