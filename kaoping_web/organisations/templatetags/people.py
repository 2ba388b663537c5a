"""The rows of the list of people: as many as an office has staff, written by hand and every text escaped."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from kaoping.errors import Language
from kaoping_web.organisations.peoples import PersonRow
from kaoping_web.ui.addresses import address
from kaoping_web.ui.nodes import escaped, said
from kaoping_web.ui.reader import language_in

register = template.Library()
NOT_FILLED = {"zh": "未填", "en": "not set"}
NONE = {"zh": "无", "en": "none"}
BETWEEN = {"zh": "；", "en": "; "}
FACTOR = {"zh": "已设", "en": "set"}
NO_FACTOR = {"zh": "未设", "en": "not set"}
DISABLED = {"zh": "停用", "en": "disabled"}
TO_CHOOSE = {"zh": "待改密码", "en": "to choose a password"}
ACTIVE = {"zh": "在用", "en": "active"}


@register.simple_tag(takes_context=True)
def people_rows(context: Context, rows: Sequence[PersonRow]) -> SafeString:
    """Everybody with the body he is staff of, the roles of the day, and how his account stands."""
    lang = language_in(context)
    return mark_safe("".join(f"{_row(one, lang)}\n" for one in rows))  # noqa: S308 - every text is escaped


def _row(row: PersonRow, lang: Language) -> str:
    person = row.person
    home = escaped(said(row.home, lang)) if row.home else _quiet(NOT_FILLED[lang])
    factor = FACTOR[lang] if person.totp_secret else _quiet(NO_FACTOR[lang])
    return (
        f'<tr><th scope="row"><a href="{escaped(address("person", person.pk))}">{escaped(person.display_name)}</a></th>'
        f'<td><span class="k-code">{escaped(person.username)}</span></td><td>{home}</td>'
        f'<td class="k-wide">{_roles(row, lang)}</td><td class="k-lg">{factor}</td><td>{_state(row, lang)}</td></tr>'
    )


def _roles(row: PersonRow, lang: Language) -> str:
    told = [
        f"{escaped(said(one.role, lang))} <small>{escaped(said(one.body, lang))}</small>" for one in row.roles
    ]
    return BETWEEN[lang].join(told) or _quiet(NONE[lang])


def _state(row: PersonRow, lang: Language) -> str:
    if not row.person.is_active:
        return f'<span class="k-tag">{DISABLED[lang]}</span>'
    return TO_CHOOSE[lang] if row.person.must_change_password else ACTIVE[lang]


def _quiet(text: str) -> str:
    return f'<span class="k-quiet">{text}</span>'
