"""A cleaned page to proposals: articles, then for each relevant one meeting, tasks, targets, red lines, awards."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter

from kaoping.intake import kinds
from kaoping.intake.articles import split_articles
from kaoping.intake.clean import Cleaned
from kaoping.intake.dates import paper_year
from kaoping.intake.deadlines import last_period_of, period_before, periods_in
from kaoping.intake.evidence import ask
from kaoping.intake.marks import find_awards, find_frameworks, find_red_lines
from kaoping.intake.meetings import read_meetings
from kaoping.intake.paper import (
    MADE,
    Article,
    Confidence,
    Genre,
    Ground,
    Meeting,
    Paper,
    Source,
    Span,
    Target,
    Task,
    Tense,
    Unproposed,
)
from kaoping.intake.quantities import find_quantities, levelled, narrow_digits
from kaoping.intake.relations import may_relate, read_relations
from kaoping.intake.sentences import paragraphs, sentences
from kaoping.intake.structure import Paragraph, read_structure
from kaoping.intake.tables import GoalTable, TableReader
from kaoping.intake.targets import Passage, read_figures, to_target
from kaoping.intake.tasks import find_tasks
from kaoping.intake.tense import tense_of_sentence

_FIGURE = re.compile(
    r"[\d百亿成](?:(?<=\d)(?![\d年月日号期届次]|[)）〕.、:：])|(?<=百)分之|(?<=[千百]亿)|(?<=[两三四五六七八九]成))"
)
_ANY_CUE = re.compile(r"[\d一二两三四五六七八九十百千半于过番同适]")
_YAO = re.compile("要(?!求|点|素|闻|害|件|是)")
_CLAUSE_MARK = re.compile("[,，;；。]")
_BEFORE_YAO = 12
_TOLD = (kinds.PAST, kinds.PROBLEM)
_WITHOUT_AIMS = (kinds.TITLE, kinds.SALUTATION, kinds.SIGNED, kinds.ATTACHMENT, kinds.OWNERS)
_NAMES_AIMS = re.compile(r"目标(?:是|为|[:：])")
_A_PAGE = 240  # characters: a shorter article may well ask nothing
_LEAST = 2  # tasks a second reading must find


class Reading:
    """The proposals of one page as they are found."""

    def __init__(self, cleaned: Cleaned) -> None:
        self.text = narrow_digits(cleaned.text)
        self.flat = levelled(cleaned.text)
        self.noise = cleaned.noise
        self.damaged = cleaned.damaged
        self.marks = cleaned.marks
        self.meetings: list[Meeting] = []
        self.tasks: list[Task] = []
        self.targets: list[Target] = []
        self.baselines: list[Target] = []
        self.unproposed: list[Unproposed] = []
        self.red_passages: list[Span] = []
        self.relevant: list[Article] = []
        self.parts: dict[Span, list[Span]] = {}
        self.year = 0

    def take(self, article: Article) -> None:
        """Read one relevant article."""
        self.relevant.append(article)
        body = self.text[article.span.start : article.span.end]
        self.meetings += read_meetings(self.text, article, self.noise)
        self.year = paper_year(article.title, body, self.noise.publish_date)
        structure = read_structure(self.text, article, self.year, self.marks)
        tasks = self._tasks(article, structure)
        if not tasks and article.span.end - article.span.start > _A_PAGE:
            structure, tasks = self._second_reading(article, structure)
        self.tasks += tasks
        self._figures(article, structure, tasks)
        self._red(structure, tasks)

    def _tasks(self, article: Article, structure: list[Paragraph], lenient: bool = False) -> list[Task]:
        found = find_tasks(self.text, article, structure, len(self.tasks) + 1, lenient)
        return [task for task in found if self._is_sound(task.span)]

    def _second_reading(
        self, article: Article, structure: list[Paragraph]
    ) -> tuple[list[Paragraph], list[Task]]:
        """A paper that gave no task at all, read on weaker signs: a page must not be lost to one heading misread.

        What is found must ask when taken together; it is doubtful. Else the first reading stands.
        """
        again = read_structure(self.text, article, self.year, self.marks, lenient=True)
        tasks = self._tasks(article, again, lenient=True)
        if len(tasks) < _LEAST or not ask([task.title + self.text[slice(*task.span)] for task in tasks]):
            return structure, []
        asked = _merged(sorted(task.span for task in tasks))
        starts = [start for start, _ in asked]
        merged = [
            new if _touched(new.span, asked, starts) else old
            for old, new in zip(structure, again, strict=True)
        ]  # outside the tasks what was told stays told
        return merged, [task._replace(ground=_weakened(task.ground)) for task in tasks]

    def _sentences(self, paragraph: Span) -> list[Span]:
        """The sentences of a paragraph, divided once."""
        parts = self.parts.get(paragraph)
        if parts is None:
            parts = self.parts[paragraph] = sentences(self.text, paragraph)
        return parts

    def _is_sound(self, span: Span) -> bool:
        """Nothing is taken from a damaged run."""
        return not self.damaged or not any(span.touches(hurt) for hurt in self.damaged)

    def _red(self, structure: list[Paragraph], tasks: list[Task]) -> None:
        parents = {task.parent for task in tasks}
        leaves = [task.span for task in tasks if task.id not in parents]
        leaves += [_before_children(task, tasks) for task in tasks if task.id in parents]
        tops = _merged(sorted(task.span for task in tasks))
        starts = [start for start, _ in tops]
        for paragraph in structure:
            told = paragraph.kind not in (kinds.BODY, kinds.HEADING) or paragraph.tense is kinds.PAST
            if told:
                continue
            if not _touched(paragraph.span, tops, starts):
                self.red_passages.append(paragraph.span)
                continue
            if _covered(paragraph.span, tops, starts):
                continue
            parts = self._sentences(paragraph.span)
            self.red_passages += [part for part in parts if not _touched(part, tops, starts)]
        self.red_passages += leaves

    def _figures(self, article: Article, structure: list[Paragraph], tasks: list[Task]) -> None:
        leaves = _merged(sorted(task.span for task in tasks))
        starts = [start for start, _ in leaves]
        goals, table = GoalTable(self.text, self.year), TableReader(self.text)
        period = ""
        for paragraph in structure:
            if paragraph.kind is kinds.TABLE:
                if paragraph.tense in _TOLD:
                    continue  # what was reached
                aims = goals.row(paragraph.span)
                for place in goals.said:
                    said = paragraph._replace(span=place, tense=kinds.FUTURE)
                    self._paragraph(article, said, leaves, starts, "")
                self.targets += aims
                row = table.row(paragraph.span)
                if row and not aims:
                    cell = paragraph._replace(span=row.task, tense=kinds.FUTURE)
                    self._paragraph(article, cell, leaves, starts, row.deadline)
                continue
            start, end = paragraph.span
            goals.above(self.text[end - 24 if end - 24 > start else start : end])
            if paragraph.kind in _WITHOUT_AIMS:
                continue
            if paragraph.kind is kinds.HEADING or paragraph.role in (kinds.CONTAINER, kinds.GOALS):
                period = last_period_of(self.flat[paragraph.heading.start : paragraph.heading.end])
            if not _ANY_CUE.search(self.flat, start, end):
                continue
            self._paragraph(article, paragraph, leaves, starts, period)

    def _paragraph(
        self,
        article: Article,
        paragraph: Paragraph,
        leaves: list[tuple[int, int]],
        starts: list[int],
        period: str,
    ) -> None:
        periods: list[tuple[int, str]] | None = None
        flat, aims = self.flat, 0  # aims: where 主要目标: says that figures are goals
        if flat.find("目标", *paragraph.span) >= 0:
            named = _NAMES_AIMS.search(flat, *paragraph.span)
            aims = named.end() if named else 0
        for sentence in self._sentences(paragraph.span):
            if self.damaged and not self._is_sound(sentence):
                continue
            start, end = sentence
            quantities = find_quantities(flat, start, end)
            related = may_relate(flat, sentence)
            if not quantities and not (related and _ANY_CUE.search(flat, start, end)):
                continue
            in_task = _inside(sentence, leaves, starts)
            tense, doubtful = _tense(flat[start:end], paragraph, article.genre, in_task)
            if 0 < aims < start and tense is not kinds.FUTURE and paragraph.tense not in _TOLD:
                tense, doubtful = tense_of_sentence(flat[start:end], kinds.FUTURE, article.genre), False
            if periods is None:  # asked for only where a figure stands
                periods = periods_in(flat, *paragraph.span)
            passage = MADE(Passage, (sentence, tense, in_task, periods, period, doubtful, self.year))
            scoring = tense is kinds.PROBLEM or _is_scoring(paragraph, self.text)
            read = quantities and not scoring
            figures = read_figures(self.text, flat, passage, quantities) if read else []
            for figure in figures:
                past = figure.baseline or tense is not kinds.FUTURE
                book = self.baselines if past else self.targets
                key = f"{'b' if past else 'q'}{len(book) + 1:02d}"
                book.append(to_target(figure, passage, key, flat))
            if related and tense is kinds.FUTURE and not doubtful:
                own = period_before(periods, end, end - start) or period
                taken = [figure.span for figure in figures]
                self.targets += read_relations(self.text, flat, sentence, own, taken)

    def leftovers(self) -> list[Unproposed]:
        """Sentences with 要 or a figure, in relevant articles, that produced nothing."""
        merged = _merged(
            sorted(item.span for book in (self.tasks, self.targets, self.baselines) for item in book)
        )
        starts = [start for start, _ in merged]
        left = []
        for article in self.relevant:
            for paragraph in paragraphs(self.text, *article.span):
                if _covered(paragraph, merged, starts):
                    continue
                for sentence in self._sentences(paragraph):
                    if _touched(sentence, merged, starts):
                        continue
                    hurt = self.damaged and not self._is_sound(sentence)
                    reason = "damaged" if hurt else self._promise(sentence)
                    if reason:
                        left.append(Unproposed(sentence, reason))
        return left

    def _promise(self, sentence: Span) -> str:
        """Why a sentence might have been expected to give something: a figure, or the word 要."""
        words = self.text[sentence.start : sentence.end]
        if _FIGURE.search(words):
            return "figure"
        if "要" not in words:
            return ""
        return "yao" if any(_near_start(words, asked.start()) for asked in _YAO.finditer(words)) else ""


def _weakened(ground: Ground) -> Ground:
    return ground._replace(confidence=Confidence.DOUBTFUL, reasons=(*ground.reasons, "second-reading"))


def _near_start(words: str, place: int) -> bool:
    """Whether a clause begins within a few characters before a place."""
    return place <= _BEFORE_YAO or _CLAUSE_MARK.search(words, place - _BEFORE_YAO - 1, place) is not None


def _tense(words: str, paragraph: Paragraph, genre: Genre, in_task: bool) -> tuple[Tense, bool]:
    """The tense of a sentence, and whether it was taken for the future without a sign."""
    if in_task:
        return tense_of_sentence(words, kinds.FUTURE, genre), False
    tense = tense_of_sentence(words, paragraph.tense, genre)
    if tense is kinds.UNKNOWN:
        if genre in (kinds.WORK_REPORT, kinds.PLAN, kinds.CIRCULAR):
            return kinds.FUTURE, True
        return kinds.UNKNOWN, True
    return tense, False


def _before_children(task: Task, tasks: list[Task]) -> Span:
    """The words of a task above its first child."""
    return Span(task.span.start, min(child.span.start for child in tasks if child.parent == task.id))


def _inside(span: Span, spans: list[tuple[int, int]], starts: list[int]) -> bool:
    index = bisect_right(starts, span.start + 6) - 1
    return index >= 0 and spans[index][1] > span.start


def _merged(spans: list[Span]) -> list[tuple[int, int]]:
    """These stretches, in order, with those that share a character made one."""
    merged: list[tuple[int, int]] = []
    first = last = -1  # the stretch so far
    for start, end in spans:
        if start >= last:
            merged.append((first, last))
            first, last = start, end
        elif end > last:
            last = end
    return [*merged[1:], (first, last)] if spans else []


def _touched(span: Span, merged: list[tuple[int, int]], starts: list[int]) -> bool:
    start, end = span
    index = bisect_right(starts, end - 1) - 1
    return index >= 0 and merged[index][1] > start


def _covered(span: Span, merged: list[tuple[int, int]], starts: list[int]) -> bool:
    """Whether one of these stretches holds the whole span, and with it every sentence of it."""
    start, end = span
    index = bisect_right(starts, start) - 1
    return index >= 0 and merged[index][1] >= end


def read_cleaned(source: Source, cleaned: Cleaned) -> Paper:
    """The paper a cleaned page is."""
    articles = split_articles(cleaned.text, cleaned.marks)
    reading = Reading(cleaned)
    for article in articles:
        if article.relevant:
            reading.take(article)
    targets = tuple(
        target if target.id == f"q{number:02d}" else target._replace(id=f"q{number:02d}")
        for number, target in enumerate(_sorted(reading.targets), 1)
    )
    frameworks = find_frameworks(reading.text, [one.span for one in articles if not one.relevant])
    awards = [mark for article in reading.relevant for mark in find_awards(reading.text, article.span)]
    return Paper(
        source=source,
        text=cleaned.text,
        origin=cleaned.origin,
        noise=cleaned.noise,
        articles=articles,
        meetings=tuple(reading.meetings),
        tasks=tuple(reading.tasks),
        targets=targets,
        baselines=tuple(reading.baselines),
        red_lines=tuple(find_red_lines(reading.text, reading.red_passages)),
        frameworks=tuple(frameworks),
        awards=tuple(awards),
        unproposed=tuple(reading.leftovers()),
    )


def _sorted(targets: list[Target]) -> list[Target]:
    return sorted(targets, key=attrgetter("span"))


_SCORING = re.compile(r"考核(?:对象|范围|内容|指标|方式|办法|程序)|评分|计分|等次|赋分|适用范围|组织机构")


def _is_scoring(paragraph: Paragraph, text: str) -> bool:
    """Whether a section describes the assessment itself: its counts of indicators and points are no targets."""
    return paragraph.role is kinds.FRAME and bool(
        _SCORING.search(text[paragraph.heading.start : paragraph.heading.end])
    )
