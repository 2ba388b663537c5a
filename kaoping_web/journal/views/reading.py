"""Search, an object's history, one entry with its receipt."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from kaoping.errors import KaopingError
from kaoping.sheets import read_date
from kaoping_web import clock
from kaoping_web.journal.histories import lines_of, model_of, object_lines, object_words, person_id
from kaoping_web.journal.kept import finished, position_of_request
from kaoping_web.journal.queries import Asked, count_of, deeds_seen, entries_of, entry_at, search
from kaoping_web.journal.receipts import receipt_for_entry, short_code
from kaoping_web.journal.words import deed_words
from kaoping_web.organisations.naming import names_in_entries
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.queries.bodies import keys_within, names_by_key, tree_position
from kaoping_web.organisations.queries.people import person_called
from kaoping_web.organisations.roles import Permission
from kaoping_web.ui.nodes import escaped, said

A_PAGE = 50
P = Permission


@needs(P.JOURNAL_READ)
@require_safe
def journal(request: UserRequest) -> HttpResponse:
    """Every entry within reach, by body, person, deed and day."""
    today, at = clock.today(), position_of_request(request)
    chains = keys_within(request.user, (P.JOURNAL_READ,), today)
    person, unknown = _person(request.GET.get("person", "").strip()[:60])
    since, wrong_since = _day(request.GET.get("since", ""))
    until, wrong_until = _day(request.GET.get("until", ""))
    typed = {name: request.GET.get(name, "").strip()[:130] for name in ("chain", "deed", "type")}
    what = Asked(typed["chain"], person, typed["deed"], typed["type"], since, until)
    found = search(what, chains)
    pages = Paginator(found.none() if unknown else found, A_PAGE)
    pages.count = 0 if unknown else count_of(what, chains, found, at)
    page = pages.get_page(request.GET.get("page"))
    entries = list(page.object_list)
    asked = request.GET.copy()
    asked.pop("page", None)
    shown = {
        "page": page, "lines": lines_of(entries, names_in_entries(entries, today)), "size": at[2] if at else 0, "asked": asked.urlencode(),
        "chains": _options(chains, typed["chain"], today, request.lang), "deeds": [(one, deed_words(one)) for one in deeds_seen(at)], **typed,
        "person": request.GET.get("person", ""), "since": since, "until": until, "wrong": wrong_since or wrong_until, "unknown": unknown,
        "filtered": any((*typed.values(), person, since, until)),
    }  # fmt: skip
    return render(request, "journal/journal.html", shown)


@needs(P.JOURNAL_OBJECT, P.JOURNAL_READ)
@require_safe
def history(request: UserRequest, object_type: str, object_key: str) -> HttpResponse:
    """Field by field what became of one object. Another body's is not there, and looks like one that never was."""
    today = clock.today()
    entries = list(entries_of(object_type, object_key))
    if not entries or not _sees(request, entries[-1].chain, today):
        raise Http404
    names = names_in_entries(entries, today)
    lines = object_lines(entries, names)
    shown = {
        "lines": lines[::-1], "words": object_words(object_type, object_key, names), "object_type": object_type, "object_key": object_key,
        "is_protected": model_of(object_type) is not None, "chain": names_by_key({entries[-1].chain}, today).get(entries[-1].chain, entries[-1].chain),
    }  # fmt: skip
    return render(request, "journal/object.html", shown)


@needs(P.JOURNAL_OBJECT, P.JOURNAL_READ)
@require_safe
def entry(request: UserRequest, sequence: int) -> HttpResponse:
    """One entry as it is sealed, and its receipt."""
    today = clock.today()
    found = entry_at(sequence)
    if found is None or not _sees(request, found.chain, today):
        raise Http404
    receipt = receipt_for_entry(found)
    shown = {
        "entry": found, "line": lines_of([found], names_in_entries([found], today))[0], "short": short_code(found),
        "receipt": receipt.text(request.lang), "chain": names_by_key({found.chain}, today).get(found.chain, found.chain),
    }  # fmt: skip
    return render(request, "journal/entry.html", shown)


def _options(chains: frozenset[str], chosen: str, today: date, lang: str) -> SafeString:
    """The bodies to choose from, four hundred of them: written by hand, every text escaped, once until a body changes."""
    what = "options", chains, chosen if chosen in chains else "", today, lang
    return mark_safe(finished(tree_position(), what, lambda: _options_of(chains, chosen, today, lang)))  # noqa: S308


def _options_of(chains: frozenset[str], chosen: str, today: date, lang: str) -> str:
    return "".join(
        f'<option value="{escaped(key)}"{" selected" if key == chosen else ""}>{escaped(said(words, lang))}</option>'
        for key, words in sorted(names_by_key(chains, today).items())
    )


def _sees(request: UserRequest, chain: str, today: date) -> bool:
    return chain in keys_within(request.user, (P.JOURNAL_OBJECT, P.JOURNAL_READ), today)


def _person(text: str) -> tuple[str, bool]:
    """The id of who is meant by an id, a sign-in name or a name; whether nobody is."""
    if not text or text == "system" or person_id(text):
        return text, False
    found = person_called(text)
    return (f"u-{found}", False) if found else ("", True)


def _day(text: str) -> tuple[date | None, bool]:
    if not text:
        return None, False
    try:
        return read_date(text), False
    except KaopingError:
        return None, True
