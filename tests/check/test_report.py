"""Findings as people and programs get them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.check.report import as_json, as_report, as_text, visible, width
from generator.cli.colour import as_coloured
from generator.exchange.reports import FORMATS, renderer
from generator.model.finding import Finding, Ignored, Level, Position
from generator.read.records import read
from tests.check.support import PATH, checked, edited


def test_a_finding_in_text(tmp_path: Path) -> None:
    result = checked(tmp_path, edited(("09:30+09:00\nr", "08:30+09:00\nr"), ("| 09:30 | 復旧", "| 09:30 | その他")))
    assert (
        as_text(result.findings, read(tmp_path))
        == """\
error[F204] resolved-before-started: `resolved_at` は `started_at` より前です
  --> incidents/2026/INC-2026-014-db-pool.md:11:1
   |
11 | resolved_at: 2026-10-03T08:30+09:00
   | ^^^^^^^^^^^
   = note: `started_at` は 2026-10-03 09:00(7 行目)
   = help: 二つの時刻かオフセットを直してください"""
    )


def test_the_caret_stands_below_what_it_means_whatever_the_width(tmp_path: Path) -> None:
    result = checked(tmp_path, edited(("summary: 接続プールの上限", "summary: 接続😀の上限, sumary: x")), language="en")
    line, caret = as_text(result.findings, read(tmp_path)).split("\n")[3:5]
    assert width(line[: line.index("sumary")]) == caret.index("^")
    assert caret.count("^") == len("sumary")


def test_the_document_of_the_specification(tmp_path: Path) -> None:
    files = {PATH: edited(("owner: SRE, ", ""), ("35%", "350%"))}
    document = json.loads(as_json(checked(tmp_path, files, language="en")))
    assert list(document) == ["schema", "records", "counts", "findings"]
    assert (document["schema"], document["records"]) == ("furikaeri/findings/1", 1)
    assert document["counts"] == {"error": 1, "warning": 1, "advice": 0}
    assert document["findings"][0] == {
        "code": "F122", "name": "wrong-type", "level": "error", "path": PATH, "line": 14, "column": 26,
        "message": "the value of `impact.users_affected` must be a share (0 to 1) or a percentage",
        "help": "write e.g. `users_affected: 35%`",
    }  # fmt: skip
    assert [found["name"] for found in document["findings"]] == ["wrong-type", "action-without-owner"]


@pytest.mark.parametrize(
    "text", ["\x1b[31mred", "a\tb", "a\x07", "\N{RIGHT-TO-LEFT OVERRIDE}x", "a\nb", "\x9b31m", "x\N{LINE SEPARATOR}y"]
)
def test_no_text_of_a_record_moves_the_terminal(text: str, tmp_path: Path) -> None:
    assert len(visible(text)) == len(text) and visible(text).isprintable()
    written = text.encode("unicode_escape").decode().replace("\\x", "\\x")
    broken = edited(
        ("category: capacity", f'category: "{written}"'), ("予約に失敗した。", f"[x](javascript:{text.strip()})")
    )
    result = checked(tmp_path, broken)
    assert result.findings
    assert all(line.isprintable() for line in as_text(result.findings, read(tmp_path)).split("\n"))


def test_a_line_that_is_not_there_is_not_shown() -> None:
    finding = Finding("F101", "not-utf8", Level.ERROR, "x.md", Position(3, 1), "message", "help")
    from generator.check.report import one_as_text

    assert one_as_text(finding, ()) == "error[F101] not-utf8: message\n --> x.md:3:1\n  = help: help"


def test_findings_are_sorted_by_path_line_and_column(tmp_path: Path) -> None:
    text = edited(("35%", "x"), ("business: high", "business: x"), ("severity: P1", "severity: x"))
    paths = [f"incidents/{folder}/INC-2026-014.md" for folder in ("b", "a")]
    found = checked(tmp_path, dict.fromkeys(paths, text)).findings
    keys = [(f.path, f.position.line, f.position.column) for f in found if f.name != "duplicate-id"]
    assert keys == [(path, *at) for path in sorted(paths) for at in ((4, 11), (14, 26), (14, 39))]


def test_what_is_ignored_stands_before_the_closing_line_with_its_reason(tmp_path: Path) -> None:
    result = checked(tmp_path, edited(("owner: SRE, ", "")))
    (found,) = result.findings
    by_policy = Ignored(found._replace(name="missing-section"), "小さな\x1bチーム", "policy")
    here = [Ignored(found, "訓練", f"{PATH}:{line}") for line in (3, 3, 9)]
    ignored = result._replace(findings=(), ignored=(by_policy,))
    closing = "1 件の記録: 誤り 0、警告 0、助言 0"
    assert as_report(ignored, read(tmp_path), "ja") == f"無視 1 件: missing-section ×1(方針: 小さな�チーム)\n{closing}"
    several = result._replace(ignored=(*here, by_policy))
    assert as_report(several, read(tmp_path), "en").split("\n\n")[1].split("\n") == [
        "ignored 4:",
        f"  action-without-owner ×3 ({PATH}:3 and 1 more: 訓練)",
        "  missing-section ×1 (policy: 小さな�チーム)",
        "1 record: errors 0, warnings 1, advice 0",
    ]


def test_what_is_ignored_is_one_more_key_of_the_document(tmp_path: Path) -> None:
    result = checked(tmp_path, edited(("owner: SRE, ", "")))
    (found,) = result.findings
    document = json.loads(as_json(result._replace(findings=(), ignored=(Ignored(found, "訓練", "policy"),))))
    assert list(document) == ["schema", "records", "counts", "findings", "ignored"]
    assert document["counts"] == {"error": 0, "warning": 0, "advice": 0}
    assert document["ignored"] == [
        {
            "code": found.code, "name": "action-without-owner", "path": PATH, "line": 18, "reason": "訓練",
            "where": "policy",
        }
    ]  # fmt: skip


def test_of_a_line_nobody_could_read_only_what_stands_around_the_mark_is_shown(tmp_path: Path) -> None:
    long = "あ" * 5_000
    result = checked(tmp_path, edited(("summary: 接続プールの上限", f"summary: {long}, sumary: {long}")), language="en")
    line, caret = as_text(result.findings, read(tmp_path)).split("\n")[3:5]
    assert len(line) < 500 and line.count("…") == 2
    assert width(line[: line.index("sumary")]) == caret.index("^") and caret.count("^") == len("sumary")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_format_shows_a_secret(form: str, tmp_path: Path) -> None:
    secret = "AKIA" + "Q7" * 8
    result = checked(tmp_path, edited(("予約に失敗した。", f"鍵は {secret} だった。")), language="en")
    assert [finding.name for finding in result.findings] == ["secret-found"]
    records = read(tmp_path)
    assert secret not in renderer(form)(result, records, language="en", prefix="ops", strict=True)
    assert secret not in as_coloured(result, records, "en")
