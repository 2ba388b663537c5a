"""A run made again from what is kept: inputs under their digest, the scheme's text, the library. It must come out the same."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from kaoping import Scheme, Scorecard, score
from kaoping_web.refusals import NotNow, problem
from kaoping_web.schemes.queries import parsed
from kaoping_web.scoring.models import Inputs, Run
from kaoping_web.scoring.snapshots import digest_of, tables_of_text, unpacked

MOST = 4
"""How many scorecards a process keeps: a year of a district holds 0.6 GB at most, a month a hundredth of it."""
_LOCK = threading.RLock()
_KEPT: OrderedDict[str, Scorecard] = OrderedDict()


def inputs_text(digest: str) -> bytes:
    """The snapshot kept under a digest. Raises NotNow where it is missing or is not what the digest says."""
    row = Inputs.objects.filter(pk=digest).first()
    text = unpacked(row.body) if row else b""
    if row is None or digest_of(text) != digest:
        raise NotNow(
            problem("inputs-changed", "这次计分的输入与留痕所记的摘要不符，或已不在库中。",
                    "the inputs of this run are missing or not those whose digest the journal holds.",
                    "请从备份恢复，并告知审计管理员。", "restore them from a backup, and tell the audit administrator.")
        )  # fmt: skip
    return text


def scheme_of(run: Run) -> Scheme:
    """The scheme a run was made with."""
    return parsed(run.cycle.scheme_version)


def result_of(card: Scorecard) -> str:
    """The SHA-256 of a scorecard's bytes."""
    return hashlib.sha256(card.canonical()).hexdigest()


def scorecard(run: Run) -> Scorecard:
    """The scorecard of a run, made again and compared with what was recorded.

    Raises NotNow where inputs, scheme or library no longer give the recorded result.
    """
    with _LOCK:
        found = _KEPT.get(run.result)
        if found is None:
            found = _made_again(run)
            while len(_KEPT) >= MOST:
                _KEPT.popitem(last=False)
        _KEPT[run.result] = found
        _KEPT.move_to_end(run.result)
        return found


def keep_card(card: Scorecard, result: str) -> None:
    """Remember a scorecard that was made just now, by the digest of its bytes."""
    with _LOCK:
        while len(_KEPT) >= MOST:
            _KEPT.popitem(last=False)
        _KEPT[result] = card


def forget_cards() -> None:
    """Make every scorecard again when next asked for."""
    with _LOCK:
        _KEPT.clear()


def _made_again(run: Run) -> Scorecard:
    card = score(scheme_of(run), tables_of_text(inputs_text(run.inputs_digest)), run.cycle.period)
    if result_of(card) != run.result:
        raise NotNow(
            problem(
                "result-mismatch", f"按所存的输入重算，得不到第 {run.number} 次计分留痕的结果：输入、方案或计分程序有一样变了。",
                f"scored again from what is kept, run {run.number} does not give the recorded result: inputs, scheme or program are not the same.",
                "不要使用这次计分；请系统管理员核对版本，审计管理员核对留痕。",
                "do not use this run; let the system administrator check the version and the audit administrator the journal.",
            )
        )  # fmt: skip
    return card
