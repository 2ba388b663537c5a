"""Linking, the optional endpoint, the command line."""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from annotated import load

from kaoping.intake import (
    Endpoint,
    already_measured,
    read_paper,
    read_text,
    repeated_tasks,
    to_json,
    with_additions,
)
from kaoping.intake.cli import add_parser, run
from kaoping.intake.endpoint import EndpointUnavailable, ask

MINUTES = "全市会议召开\n8月3日,全市会议召开。\n沈一舟说,路要一步一步走,全年增速力保8%。\n沈一舟强调,要持续优化营商环境,推进一网通办。"


def test_the_same_requirement_in_two_meetings_is_pointed_out() -> None:
    first = read_text(MINUTES)
    second = read_text(
        "全区会议召开\n9月1日,全区会议召开。\n会议要求,要持续优化营商环境,推进一网通办。要抓好防汛。"
    )
    links = repeated_tasks([first, second])
    assert [(link.paper, link.other_paper) for link in links] == [(0, 1)]
    assert second.quote(second.tasks[0].span).startswith("要持续优化营商环境")
    assert links[0].other_task == second.tasks[0].id
    assert repeated_tasks([first]) == ()


def test_a_target_that_already_is_an_indicator_is_pointed_out() -> None:
    paper = read_text(
        "工作方案\n一、主要目标\n地区生产总值增长6%,规模以上工业增加值增长8%,森林覆盖率达到38%。"
    )
    known = [
        ("gdp", "GDP增速", "%"),
        ("industry", "规上工业增加值增速", "%"),
        ("jobs", "城镇新增就业", "万人"),
    ]
    found = already_measured(paper.targets, known)
    assert [(link.target, link.indicator, link.unit_agrees) for link in found] == [
        ("q01", "gdp", True),
        ("q02", "industry", True),
    ]


@contextmanager
def _service(content: str, status: int = 200) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A local service that answers every request with this content."""
    asked: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked.append(
                {"body": json.loads(self.rfile.read(length)), "key": self.headers.get("Authorization")}
            )
            reply = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/chat/completions", asked
    finally:
        server.shutdown()
        server.server_close()


def test_the_endpoint_may_only_add_what_stands_word_for_word() -> None:
    paper = read_text(MINUTES)
    answer = json.dumps(
        {
            "tasks": [
                {"quote": "路要一步一步走"},
                {"quote": "要全面推进数字化转型工作"},
                {"quote": "要持续优化营商环境"},
            ],
            "targets": [
                {"quote": "全年增速力保8%"},
                {"quote": "全年增速力保9%"},
                {"quote": "沈一舟说,路要一步一步走"},
            ],
        },
        ensure_ascii=False,
    )
    with _service(f"```json\n{answer}\n```") as (url, asked):
        richer = with_additions(paper, Endpoint(url, "m", "secret"))
    assert asked[0]["key"] == "Bearer secret"
    assert [paper.quote(t.span) for t in richer.tasks if t.ground.by == "endpoint"] == ["路要一步一步走"]
    assert all(t.ground.by == "rules" for t in paper.tasks)
    assert richer.tasks[: len(paper.tasks)] == paper.tasks
    assert any("9%" in words for words in richer.rejected)
    assert any("数字化" in words for words in richer.rejected)


def test_without_an_endpoint_nothing_is_asked() -> None:
    paper = read_text(MINUTES)
    assert with_additions(paper, None, transport=lambda *_: pytest.fail("asked")) is paper


@pytest.mark.parametrize(
    ("content", "status"), [("no json", 200), ("[]", 200), ("{}", 500), ("{}", 302), ("{" * 5000, 200)]
)
def test_an_endpoint_that_fails_leaves_the_paper_as_it_was(content: str, status: int) -> None:
    paper = read_text(MINUTES)
    with _service(content, status) as (url, _):
        same = with_additions(paper, Endpoint(url, "m"))
    assert (same.tasks, same.targets) == (paper.tasks, paper.targets)
    assert same.rejected


def test_only_http_is_called() -> None:
    with pytest.raises(EndpointUnavailable):
        ask(Endpoint("file:///etc/hostname", "m"), "x")


def _parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    return parser.parse_args(["intake", *words])


@pytest.fixture
def circular(tmp_path: Path) -> Path:
    path = tmp_path / "circular.txt"
    path.write_bytes(load("circular").raw)
    return path


def test_json_goes_to_stdout_in_the_schema_of_the_annotations(
    circular: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(_parse(str(circular), "--json")) == 0
    read = json.loads(capsys.readouterr().out)
    assert read["schema"] == "kaoping-intake-gold/1"
    assert read["doc_id"] == "circular"
    for key in (
        "cleaned",
        "noise",
        "articles",
        "meetings",
        "tasks",
        "targets",
        "red_lines",
        "frameworks",
        "awards",
        "not_proposed",
    ):
        assert key in read


def test_out_writes_one_file_a_paper_and_overwrites_none(circular: Path, tmp_path: Path) -> None:
    other = tmp_path / "b" / "circular.txt"
    other.parent.mkdir()
    other.write_text(MINUTES, "utf-8")
    assert run(_parse(str(circular), str(other), "--json", "--out", str(tmp_path / "out"))) == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["circular-2.json", "circular.json"]


def test_several_papers_in_json_come_one_to_a_line(
    circular: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "b.txt"
    other.write_text(MINUTES, "utf-8")
    assert run(_parse(str(circular), str(other), "--json")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["doc_id"] for line in lines] == ["circular", "b"]


@pytest.mark.parametrize(("language", "word"), [("zh", "任务建议"), ("en", "Proposed tasks")])
def test_without_json_a_person_can_read_it(
    circular: Path, capsys: pytest.CaptureFixture[str], language: str, word: str
) -> None:
    assert run(_parse(str(circular), "--lang", language)) == 0
    shown = capsys.readouterr().out
    assert word in shown
    assert "春季病虫害防治覆盖率" in shown


def test_a_paper_that_cannot_be_read_gives_12_and_the_others_are_read(
    circular: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(_parse(str(tmp_path / "none.txt"), str(circular), "--json")) == 12
    shown = capsys.readouterr()
    assert "找不到" in shown.err
    assert json.loads(shown.out)["doc_id"] == "circular"


def test_reading_from_a_path_and_from_bytes_is_the_same(circular: Path) -> None:
    assert to_json(read_paper(circular)) == to_json(read_paper(circular.read_bytes(), name="circular.txt"))
