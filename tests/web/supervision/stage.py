"""A supervision office at work in the small district: papers taken in, matters at every stage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from kaoping_web.filing.uploads import Kept
from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import Grant, Organisation, User
from kaoping_web.organisations.roles import Role
from kaoping_web.supervision.models import Matter, Paper
from kaoping_web.supervision.reading.asking import read_in_child
from kaoping_web.supervision.services.closing import check_matter, close_matter
from kaoping_web.supervision.services.matters import Given, assign_matter, register_matter
from kaoping_web.supervision.services.papers import Placed, register_paper
from kaoping_web.supervision.services.progress import claim_done, receive_matter, report_progress
from tests.web.cast import NOW, PASSWORD, START, District

PAPERS = Path(__file__).parents[2] / "intake" / "papers"
NOISY = PAPERS / "deployment.txt"
DEADLINE = date(2026, 6, 30)
PROOF = Kept("照片.png", "a" * 64, 10, "png")


def at(day: date, hour: int = 10) -> datetime:
    """That hour of that day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - timedelta(hours=8)


def second_supervisor(district: District) -> User:
    """Another person of the supervision office."""
    made = {"by": None, "chain": "xiaoyun", "at": NOW}
    user = keep(
        User(username="qin", display_name="秦督查", password=PASSWORD, password_set_at=NOW),
        deed="add.person",
        **made,
    )
    keep(
        Grant(user=user, organisation=district.xiaoyun, role=Role.SUPERVISOR.value, starts=START),
        deed="grant.role",
        **made,
    )
    return user


def paper(district: District, path: Path = NOISY, now: datetime = NOW, met_on: date | None = None) -> Paper:
    """A paper read and taken in by the supervision office."""
    raw = path.read_bytes()
    kept = Kept(path.name, f"{abs(hash(path.name)):064x}"[-64:], len(raw), "")
    read = read_in_child(raw, path.name)
    return register_paper(
        by=district.zhao, host=district.xiaoyun, kept=kept, read=read, met_on=met_on, placed=Placed(), now=now
    )


def registered(
    district: District,
    title: str = "泵站改造",
    owner: Organisation | None = None,
    now: datetime = NOW,
    **given: object,
) -> Matter:
    """A matter entered by hand and not assigned yet."""
    said = {"deadline": DEADLINE, "owner": owner, **given}
    return register_matter(
        by=district.zhao,
        host=district.xiaoyun,
        given=Given(title=title, **said),
        wording=f"要完成{title}。",
        asked_by="区政府常务会议第31次",
        now=now,
    )


def assigned(
    district: District, owner: Organisation | None = None, now: datetime = NOW, **given: object
) -> Matter:
    """A matter handed to its owner, Anping where nobody is named."""
    one = registered(district, owner=owner or district.anping, now=now, **given)
    said = {
        "title": one.title,
        "owner": one.owner,
        "deadline": one.deadline,
        "starts_on": one.starts_on,
        **given,
    }
    return assign_matter(by=district.zhao, matter_id=one.pk, given=Given(**said), seen=one.version, now=now)


def received(district: District, now: datetime = NOW, **given: object) -> Matter:
    """A matter that Anping has received."""
    one = assigned(district, now=now, **given)
    return receive_matter(
        by=district.an, matter_id=one.pk, last_owner="农业综合服务中心", seen=one.version, now=now
    )


def working(district: District, percent: str = "50", now: datetime = NOW, **given: object) -> Matter:
    """A matter that Anping has reported on."""
    one = received(district, now=now, **given)
    return report_progress(
        by=district.an,
        matter_id=one.pk,
        typed=percent,
        words="主体完工",
        kept=[PROOF],
        seen=one.version,
        now=now,
    )


def claimed(district: District, now: datetime = NOW, **given: object) -> Matter:
    """A matter that Anping says is done."""
    one = working(district, now=now, **given)
    return claim_done(by=district.an, matter_id=one.pk, words="已通水", seen=one.version, now=now)


def checked(district: District, now: datetime = NOW, **given: object) -> Matter:
    """A matter that the supervision office found done."""
    one = claimed(district, now=now, **given)
    return check_matter(
        by=district.zhao,
        matter_id=one.pk,
        passed=True,
        on_the_spot=True,
        plan_code="2026-D-18",
        words="属实",
        seen=one.version,
        now=now,
    )


def closed(district: District, now: datetime = NOW, **given: object) -> Matter:
    """A matter struck off."""
    one = checked(district, now=now, **given)
    return close_matter(by=district.zhao, matter_id=one.pk, seen=one.version, now=now)


def sent(path: Path = NOISY) -> SimpleUploadedFile:
    """A paper as a form sends it."""
    return SimpleUploadedFile(path.name, path.read_bytes())
