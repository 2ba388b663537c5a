"""An outside model may be asked to add what the rules missed; off unless a URL is given.

It may only add: an item is kept when its quote stands word for word in the clean text of a relevant article, touches
nothing already proposed, and (for a target) its figure stands in the quote. What it adds is marked `by: endpoint`.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from kaoping.intake.categories import category_of
from kaoping.intake.deadlines import period_of
from kaoping.intake.paper import Confidence, Ground, Paper, Span, Target, Task
from kaoping.intake.parties import stated_parties
from kaoping.intake.quantities import find_quantities, levelled
from kaoping.intake.subjects import clean_object, clean_subject

_ASK = (
    "你将读到一份会议材料。请找出其中要求今后完成的任务和量化目标。只返回 JSON："
    '{"tasks":[{"quote":"原文逐字"}],"targets":[{"quote":"原文逐字"}]}。quote 必须逐字摘自材料，不得改写。不要返回已完成的成绩。'
)
_LONGEST_REPLY = 2 * 1024 * 1024
_LONGEST_TEXT = 60_000


@dataclass(frozen=True)
class Endpoint:
    """Where an OpenAI-compatible service listens: the URL of its chat completions, a model, a key, seconds to wait."""

    url: str
    model: str
    key: str = ""
    seconds: float = 60.0


Transport = Callable[[Endpoint, str], str]


class EndpointUnavailable(Exception):
    """The service did not answer in the form asked for; the paper stands as the rules read it."""


def ask(endpoint: Endpoint, text: str) -> str:
    """The content of the first choice. Raises EndpointUnavailable. Only http and https are called."""
    if urlsplit(endpoint.url).scheme not in ("http", "https"):
        raise EndpointUnavailable("the URL is neither http nor https")
    body = {
        "model": endpoint.model,
        "temperature": 0,
        "messages": [{"role": "system", "content": _ASK}, {"role": "user", "content": text[:_LONGEST_TEXT]}],
    }
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    request = urllib.request.Request(endpoint.url, json.dumps(body).encode("utf-8"), headers)  # noqa: S310 (scheme checked above)
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=endpoint.seconds) as reply:
            words = reply.read(_LONGEST_REPLY + 1)
        if len(words) > _LONGEST_REPLY:
            raise EndpointUnavailable("the answer is too long")
        return str(json.loads(words)["choices"][0]["message"]["content"])
    except (urllib.error.URLError, OSError, ValueError, KeyError, IndexError, TypeError) as wrong:
        raise EndpointUnavailable(str(wrong)) from wrong


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A paper goes to the address configured and to no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def with_additions(paper: Paper, endpoint: Endpoint | None, transport: Transport = ask) -> Paper:
    """The paper with what the service adds. Without an endpoint, or where it fails, the paper as it is."""
    if endpoint is None:
        return paper
    try:
        answer = _parsed(transport(endpoint, paper.text))
    except EndpointUnavailable as wrong:
        return replace(paper, rejected=(*paper.rejected, f"endpoint: {wrong}"))
    tasks, wrong_tasks = _tasks(paper, answer.get("tasks"))
    targets, wrong_targets = _targets(paper, answer.get("targets"))
    return replace(
        paper,
        tasks=(*paper.tasks, *tasks),
        targets=(*paper.targets, *targets),
        rejected=(*paper.rejected, *wrong_tasks, *wrong_targets),
    )


def _parsed(words: str) -> dict[str, Any]:
    start, end = words.find("{"), words.rfind("}")
    try:
        answer = json.loads(words[start : end + 1])
    except (ValueError, RecursionError) as wrong:
        raise EndpointUnavailable("the answer is not JSON") from wrong
    if not isinstance(answer, dict):
        raise EndpointUnavailable("the answer is not an object")
    return answer


def _quotes(listed: object) -> list[str]:
    items = listed if isinstance(listed, list) else []
    return [str(item.get("quote", "")) for item in items[:500] if isinstance(item, dict)]


def place_of(paper: Paper, quote: str) -> Span | None:
    """Where a quote stands word for word in a relevant article, or nothing."""
    if len(quote) < 6:
        return None
    for article in paper.articles:
        if not article.relevant:
            continue
        place = paper.text.find(quote, article.span.start, article.span.end)
        if place >= 0:
            return Span(place, place + len(quote))
    return None


def _tasks(paper: Paper, listed: object) -> tuple[list[Task], list[str]]:
    added: list[Task] = []
    wrong: list[str] = []
    taken = [task.span for task in paper.tasks]
    for quote in _quotes(listed):
        span = place_of(paper, quote)
        if span is None:
            wrong.append(f"not verbatim: {quote[:40]}")
            continue
        if any(span.touches(other) for other in taken):
            continue
        taken.append(span)
        title = quote.split("。")[0].split("；")[0][:36]
        owners = stated_parties(quote)
        key = f"x{len(added) + 1:02d}"
        ground = Ground("endpoint", Confidence.DOUBTFUL, ("from-endpoint", "verbatim"), "endpoint")
        added.append(
            Task(key, span, title, 1, "", "", category_of(title, quote), owners, (), period_of(quote), ground)
        )
    return added, wrong


def _targets(paper: Paper, listed: object) -> tuple[list[Target], list[str]]:
    added: list[Target] = []
    wrong: list[str] = []
    taken = [target.span for target in (*paper.targets, *paper.baselines)]
    flat = levelled(paper.text)
    for quote in _quotes(listed):
        span = place_of(paper, quote)
        if span is None:
            wrong.append(f"not verbatim: {quote[:40]}")
            continue
        figures = find_quantities(flat, span.start, span.end)
        if not figures:
            wrong.append(f"no figure: {quote[:40]}")
            continue
        if any(span.touches(other) for other in taken):
            continue
        taken.append(span)
        figure = figures[0]
        subject, measure = clean_subject(flat[span.start : figure.start])
        subject = subject or clean_object(flat[figure.end : span.end])
        ground = Ground("endpoint", Confidence.DOUBTFUL, ("from-endpoint", "verbatim"), "endpoint")
        added.append(
            Target(
                f"y{len(added) + 1:02d}", span, subject, measure, "quant", figure.comparator, figure.value, figure.upper,
                figure.unit, "", period_of(quote), "", ground,
            )
        )  # fmt: skip
    return added, wrong
