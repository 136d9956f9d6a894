"""Every rule fires at its place, says so in both languages, and leaves the record that is right alone."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.check.check import RULES
from generator.check.rule import Rule
from generator.model.finding import Level
from tests.check.support import PATH, VALID, checked, edited, names, places, put, without

OTHER = "incidents/2026/INC-2026-015.md"
Files = Mapping[str, str | bytes]
Place = tuple[str, str, int, int]


def second(*changes: tuple[str, str]) -> str:
    return edited(("INC-2026-014", "INC-2026-015"), ("mks-backend", "nginx"), *changes)


# In place of the table, where times of day would mean something else.
PROSE = (VALID[VALID.index("| 時刻") : VALID.index("\n\n## 影響範囲")], "表はない。")

# What is broken -> every finding of the whole run: nothing else may follow from one mistake.
EXAMPLES: list[tuple[str | Files, list[Place]]] = [
    ("# no front matter\n", [("F106", "front-matter-missing", 1, 1)]),
    ("", [("F106", "front-matter-missing", 1, 1)]),
    ("---\n- a\n- b\n---\n", [("F106", "front-matter-missing", 2, 1)]),
    ("---\nid: INC-2026-014\n", [("F107", "front-matter-unclosed", 1, 1)]),
    ({PATH: VALID.encode().replace("予約に".encode(), "予約に".encode("cp932"))}, [("F101", "not-utf8", 24, 1)]),
    ({PATH: VALID + "あ" * 400_000}, [("F102", "file-too-large", 1, 1)]),
    (edited(("接続プールの上限}", "x" * 66_000 + "}")), [("F102", "file-too-large", 1, 1)]),
    (edited(('"予約API: 全リクエスト失敗"', "予約API: 全リクエスト失敗")), [("F104", "yaml-syntax", 3, 13)]),
    (edited(("services: [mks-backend]", "services: [mks-backend")), [("F104", "yaml-syntax", 7, 11)]),
    (edited(("severity: P1\n", "severity: P1\nseverity: P2\n")), [("F105", "duplicate-key", 5, 1)]),
    (edited(("{category: capacity,", "{category: capacity, category: data,")), [("F105", "duplicate-key", 16, 29)]),
    (edited(("services: [", "services: &s ["), ("impact: {", "impact: {functions: *s, ")),
     [("F108", "yaml-alias", 14, 21)]),
    (edited(('title: "', 'title: !!python/name:os.system "')), [("F109", "yaml-tag", 3, 8)]),
    (edited(("detection:", "detektion:")), [("F120", "unknown-key", 13, 1)]),
    (edited(("users_affected", "users_afected")), [("F120", "unknown-key", 14, 10)]),
    (without("title"), [("F121", "missing-field", 2, 1)]),
    (edited(('title: "予約API: 全リクエスト失敗"', "title:")), [("F121", "missing-field", 3, 1)]),
    (edited((", kind: detect", "")), [("F121", "missing-field", 18, 5)]),
    (edited(("35%", "350%")), [("F122", "wrong-type", 14, 26)]),
    (edited(("due: 2026-11-30", "due: 2026-02-30")), [("F122", "wrong-type", 18, 56)]),
    (edited(("[mks-backend]", "mks-backend")), [("F122", "wrong-type", 6, 11)]),
    (edited(("status: resolved", "status: closed")), [("F123", "unknown-value", 5, 9)]),
    (edited(("severity: P1", "severity: P9")), [("F123", "unknown-value", 4, 11)]),
    (edited(("category: capacity", "category: capasity")), [("F123", "unknown-value", 16, 19)]),
    (edited(("| 検知 |", "| 発見 |")), [("F123", "unknown-value", 31, 3)]),
    (edited(("severity: P1\n", "severity: P1\nduration_minutes: 30\n")), [("F124", "typed-duration", 5, 1)]),
    (edited(("cause: {", "復旧時間: 30分\ncause: {")), [("F124", "typed-duration", 16, 1)]),
    (edited(("severity: P1", "severity: P3")), [("F130", "severity-contradicts-impact", 4, 11)]),
    (edited(("09:00+09:00\nd", "09:06+09:00\nd")), [("F201", "detected-before-started", 8, 1)]),
    (edited(("09:00+09:00\nd", "09:06+09:00\nd"), ("detected_at: 2026-10-03T09:05+09:00", "detected_at: unknown"),
            ("09:07+09:00\nm", "09:05+09:00\nm"), ("| 検知 ", "| その他 "), ("09:07 | 対応開始", "09:07 | その他")),
     [("F202", "acknowledged-before-started", 9, 1)]),
    (edited(("09:00+09:00\nd", "09:26+09:00\nd"), ("detected_at: 2026-10-03T09:05+09:00", "detected_at: unknown"),
            ("acknowledged_at: 2026-10-03T09:07+09:00", "acknowledged_at: unknown"),
            ("| 検知 ", "| その他 "), ("| 対応開始 ", "| その他 ")),
     [("F203", "mitigated-before-started", 10, 1)]),
    (edited(("09:30+09:00\nr", "08:30+09:00\nr"), ("| 09:30 | 復旧 |", "| 09:30 | その他 |")),
     [("F204", "resolved-before-started", 11, 1)]),
    (edited(("09:07+09:00", "09:03+09:00"), ("| 対応開始 ", "| その他 ")), [
        ("F205", "acknowledged-before-detected", 9, 1)]),
    (edited(("09:25+09:00", "09:03+09:00"), ("| 緩和 ", "| その他 ")), [("F206", "mitigated-before-detected", 10, 1)]),
    (edited(("09:30+09:00\nr", "09:04+09:00\nr"), ("| 復旧 ", "| その他 ")), [
        ("F207", "resolved-before-detected", 11, 1)]),
    (edited(("09:25+09:00", "09:06+09:00"), ("| 緩和 ", "| その他 ")), [
        ("F208", "milestones-out-of-order", 10, 1)]),
    (edited(("2026-10-03T09:25+09:00", "2026-10-03")), [("F220", "bad-time", 10, 15)]),
    (edited(("2026-10-03T09:25+09:00", "09:25")), [("F220", "bad-time", 10, 15)]),
    (edited(("started_at: 2026-10-03T09:00+09:00", "timezone: America/New_York\nstarted_at: 2026-03-08T02:30"), PROSE),
     [("F221", "nonexistent-local-time", 8, 13)]),
    (edited(("started_at: 2026-10-03T09:00+09:00", "timezone: America/New_York\nstarted_at: 2025-11-02T01:30"), PROSE),
     [("F222", "ambiguous-local-time", 8, 13)]),
    (edited(("2026-10-04T08:00", "2026-11-01T00:01")), [("F223", "time-in-future", 12, 12)]),
    (without("detected_at", text=edited(("| 検知 ", "| その他 "))), [("F224", "missing-milestone", 5, 1)]),
    (edited(("2026-10-03T09:00+09:00\nd", "unknown\nd"), ("2026-10-03T09:05+09:00", "unknown"),
            ("| 検知 ", "| その他 ")), [("F225", "day-unknown", 7, 1)]),
    (edited(("detection:", "occurred_on: 2026-10-03\ndetection:")), [("F226", "day-needless", 13, 1)]),
    (edited(("status: resolved", "status: mitigated")), [("F227", "status-contradicts-milestone", 5, 1)]),
    (edited(("2026-10-04T08:00", "2026-10-03T09:29")), [("F228", "report-before-resolved", 12, 1)]),
    (edited(("id: INC-2026-014", "id: 2026-14")), [("F301", "id-format", 2, 5)]),
    (edited(("id: INC-2026-014", "id: INC-2026-013")), [("F302", "id-file-mismatch", 2, 5)]),
    ({"incidents/INC-2025-014.md": edited(("INC-2026-014", "INC-2025-014"))}, [("F303", "id-year-mismatch", 2, 5)]),
    ({PATH: VALID, "incidents/INC-2026-014.md": VALID}, [("F304", "duplicate-id", 2, 5)]),
    (edited(("severity: P1\n", "severity: P1\nrecurrence_of: INC-2026-013\n")),
     [("F305", "dangling-reference", 5, 16)]),
    (edited(("severity: P1\n", "severity: P1\nnot_related: [INC-2020-001]\n")), [
        ("F305", "dangling-reference", 5, 15)]),
    ({PATH: edited(("severity: P1\n", "severity: P1\nrecurrence_of: INC-2026-015\n")),
      OTHER: second(("severity: P1\n", "severity: P1\nrecurrence_of: INC-2026-014\n"))}, [
          ("F306", "recurrence-cycle", 5, 16)]),
    (edited(("## 根本原因", "## 原因")), [("F401", "missing-section", 5, 1)]),
    (edited(("予約に失敗した。\n", "<!-- 後で書く -->\n")), [("F402", "empty-section", 22, 1)]),
    (edited(("## 予防対策", "## 概要\n\n二度目\n\n## 予防対策")), [("F403", "duplicate-section", 48, 1)]),
    (edited(("| 時刻 |", "| いつ |")), [("F410", "timeline-unreadable", 28, 1)]),
    (edited(("| 09:07 |", "| 9時7分 |")), [("F410", "timeline-unreadable", 32, 3)]),
    (edited(("| 平常に戻る | SRE |", "| 平常に戻る | SRE |\n| 00:10 | その他 | 見守り | |")),
     [("F411", "timeline-backwards", 35, 3)]),
    (edited(("| 09:05 | 検知 |", "| 09:06 | 検知 |")), [("F412", "timeline-contradicts-milestone", 31, 3)]),
    (edited(("severity: P1\n", "# furikaeri: ignore empty-section 後で\nseverity: P1\n")), [
        ("F901", "unused-ignore", 4, 1)]),
    (edited(("owner: SRE, ", ""), ("severity: P1\n", "severity: P1 # furikaeri: ignore action-without-owner\n")), [
        ("F902", "ignore-without-reason", 4, 14), ("F501", "action-without-owner", 18, 6)]),
    (edited(("severity: P1\n", "severity: P1\n  # furikaeri: ignore bad-time 後で\n")), [
        ("F903", "rule-not-ignorable", 5, 3)]),
    (edited(("owner: SRE, ", "")), [("F501", "action-without-owner", 18, 6)]),
    (edited(("due: 2026-11-30, ", "")), [("F502", "action-without-due", 18, 6)]),
    (edited(("status: open}", "status: done}")), [("F503", "action-done-without-date", 18, 6)]),
    (edited(("status: open}\n", "status: open}\n  - {id: A1, title: 上限, kind: prevent, owner: SRE, due: 2026-11-30, "
             "status: open}\n")), [("F504", "duplicate-action-id", 19, 10)]),
    (edited(("09:07+09:00", "10:06+09:00"), ("09:25+09:00", "10:25+09:00"), ("09:30+09:00\nr", "10:30+09:00\nr"),
            ("| 09:07 | 対応開始", "| 10:06 | 対応開始"), ("| 09:25", "| 10:25"), ("| 09:30", "| 10:30"),
            ("| 10:06", "| 09:35 | 更新 | 続いている | |\n| 10:05 | 更新 | 続いている | |\n| 10:06")),
     [("F601", "response-target-missed", 9, 1)]),
    (edited(("09:30+09:00\nr", "09:36+09:00\nr"), ("| 09:30 |", "| 09:36 |")), [("F602", "update-overdue", 8, 1)]),
    (edited(("2026-10-04T08:00", "2026-10-04T09:31")), [("F603", "report-overdue", 12, 1)]),
    (edited(("予約に失敗した。", "予約に<b>失敗</b>した。")), [("F701", "unsafe-html", 24, 4)]),
    (edited(("予約に失敗した。", "[ここ](javascript:alert(1))に記録。")), [("F702", "unsafe-link", 24, 6)]),
    (edited(("予約に失敗した。", "[記録][1]に書いた。\n\n[1]: JavaScript:alert(1)")), [("F702", "unsafe-link", 26, 6)]),
    (edited(("status: open}", 'status: open, tracker: "javascript:alert(1)"}')), [("F702", "unsafe-link", 18, 91)]),
]  # fmt: skip


def files_of(broken: str | Files) -> Files:
    return {PATH: broken} if isinstance(broken, str) else broken


def example_id(value: object) -> str | None:
    return value[-1][1] if isinstance(value, list) and value else None


@pytest.mark.parametrize(("broken", "expected"), EXAMPLES, ids=example_id)
def test_one_mistake_is_one_finding_at_its_place(broken: str | Files, expected: list[Place], tmp_path: Path) -> None:
    assert places(checked(tmp_path, files_of(broken))) == expected


def test_the_record_that_is_right_has_no_finding(tmp_path: Path) -> None:
    result = checked(tmp_path, {PATH: VALID, OTHER: second()})
    assert places(result) == []
    assert [incident.id for incident in result.incidents] == ["INC-2026-014", "INC-2026-015"]


# Close to a mistake, and none: each rule's other side.
ALLOWED = {
    "bom": "\N{BYTE ORDER MARK}" + VALID,
    "crlf": VALID.replace("\n", "\r\n"),
    "no line end": VALID.rstrip("\n"),
    "spaces after the fence": VALID.replace("---\n", "---  \n", 1),
    "colon in quotes and in flow": edited(("summary: 接続プールの上限", 'summary: "上限: 10"')),
    "a word that YAML reads as no": edited(("data_loss: false", "data_loss: no")),
    "reason for another severity": edited(("severity: P1", "severity: P3\nseverity_reason: 社内だけ")),
    "the same time twice": edited(("09:00+09:00\nd", "09:05+09:00\nd")),
    "all at once": VALID.replace("T09:05", "T09:00").replace("| 09:05", "| 09:00"),
    "detected before the impact": edited(
        ("09:00+09:00\nd", "09:06+09:00\nd"), ("detection:", "detected_before_impact: true\ndetection:")
    ),
    "report not known": edited(("2026-10-04T08:00+09:00", "unknown")),
    "heading in English": edited(("## 概要", "## Summary"), ("## 根本原因", "## ROOT CAUSE")),
    "other section": VALID + "\n## 余談\n\n何か。\n",
    "code has any tag": edited(("予約に失敗した。", "`<b>` と\n\n```html\n<script>x</script>\n```\n")),
    "code has any link": edited(("予約に失敗した。", "`[x](javascript:y)`")),
    "comment": edited(("予約に失敗した。", "<!-- <b> -->予約に失敗した。")),
    "less and greater": edited(("予約に失敗した。", "a < b > c、5<10、<https://example.org/>")),
    "relative link": edited(("予約に失敗した。", "[前](../2025/INC-2025-001.md) [次](手順.md#a:b)")),
    "Japanese path as evidence": edited(("status: open}", "status: open, evidence: docs/手順書.md}")),
    "ticket as tracker": edited(("status: open}", "status: open, tracker: OPS 123}")),
    "report exactly in time": edited(("2026-10-04T08:00", "2026-10-04T09:30")),
    "update gap exactly at the limit": edited(("09:30+09:00\nr", "09:35+09:00\nr"), ("| 09:30 |", "| 09:35 |")),
    "dropped action needs nothing": edited(("owner: SRE, due: 2026-11-30, status: open", "status: dropped")),
    "null reference": edited(("severity: P1\n", "severity: P1\nrecurrence_of: null\nnot_related: []\n")),
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_what_is_allowed_is_not_reported(text: str, tmp_path: Path) -> None:
    assert places(checked(tmp_path, text)) == []


@pytest.mark.parametrize("name", ["INC-2026-014.md", "INC-2026-014-x.MD", "INC-2026-014-日本語.md"])
def test_file_names_that_start_with_the_id(name: str, tmp_path: Path) -> None:
    assert places(checked(tmp_path, {f"incidents/{name}": VALID})) == []


@pytest.mark.parametrize("name", ["INC-2026-0140.md", "INC-2026-014x.md", "inc-2026-014.md", "x-INC-2026-014.md"])
def test_file_names_that_do_not(name: str, tmp_path: Path) -> None:
    assert places(checked(tmp_path, {f"incidents/{name}": VALID})) == [("F302", "id-file-mismatch", 2, 5)]


def not_a_file(root: Path) -> None:
    (root / "incidents/INC-2026-099.md").mkdir()


def link_out(root: Path) -> None:
    (root / "secret.md").write_text("secret", encoding="utf-8")
    (root / "incidents/INC-2026-099.md").symlink_to(root / "secret.md")


def link_in_a_circle(root: Path) -> None:
    (root / "incidents/INC-2026-099.md").symlink_to(root / "incidents/INC-2026-099.md")


def folder_out(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "incidents/more").symlink_to(root / "elsewhere")


SPECIAL: list[tuple[Callable[[Path], None], Place]] = [
    (not_a_file, ("F110", "not-a-file", 1, 1)),
    (link_out, ("F103", "symlink-escape", 1, 1)),
    (link_in_a_circle, ("F111", "unreadable-file", 1, 1)),
    (folder_out, ("F103", "symlink-escape", 1, 1)),
]


@pytest.mark.parametrize(("make", "expected"), SPECIAL)
def test_what_is_no_file_of_ours(make: Callable[[Path], None], expected: Place, tmp_path: Path) -> None:
    put(tmp_path, {PATH: VALID})
    make(tmp_path)
    assert places(checked(tmp_path, {PATH: VALID})) == [expected]


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    put(tmp_path, {PATH: VALID})
    monkeypatch.setattr("generator.read.record.bytes_of", refuse)
    assert places(checked(tmp_path, {})) == [("F111", "unreadable-file", 1, 1)]


def test_codes_and_names_are_unique_and_well_formed() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.code[0] == "F" and rule.code[1:].isdecimal() and len(rule.code) == 4
        assert set(rule.name) <= set(string.ascii_lowercase + "-8")


def fields(text: str) -> set[str]:
    """Return the gaps of a wording; those that are told apart by language count as one."""
    found = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix("_ja").removesuffix("_en") for name in found}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_both_languages_say_the_same(rule: Rule) -> None:
    for japanese, english in (rule.message, rule.help, rule.note):
        assert fields(japanese) == fields(english)
        assert bool(japanese) == bool(english)
    assert rule.message[0] and rule.help[0]
    assert not any("_en}" in pair[0] or "_ja}" in pair[1] for pair in (rule.message, rule.help, rule.note))


def test_only_what_no_figure_rests_on_may_be_ignored() -> None:
    errors = {rule.name for rule in RULES if rule.level is Level.ERROR and rule.ignorable}
    assert errors == {"missing-section", "severity-contradicts-impact", "id-year-mismatch", "secret-found"}


def is_japanese(text: str) -> bool:
    return any("\u3040" <= char <= "\u9fff" for char in text)


def outside_quotes(text: str) -> str:
    """Return a text without what it quotes from a record or shows as an example."""
    return re.sub(r"`[^`]*`|known: .*|e\.g\. .*", "", text)


@pytest.mark.parametrize(("broken", "expected"), EXAMPLES, ids=example_id)
def test_the_words_are_filled_in_in_both_languages(broken: str | Files, expected: list[Place], tmp_path: Path) -> None:
    japanese = checked(tmp_path, files_of(broken), language="ja")
    english = checked(tmp_path, files_of(broken), language="en")
    assert places(japanese) == places(english)
    for finding in japanese.findings:
        assert is_japanese(finding.message) and is_japanese(finding.help)
    for finding in english.findings:
        assert not any(is_japanese(outside_quotes(text)) for text in (finding.message, finding.help, finding.note))


def test_a_broken_file_never_hides_another(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    broken = [example for example, _ in EXAMPLES if isinstance(example, str) and "id: INC-2026-014" in example]
    for number in range(100):
        good, bad = f"INC-2026-{500 + number}", f"INC-2026-{700 + number}"
        files[f"incidents/{good}.md"] = edited(("INC-2026-014", good), ("mks-backend", good))
        text = broken[number % len(broken)].replace("INC-2026-014", bad)
        files[f"incidents/{bad}.md"] = text.replace("mks-backend", bad)
    result = checked(tmp_path, files)
    assert result.records == 200
    assert {f.path for f in result.findings} == {path for path in files if "-2026-7" in path}
    assert [f.sort_key for f in result.findings] == sorted(f.sort_key for f in result.findings)
    assert {incident.id for incident in result.incidents} >= {f"INC-2026-{500 + n}" for n in range(100)}


def test_ignored_rules_are_silent_and_their_records_usable(tmp_path: Path) -> None:
    text = edited(("severity: P1", "severity: P3"))
    result = checked(tmp_path, text, policy="ignore: {severity-contradicts-impact: 移行中}")
    assert names(result) == [] and len(result.incidents) == 1 and result.exit_code() == 0
