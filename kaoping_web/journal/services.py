"""record(): the only writer of the journal; keep(): the only writer of protected rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from django.db import connection

from kaoping.journal import Appended, Checkpoint, Deed, Frontier, Head, Log, append, utc_text
from kaoping_web.journal import models
from kaoping_web.journal.inserting import insert_all
from kaoping_web.journal.models import ChainHead, Entry, LogState, Protected
from kaoping_web.journal.writing import deed, writing
from kaoping_web.refusals import Stale, problem

Kept = TypeVar("Kept", bound=Protected)


class Person(Protocol):
    """Somebody who acts: the journal knows a number, never a name."""

    pk: int


def who(by: Person | Sequence[Person] | None) -> tuple[str, ...]:
    """The ids of those who did it; `system` where a clock or a command did."""
    if by is None:
        return ("system",)
    several = by if isinstance(by, Sequence) else (by,)
    return tuple(f"u-{one.pk}" for one in several)


def keep(
    row: Kept,
    *,
    by: Person | Sequence[Person] | None,
    deed: str,
    chain: str,
    at: datetime,
    reason: str = "",
    document: str = "",
    seen: int | None = None,
) -> Kept:
    """Save a protected row, new or changed, and write its entry. `seen`: the version the person had before them.

    Raises Stale where the row is no longer the one that was read, or not the one that was seen.
    """
    keep_all([row], by=by, deed=deed, chain=chain, at=at, reason=reason, document=document, seen=seen)
    return row


def keep_all(
    rows: Sequence[Kept],
    *,
    by: Person | Sequence[Person] | None,
    deed: str,
    chain: str | Mapping[int, str],
    at: datetime,
    reason: str = "",
    document: str = "",
    seen: int | None = None,
) -> Sequence[Kept]:
    """The same for many rows of one table, one entry each; all of them or none. `chain` may differ row by row (by `id(row)`)."""
    with writing():
        new, old = [one for one in rows if one._state.adding], [one for one in rows if not one._state.adding]
        if new:
            type(new[0])._default_manager.bulk_create(new, batch_size=500)
        if old:
            _save_changed(old, seen)
        record_all(
            [
                Deed(
                    chain=chain if isinstance(chain, str) else chain[id(one)],
                    at=utc_text(at), deed=deed, who=who(by), object_type=one.object_type(), object_key=str(one.pk),
                    version=one.version, after=one.image(), reason=reason, document=document,
                )
                for one in rows
            ]
        )  # fmt: skip
    return rows


def record(
    *,
    by: Person | Sequence[Person] | None,
    deed: str,
    chain: str,
    at: datetime,
    reason: str = "",
    document: str = "",
) -> Entry:
    """Write an entry about a deed that changes no protected row (a sign-in, a file handed out)."""
    return record_all(
        [Deed(chain=chain, at=utc_text(at), deed=deed, who=who(by), reason=reason, document=document)]
    )[0]


def record_all(deeds: Iterable[Deed]) -> list[Entry]:
    """Give deeds their places, in order, in one transaction with whatever else is written there."""
    with writing() as state:
        state.refresh_from_db()  # a savepoint may have been taken back since
        log, frontier = log_of(state), frontier_of(state)
        deeds = list(deeds)
        heads = _heads({one.chain for one in deeds})
        made: list[Entry] = []
        for one in deeds:
            step = append(log, frontier, heads.get(one.chain), one)
            frontier, heads[one.chain] = step.frontier, step.head
            made.append(_entry(step))
        insert_all(made)
        _keep_heads({one.chain: heads[one.chain] for one in deeds})
        state.size, state.peaks = frontier.size, ",".join(peak.hex() for peak in frontier.peaks)
        if made:
            state.last_at = made[-1].at
        state.save()
    return made


@deed
def state_checkpoint(*, at: datetime, why: str) -> models.Checkpoint:
    """Take the root as it stands, for printing and for keeping outside."""
    with writing() as state:
        log = log_of(state)
        frontier = frontier_of(state)
        made = Checkpoint(log, frontier.size, frontier.root(log.hashed), utc_text(at))
        return models.Checkpoint.objects.create(
            size=made.size, root=made.root.hex(), at=at, text=made.text(), why=why
        )


def log_of(state: LogState) -> Log:
    """The log of this installation."""
    return Log(state.installation, state.algorithm)


def frontier_of(state: LogState) -> Frontier:
    """How far the log has grown."""
    return Frontier(state.size, tuple(bytes.fromhex(one) for one in state.peaks.split(",") if one))


def _entry(step: Appended) -> Entry:
    one = step.sealed.entry
    return Entry(
        sequence=one.sequence, chain=one.chain, number=one.number, at=datetime.fromisoformat(one.at), deed=one.deed,
        who=" ".join(one.who)[:200], object_type=one.object_type, object_key=one.object_key, raw=step.raw.decode(),
        digest=step.sealed.digest.hex(),
    )  # fmt: skip


def _heads(chains: Iterable[str]) -> dict[str, Head]:
    return {
        one.chain: Head(one.number, bytes.fromhex(one.digest))
        for one in ChainHead.objects.filter(chain__in=list(chains))
    }


def _keep_heads(heads: Mapping[str, Head]) -> None:
    ChainHead.objects.bulk_create(
        [ChainHead(chain=chain, number=one.number, digest=one.digest.hex()) for chain, one in heads.items()],
        update_conflicts=True, unique_fields=["chain"], update_fields=["number", "digest"], batch_size=400,
    )  # fmt: skip


def _save_changed(rows: Sequence[Protected], seen: int | None) -> None:
    """Write rows that were read before, each only where it still is as it was read."""
    table = type(rows[0])
    standing = dict(
        table._default_manager.filter(pk__in=[one.pk for one in rows]).values_list("pk", "version")
    )
    if any(standing.get(one.pk) != one.version or seen not in (None, one.version) for one in rows):
        raise Stale(
            problem(
                "stale", "别人刚刚改过这一条，您的改动没有存入。", "somebody else has just changed this; your change was not stored.",
                "看一眼现在的内容，再改一次。", "look at what stands there now, and change it again.",
            )
        )  # fmt: skip
    by_fields: dict[frozenset[str], list[Protected]] = {}
    for one in rows:
        by_fields.setdefault(frozenset(one.get_deferred_fields()), []).append(one)
    for unread, several in by_fields.items():
        _update(table, several, unread)


def _update(table: type[Protected], rows: Sequence[Protected], unread: frozenset[str]) -> None:
    """One statement for all rows, each by its number and the version that was read: five times quicker than Django's
    `bulk_update`, which makes one long CASE of every column. What was not read is not written."""
    fields = [one for one in table._meta.concrete_fields if not one.primary_key and one.attname not in unread]
    name = connection.ops.quote_name
    columns = ", ".join(f"{name(one.column)} = %s" for one in fields)
    key, version = name(table._meta.pk.column), name("version")
    told = [(one, one.pk, one.version) for one in rows]
    for one in rows:
        one.version += 1
    given = [
        (*(field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields), pk, before)
        for one, pk, before in told
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {name(table._meta.db_table)} SET {columns} WHERE {key} = %s AND {version} = %s",  # noqa: S608 - names of the models
            given,
        )
        assert cursor.rowcount == len(rows), "a row changed between two statements of one transaction"
