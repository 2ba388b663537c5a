"""Reads the tasks of an article paragraph by paragraph: numbered items, paragraphs that open with an order, sentences with 要."""

from __future__ import annotations

from kaoping.intake import headings, kinds, orders
from kaoping.intake.articles import is_document
from kaoping.intake.deadlines import period_of
from kaoping.intake.drafts import Draft, Frame
from kaoping.intake.leads import asked_later, deployed
from kaoping.intake.listing import series_of, succeeds, usable, without_tail
from kaoping.intake.markers import (
    CHAPTER,
    FIFTH,
    FIRST,
    FOURTH,
    PARAGRAPH,
    PART,
    RUN_IN,
    SECOND,
    SENTENCE,
    Marker,
    bullet,
    run_ins,
)
from kaoping.intake.openings import find_openings
from kaoping.intake.paper import Article, Span
from kaoping.intake.parallel import (
    announces,
    is_announcement,
    is_topic_of_minutes,
    numbered_lists,
    parallel_items,
    single_items,
    told_items,
)
from kaoping.intake.parties import stated_parties
from kaoping.intake.structure import Paragraph, ends_the_matter
from kaoping.intake.tables import TableReader
from kaoping.intake.tense import turns_to_a_question
from kaoping.intake.turns import calls, comes_in_force, requests, speaks_anew, tells_on
from kaoping.intake.words import is_imperative

_TOLD = (kinds.PAST, kinds.PROBLEM)


class TaskReader:
    """Reads the tasks of one article, paragraph by paragraph."""

    def __init__(self, text: str, article: Article, structure: list[Paragraph], lenient: bool) -> None:
        self.text, self.article, self.structure = text, article, structure
        self.lenient = lenient  # a second reading, where the first found nothing
        self.drafts: list[Draft] = []
        self.open: list[Frame] = []
        self.lead = orders.lead_paragraph(text, article, structure)
        self.series = (0, "")  # the ordinal and kind of the last 第一, 一是 a paragraph opened with as a task
        self.tables = TableReader(text)
        self.announced = False  # whether 重点做好以下工作 stands above: what follows are the items
        self.parallel = parallel_items(text, structure, article.genre)  # items of lists without numbers
        lists = numbered_lists(structure)
        self.single = single_items(structure, lists)  # the last of a list whose items are one paragraph each
        self.told = told_items(text, structure, lists)  # numbered items that ask for nothing
        ordered = article.genre in (kinds.CIRCULAR, kinds.PLAN)
        self.kin = deployed(text, structure, lists, self.told)  # tasks as their fellows are
        self.kin |= headings.kindred(structure, lists) if ordered else frozenset()
        self.asks_goals = lenient or headings.binds_a_party(article)
        self.has_parts = any(p.marker and p.marker.rank == CHAPTER for p in structure)  # 第一部分 above 一、

    def read(self) -> list[Draft]:
        """Every draft task, in the order of the text."""
        for number, paragraph in enumerate(self.structure):
            self._take(number, paragraph)
        self._close(PART)
        return sorted(self.drafts, key=lambda draft: (draft.start, -draft.end))

    def _take(self, number: int, paragraph: Paragraph) -> None:
        kind = paragraph.kind
        words = self.text[paragraph.span.start : paragraph.span.end]
        if kind in (kinds.TITLE, kinds.SALUTATION):
            return
        if (
            kind in (kinds.SIGNED, kinds.ATTACHMENT)
            or ends_the_matter(words)
            or comes_in_force(self.text, words, paragraph.heading.start, paragraph.span.end)
        ):
            self._close(PART)
            return
        above = self.structure[number - 1].marker if number else None
        if kind is kinds.BODY and calls(words):  # 各位代表！政府工作人员要… is no part of the last item
            self._close(PART if above and above.rank > FIRST else SECOND)
        if kind is kinds.OWNERS:
            self._owners(paragraph, words)
            return
        if kind is kinds.TABLE:
            self._table(paragraph)
            return
        if paragraph.marker:
            self._numbered(paragraph, paragraph.marker, number)
        elif kind is kinds.HEADING:
            self._bare_heading(paragraph, number)
        elif number != self.lead:
            self._body(paragraph, number)

    def _close(self, rank: int) -> None:
        while self.open and self.open[-1].rank >= rank:
            topic = self.open.pop().topic
            if topic and orders.topic_asks(self.text, topic, self.article.genre):
                self.drafts.append(topic)

    def _settle_topics(self) -> None:
        """The topics above end where the meeting turns to its closing words."""
        for frame in self.open:
            if frame.topic and orders.topic_asks(self.text, frame.topic, self.article.genre):
                self.drafts.append(frame.topic)
            frame.topic = None

    def _dead(self) -> bool:
        return True in [frame.dead for frame in self.open]

    def _top(self) -> Draft | None:
        drafts = [frame.draft for frame in self.open if frame.draft]
        return drafts[-1] if drafts else None

    def _extend(self, end: int) -> None:
        """Every open task reaches to here; a topic becomes a task of its own where nothing beneath it is one."""
        for frame in self.open:
            if frame.draft:
                frame.draft.end = max(frame.draft.end, end)
            if frame.topic:
                frame.topic.end = max(frame.topic.end, end)

    def _add(self, start: int, end: int, rank: int, marker: str, body: int, rule: str) -> Draft:
        parent = self._top()
        draft = Draft(start, end, rank, marker, body, parent, rule)
        self.drafts.append(draft)
        for frame in self.open:
            frame.topic = None
        return draft

    # numbered paragraphs and headings

    def _numbered(self, paragraph: Paragraph, marker: Marker, number: int) -> None:
        self._close(marker.rank)
        span = paragraph.span
        role = headings.role_of(self.text, self.structure, number, self.article.genre, self.asks_goals)
        past = paragraph.tense in _TOLD or number in self.told
        if self._dead() or past or role in (kinds.FRAME, kinds.GOALS):
            self.open.append(Frame(marker.rank, None, True))
            return
        top = marker.rank <= (FIRST if not self.has_parts else CHAPTER)
        if (
            role in (kinds.CONTAINER, kinds.TOPIC)
            or (top and number not in self.kin and not orders.heads_an_order(self.text, paragraph))
            or headings.only_names(
                self.text, self.structure, number, self.article.genre, number + 1 in self.parallel
            )
        ):
            self._container(paragraph, marker, role)
            return
        self._extend(span.end)
        rule = {kinds.ORDER: "numbered-order", kinds.OTHER: "numbered-item"}[role]
        draft = self._add(span.start, span.end, marker.rank, marker.text, marker.body, rule)
        self._within(paragraph, marker.body, draft)
        self.open.append(Frame(marker.rank, draft, False))

    def _container(self, paragraph: Paragraph, marker: Marker, role: kinds.Role) -> None:
        """A heading that holds tasks: it becomes one itself only where its paragraphs yield none."""
        span = paragraph.span
        topic = None
        if role is kinds.TOPIC or paragraph.role is kinds.OTHER:
            topic = Draft(span.start, span.end, marker.rank, marker.text, marker.body, self._top(), "topic")
        self.open.append(Frame(marker.rank, None, False, topic))
        rest = Span(paragraph.heading.end, span.end)
        if rest.end - rest.start > 12:
            self._free(rest, paragraph)

    def _within(self, paragraph: Paragraph, start: int, draft: Draft) -> None:
        """Lists that run within a numbered paragraph become its children."""
        listed = run_ins(self.text, start, paragraph.span.end)
        if len(listed) < 2 or draft.rank >= FIFTH:
            return
        self.open.append(Frame(draft.rank, draft, False))
        self._list(listed, paragraph.span.end)
        self.open.pop()

    def _bare_heading(self, paragraph: Paragraph, number: int) -> None:
        span, words = paragraph.span, self.text[paragraph.span.start : paragraph.span.end]
        if paragraph.role is not kinds.ORDER and number not in self.parallel:
            self._close(paragraph.rank)
            dead = paragraph.tense in _TOLD or paragraph.role in (
                kinds.FRAME,
                kinds.GOALS,
            )
            self.open.append(Frame(paragraph.rank, None, dead or self._dead()))
            return
        if self._dead() or paragraph.tense in _TOLD:
            return
        self._close(PARAGRAPH)
        self._extend(span.end)
        skip = bullet(self.text, span.start, span.end)
        draft = self._add(span.start, span.end, PARAGRAPH, "", span.start + skip, "order-heading")
        draft.reasons = ("imperative",) if is_imperative(words[skip:]) else ()
        self.open.append(Frame(PARAGRAPH, draft, False))

    # plain paragraphs

    def _body(self, paragraph: Paragraph, number: int) -> None:
        span = paragraph.span
        found = run_ins(self.text, span.start, span.end)
        listed = self._usable(found, paragraph, number) or self._continued(found, paragraph)
        if listed and listed[0].start == span.start and not self._dead():
            self._crossing(listed, paragraph, number)
            return
        if announces(self.text, span) and self.article.genre in (kinds.SPEECH, kinds.ARTICLE, kinds.MINUTES):
            self._close(RUN_IN)
        ended = self.single.get(number - 1)
        if ended is not None:
            self._close(ended)
        if number - 1 in self.parallel and number not in self.parallel:
            self._close(PARAGRAPH)
        order = (
            ""
            if self._top() and headings.is_all_beneath(self.text, self.structure, number)
            else self._opening_order(paragraph, number)
        )
        if order and not self._dead() and not listed:
            self._paragraph_order(paragraph, order)
            return
        if (
            requests(self.text, span)
            and self.article.genre in (kinds.CIRCULAR, kinds.PLAN)
            and not self._dead()
        ):
            self._close(PART)
            self._paragraph_order(paragraph, "short")
            return
        if turns_to_a_question(self.text[span.start : span.start + 20]):
            self._close(RUN_IN)
        report = self.article.genre is kinds.REPORT
        top = self._top()
        if (
            report
            and top
            and top.rank <= FIFTH
            and headings.is_all_beneath(self.text, self.structure, number)
        ):
            self._extend(span.end)
            return
        if report and top and tells_on(self.text, span):
            self._close(PART)
            top = self._top()
        if report and top and top.rank in (RUN_IN, PARAGRAPH):
            self._close(RUN_IN)
            top = self._top()
        if self._dead():
            return
        if top and is_document(self.article.genre) and not speaks_anew(self.text, span):
            self._extend(span.end)
            if listed:
                self._list(listed, span.end)
            return
        self.announced = announces(self.text, span) or (self.announced and not speaks_anew(self.text, span))
        if speaks_anew(self.text, span):
            self._settle_topics()
        self._extend(span.end)
        self._free(span, paragraph, listed)

    def _free(self, span: Span, paragraph: Paragraph, listed: list[Marker] | None = None) -> None:
        """Sentences with 要, and lists, in a paragraph under no task."""
        asked = self.article.genre is kinds.SPEECH and "请" in self.text[span.start : span.end]
        if paragraph.tense in _TOLD and not asked:
            later = asked_later(self.text, span)
            if later:
                self._sentences(later, False)
            return
        if listed is None:
            listed = self._usable(run_ins(self.text, span.start, span.end), paragraph)
        stop = listed[0].start if listed else span.end
        self._sentences(Span(span.start, stop), bool(listed))
        if listed:
            self._list(listed, span.end)

    def _sentences(self, span: Span, introduces_list: bool) -> None:
        last: tuple[str, ...] = ()
        openings = find_openings(self.text, span, self.article.genre)
        if introduces_list and openings:
            openings = openings[:-1]  # the sentence that leads into 一是… is its heading, not a task
        for opening in openings:
            draft = self._add(
                opening.span.start,
                opening.span.end,
                SENTENCE,
                opening.marker,
                opening.span.start,
                "sentence-yao",
            )
            draft.party, draft.inherited = opening.party, () if opening.party else last
            draft.reasons = ("opens-sentence",) if opening.plain else ("after-speaker",)
            last = stated_parties(opening.party + "要") if opening.party else last

    def _usable(self, listed: list[Marker], paragraph: Paragraph, number: int = -1) -> list[Marker]:
        if not listed or paragraph.tense in _TOLD:
            return []
        return usable(self.text, self.structure, listed, paragraph.span.start, number, self.lenient)

    def _continued(self, found: list[Marker], paragraph: Paragraph) -> list[Marker]:
        """第二,多措并举… after 第一,全力…: the next of a series of tasks is one, in whatever words it opens."""
        if paragraph.tense in _TOLD or not found or found[0].start != paragraph.span.start:
            return []
        return found if succeeds(self.series, found[0]) else []

    def _list(self, listed: list[Marker], end: int) -> None:
        for number, mark in enumerate(listed):
            stop = listed[number + 1].start if number + 1 < len(listed) else end
            stop = without_tail(self.text, mark.start, stop)
            self._add(mark.start, stop, RUN_IN, mark.text, mark.body, "run-in-list")

    def _crossing(self, listed: list[Marker], paragraph: Paragraph, number: int) -> None:
        """一是… opening a paragraph: the item runs on over the paragraphs beneath it."""
        self._close(RUN_IN)
        self._extend(paragraph.span.end)
        self.series = (listed[0].ordinal, series_of(listed[0]))
        mark, inner = listed[0], listed[1:]
        if not inner and headings.heads_series(self.text, self.structure, number, mark):
            return
        nested = len(inner) > 1 and all(series_of(other) != series_of(mark) for other in inner)
        if inner and not nested:
            self._list(listed, paragraph.span.end)
            return
        draft = self._add(mark.start, paragraph.span.end, RUN_IN, mark.text, mark.body, "run-in-paragraph")
        self.open.append(Frame(RUN_IN, draft, False))
        if nested:  # 第一,源头预防要更实。一要…二要…
            self._list(inner, paragraph.span.end)

    def _opening_order(self, paragraph: Paragraph, number: int) -> str:
        """`short` or `long` where a paragraph is an item of a list without numbers, or opens with an order of its own."""
        if paragraph.tense in _TOLD:
            return ""
        if number in self.parallel:
            return "short"
        if is_announcement(self.text, paragraph.span):
            return ""
        if is_topic_of_minutes(self.text, paragraph, self.article.genre):
            return "short" if orders.settles_topic(self.text, paragraph, self.article.genre) else ""
        under = any(frame.draft and frame.rank == RUN_IN for frame in self.open)
        told = self.article.genre is kinds.REPORT or paragraph.tense is not kinds.FUTURE
        if told and not under and not self.announced:
            return ""
        if self._top() and orders.is_label(self.text, paragraph):
            return ""
        if announces(self.text, paragraph.span) and self._next_is_numbered(number):
            return ""  # 重点抓好五个方面工作。 above （一）
        top = self._top()
        alone = self.article.genre in (kinds.PLAN, kinds.CIRCULAR) and (not top or top.rank == PARAGRAPH)
        return orders.opening_order(self.text, paragraph) or (
            orders.charges(self.text, paragraph) if alone else ""
        )

    def _next_is_numbered(self, number: int) -> bool:
        return number + 1 < len(self.structure) and self.structure[number + 1].marker is not None

    def _paragraph_order(self, paragraph: Paragraph, order: str) -> None:
        span = paragraph.span
        self._close(PARAGRAPH)
        self._extend(span.end)
        skip = paragraph.heading.start
        draft = self._add(span.start, span.end, PARAGRAPH, "", skip, "paragraph-order")
        draft.reasons = ("imperative",) if order == "short" else ()
        if is_document(self.article.genre):
            self.open.append(Frame(PARAGRAPH, draft, False))

    def _owners(self, paragraph: Paragraph, words: str) -> None:
        """A line 责任单位:… belongs to the task above it."""
        self._extend(paragraph.span.end)
        topic = next((frame.topic for frame in reversed(self.open) if frame.topic), None)
        task = topic or (self.drafts[-1] if self.drafts else None)
        if task:
            task.owners += stated_parties(words)
            task.period = task.period or period_of(words)
            task.end = max(task.end, paragraph.span.end)

    def _table(self, paragraph: Paragraph) -> None:
        row = self.tables.row(paragraph.span)
        if row is None or self._dead():
            return
        draft = self._add(
            paragraph.span.start, paragraph.span.end, FOURTH, row.number, row.task.start, "table-row"
        )
        draft.owners, draft.period = list(row.owners), row.deadline
