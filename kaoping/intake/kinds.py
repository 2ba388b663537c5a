"""What a paragraph is on the page and what a heading is for; and the members of every such list by their own names.

A member found through its class costs ten times one found here, and what asks for them asks at every paragraph.
"""

from __future__ import annotations

from enum import Enum

from kaoping.intake.paper import Genre, Tense


class Kind(Enum):
    """What a paragraph is on the page."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    TABLE = "table"
    SALUTATION = "salutation"
    SIGNED = "signature"
    ATTACHMENT = "attachment"
    OWNERS = "owners"


class Role(Enum):
    """What a numbered heading is for. FRAME: principles, scope; GOALS: figures only; CONTAINER: holds tasks; ORDER: is one."""

    FRAME = "frame"
    GOALS = "goals"
    CONTAINER = "container"
    TOPIC = "topic"
    ORDER = "order"
    OTHER = "other"


TITLE, HEADING, BODY, TABLE, SALUTATION, SIGNED, ATTACHMENT, OWNERS = Kind
FRAME, GOALS, CONTAINER, TOPIC, ORDER, OTHER = Role
REPORT, WORK_REPORT, MINUTES, CIRCULAR, PLAN, SPEECH, ARTICLE = Genre
PAST, FUTURE, PROBLEM, UNKNOWN = Tense
