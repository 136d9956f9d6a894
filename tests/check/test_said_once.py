"""One mistake is said once, and the help shows the author's own words put right."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.yaml_words import _SAID
from generator.model.finding import Finding
from generator.read.tree import read_yaml
from tests.check.support import checked, edited, names


def only(root: Path, *changes: tuple[str, str]) -> Finding:
    (finding,) = checked(root, edited(*changes)).findings
    return finding


@pytest.mark.parametrize(("written", "wrong"), [
    ("services:", "service:"), ("resolved_at:", "resolvd_at:"), ("title:", "titel:"), ("status:", "statsu:"),
    ("users_affected: 35%, business", "users_affected: 35%, busines"),
])  # fmt: skip
def test_a_misspelt_key_is_not_missing_as_well(written: str, wrong: str, tmp_path: Path) -> None:
    found = names(checked(tmp_path, edited((written, wrong))))
    assert "unknown-key" in found
    assert not {"missing-field", "missing-milestone"} & set(found)


def test_a_key_that_is_like_no_other_hides_no_missing_one(tmp_path: Path) -> None:
    found = names(checked(tmp_path, edited(("resolved_at:", "復旧時刻:"))))
    assert {"unknown-key", "missing-milestone"} <= set(found)


def test_a_missing_milestone_is_no_contradiction_too(tmp_path: Path) -> None:
    text = edited(("detected_at: 2026-10-03T09:05+09:00\n", ""))
    assert names(checked(tmp_path, text)) == ["missing-milestone"]


def test_a_row_that_the_front_matter_lacks_is_said_in_words(tmp_path: Path) -> None:
    finding = only(tmp_path, ("mitigated_at: 2026-10-03T09:25+09:00\n", ""))
    assert finding.name == "timeline-contradicts-milestone"
    assert finding.message == "タイムラインの「緩和」は 2026-10-03 09:25 ですが、`mitigated_at` は書かれていません"


@pytest.mark.parametrize(("right", "wrong", "shown", "mends"), [
    ("2026-11-30", "2026/11/30", "`due: 2026-11-30`", True),
    ("35%", "３５％", "`users_affected: 35%`", False),
    ("35%", "350%", "`users_affected: 35%`", False),
    ("2026-10-03T09:25+09:00", "2026/10/03 9:25", "2026-10-03 09:25", True),
    ("2026-10-03T09:25+09:00", "9時25分", "2026-10-03T09:00+09:00", False),
])  # fmt: skip
def test_the_help_shows_the_form_and_whether_fix_writes_it(
    right: str, wrong: str, shown: str, mends: bool, tmp_path: Path
) -> None:
    finding = next(f for f in checked(tmp_path, edited((right, wrong))).findings if f.level.value == "error")
    assert shown in finding.help
    assert ("--fix" in finding.help) is mends


def test_a_time_of_a_row_in_full_width_is_offered_in_ascii(tmp_path: Path) -> None:
    finding = next(f for f in checked(tmp_path, edited(("| 09:25", "| ０９：２５"))).findings)
    assert finding.message.endswith("(09:25 のことですか)")


def test_a_heading_that_is_nearly_the_missing_one_is_pointed_at(tmp_path: Path) -> None:
    finding = only(tmp_path, ("## 影響範囲", "## 影響"))
    assert finding.name == "missing-section" and "36 行目の「影響」" in finding.help
    other = only(tmp_path, ("## 影響範囲", "## 付録"))
    assert other.name == "missing-section" and "行目" not in other.help


@pytest.mark.parametrize(("text", "shown"), [
    ("timezone: America/New_York\nstarted_at: 2025-11-02T01:30", ("01:30-04:00", "01:30-05:00")),
    ("timezone: America/New_York\nstarted_at: 2025-03-09T02:30", ("01:30-05:00", "03:30-04:00")),
])  # fmt: skip
def test_both_readings_of_a_night_when_clocks_change_are_offered(
    text: str, shown: tuple[str, str], tmp_path: Path
) -> None:
    changed = edited(("started_at: 2026-10-03T09:00+09:00", text))
    finding = next(f for f in checked(tmp_path, changed).findings if "local-time" in f.name)
    assert all(time in finding.help for time in shown)


@pytest.mark.parametrize(("text", "words"), [
    ("title: 予約API: 停止", "値の中に「: 」"), ("a:\n\t- b", "字下げのタブ"), ("a: [b", "「]」"),
    ("a: {b: c", "「}」"),
    ('a: "b', "閉じていません"), ("a: b\nc", "「:」がありません"), ("a: *", "「*」"), ("a: @b", "始められません"),
    ('a: "\\q"', "「\\」"), ("a: - b", "「- 」"),
])  # fmt: skip
def test_what_the_yaml_parser_says_is_said_in_japanese(text: str, words: str) -> None:
    _, (problem,) = read_yaml(text)
    assert words in _SAID[problem.values["detail"]]


def test_of_the_rows_after_midnight_only_the_first_is_asked_for_its_date(tmp_path: Path) -> None:
    rows = "| 23:50 | その他 | 失敗が始まる | |\n| 00:05 | 調査 | 見る | SRE |\n| 00:40 | 対処 | 直す | SRE |\n"
    text = edited(("| 09:00 | その他 | 失敗が始まる | |\n", rows))
    first, *others = (f for f in checked(tmp_path, text).findings if f.name == "timeline-backwards")
    assert first.help.endswith("(例: 2026-10-04 00:05)") and others == []


def test_rows_that_run_backwards_twice_are_said_twice(tmp_path: Path) -> None:
    rows = "| 23:50 | その他 | 失敗が始まる | |\n| 00:40 | 調査 | 見る | SRE |\n| 00:05 | 対処 | 直す | SRE |\n"
    text = edited(("| 09:00 | その他 | 失敗が始まる | |\n", rows))
    said = [f.message for f in checked(tmp_path, text).findings if f.name == "timeline-backwards"]
    assert [message.split()[1] for message in said] == ["00:40", "00:05"]


@pytest.mark.parametrize(("wrong", "shown"), [
    ("INC-2026-14", "INC-2026-014"), ("2026-14", "INC-2026-014"), ("INC_2025_7", "INC-2025-007"),
    ("十四", "INC-2026-014"),
])  # fmt: skip
def test_an_id_in_another_form_is_shown_as_it_should_be(wrong: str, shown: str, tmp_path: Path) -> None:
    finding = next(f for f in checked(tmp_path, edited(("id: INC-2026-014", f"id: {wrong}"))).findings)
    assert finding.name == "id-format" and finding.help.endswith(f"(例: {shown})")
