"""The owner's side: receive, report, claim done, ask for more time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from kaoping.errors import KaopingError
from kaoping.exact import canonical_text
from kaoping.sheets import read_number
from kaoping_web.filing.uploads import Kept
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, Separated, problem
from kaoping_web.supervision.models import UNDER_WAY, Extension, Matter, MatterState
from kaoping_web.supervision.refusing import in_state, must, needed, not_of_the_owner
from kaoping_web.supervision.services.matters import matter_of
from kaoping_web.supervision.services.moving import chain_of, moved

ALL = Fraction(100)


@deed
def receive_matter(*, by: User, matter_id: int, last_owner: str = "", seen: int, now: datetime) -> Matter:
    """The owner takes the matter over, and may say which office or person does it."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_RECEIVE, matter.owner_id, now)
    in_state(matter, MatterState.ASSIGNED.value)
    matter.state, matter.received_on = MatterState.RECEIVED.value, timezone.localdate(now)
    matter.last_owner = last_owner.strip()[:80] or matter.last_owner
    return moved(matter, "receive", by, now, deed="receive.matter", seen=seen)


@deed
def report_progress(
    *, by: User, matter_id: int, typed: str, words: str, kept: Sequence[Kept] = (), seen: int, now: datetime
) -> Matter:
    """Say how far it is, in percent, with what was done and the files that show it. A lower figure than before is taken: it is said so."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_REPORT, matter.owner_id, now)
    in_state(matter, MatterState.RECEIVED.value, MatterState.WORKING.value)
    said = needed(words, "report-missing", "进展情况", "report")
    matter.percent, matter.reported_at, matter.state = percent_text(typed), now, MatterState.WORKING.value
    return moved(
        matter,
        "report",
        by,
        now,
        deed="report.matter",
        seen=seen,
        kept=kept,
        words=said,
        percent=matter.percent,
    )


@deed
def claim_done(
    *, by: User, matter_id: int, words: str, kept: Sequence[Kept] = (), seen: int, now: datetime
) -> Matter:
    """Say that it is done, with what shows it. From here the clock stands, until a check finds otherwise."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_REPORT, matter.owner_id, now)
    in_state(matter, MatterState.RECEIVED.value, MatterState.WORKING.value)
    said = needed(words, "report-missing", "办结情况", "report")
    unfinished = matter.parts.exclude(state__in=("closed", "reviewed", "merged")).count()
    if unfinished:
        raise NotNow(
            problem("parts-open", f"还有 {unfinished} 项分解事项没有核销。", f"{unfinished} of its parts are not closed.",
                    "先办结、核销分解事项。", "finish and close the parts first.")
        )  # fmt: skip
    if not kept and not matter.moves.filter(proofs__isnull=False).exists():
        raise Refused(
            problem(
                "proof-missing",
                "报办结要附佐证材料。",
                "a claim takes a file that shows it.",
                "附上文件或照片。",
                "attach a document or a picture.",
            )
        )
    matter.percent, matter.reported_at = "100", now
    matter.state, matter.claimed_on = MatterState.CLAIMED.value, timezone.localdate(now)
    return moved(
        matter, "claim", by, now, deed="claim.matter", seen=seen, kept=kept, words=said, percent="100"
    )


@deed
def ask_extension(
    *, by: User, matter_id: int, until: date | None, reason: str, document: str, seen: int, now: datetime
) -> Extension:
    """Ask for a later date, with the reason and the paper behind it. Until it is granted the old date counts."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_REPORT, matter.owner_id, now)
    in_state(matter, *UNDER_WAY)
    why = needed(reason, "reason-missing", "延期理由", "reason")
    paper = needed(document, "document-missing", "依据文件", "document")
    if (
        until is None
        or matter.deadline is None
        or until <= matter.deadline
        or until < timezone.localdate(now)
    ):
        raise Refused(
            problem(
                "until",
                "新期限要晚于现在的期限，也不能是过去的日子。",
                "the new date must be later than the old one, and to come.",
            )
        )
    if matter.extensions.filter(state="asked").exists():
        raise NotNow(
            problem(
                "extension-open",
                "已有一份延期申请在等批复。",
                "an application for more time is waiting already.",
            )
        )
    moved(
        matter, "ask_time", by, now, deed="ask.extension", seen=seen, words=why, document=paper, until=until
    )
    made = Extension(matter=matter, until=until, reason=why, document=paper, asked_by=by, asked_at=now)
    return keep(made, by=by, deed="ask.extension", chain=chain_of(matter), at=now, reason=why, document=paper)


@deed
def decide_extension(
    *, by: User, extension_id: int, grants: bool, words: str = "", seen: int, now: datetime
) -> Extension:
    """Grant or refuse more time: another person than who asked, and not of the owner."""
    asked = Extension.objects.select_related("matter").get(pk=extension_id)
    matter = matter_of(asked.matter_id)
    must(by, Permission.MATTER_CLOSE, matter.host, now)
    if asked.asked_by_id == by.pk:
        raise Separated(
            problem(
                "own-extension",
                "谁申请延期，谁不批准。",
                "who asks for more time does not grant it.",
                "请另一位批复。",
                "let somebody else decide.",
            )
        )
    not_of_the_owner(by, matter, now)
    if asked.state != "asked":
        raise NotNow(
            problem("extension-decided", "这份申请已经批复。", "this application is decided already.")
        )
    if not grants:
        needed(words, "reason-missing", "不准的理由", "reason")
    asked.state, asked.decided_by, asked.decided_at = "granted" if grants else "refused", by, now
    keep(
        asked,
        by=by,
        deed="grant.extension" if grants else "refuse.extension",
        chain=chain_of(matter),
        at=now,
        reason=words.strip(),
        seen=seen,
    )
    if grants:
        matter.deadline = asked.until
    moved(matter, "grant_time" if grants else "refuse_time", by, now, deed="decide.extension", seen=None, words=words.strip(),
          document=asked.document, until=asked.until)  # fmt: skip
    return asked


def percent_text(typed: str) -> str:
    """A percentage as a person writes it: 60, 60%, 62.5. Raises Refused for anything outside 0 to 100."""
    try:
        number = read_number(typed.strip().rstrip("%％"))
    except KaopingError as wrong:
        raise Refused(wrong.problems) from None
    if not 0 <= number <= ALL:
        raise Refused(
            problem(
                "percent",
                "进度应在 0 到 100 之间。",
                "progress lies between 0 and 100.",
                "写百分数。",
                "write a percentage.",
            )
        )
    return canonical_text(number)
