"""Durations in prose: those that contradict the times are found, all others are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.support import checked, edited, names, without

# The record: started 09:00, detected 09:05, acknowledged 09:07, mitigated 09:25, resolved 09:30.
WRONG = {
    "- 復旧時間: 35分": "30分",
    "復旧時間は1時間5分": "30分",
    "**復旧時間**: 35分": "30分",
    "**復旧時間:** 35分": "30分",
    "| 復旧時間 | 50分 |": "30分",
    "停止時間:2時間": "30分",
    "1. 検知まで: 12分": "5分",
    "対応開始まで 。初動まで: 30分": "7分",
    "障害は45分間続いた。": "30分",
    "障害は約2時間で復旧した。": "30分",
    "発生から15分で検知した。": "5分",
    "発生から復旧まで1時間半かかった。": "30分",
    "検知から50分後に復旧した。": "25分",
    "復旧まで45分かかった。": "30分",
    "復旧には約2時間を要した。": "30分",
    "復旧時間: 10分以内": "30分",
    "復旧時間: 1時間以上": "30分",
    "MTTR: 35 min": "30 min",
    "MTTD was 20 minutes": "5 min",
    "It took 2 hours to recover.": "30 min",
    "Recovery took 90 minutes.": "30 min",
    "The outage lasted 1 h 20 m.": "30 min",
    "The service was down for 45 minutes.": "30 min",
    "- Duration: 1 h 20 m": "30 min",
    "The incident was resolved within 10 minutes.": "30 min",
    "The incident was detected after 20 minutes.": "5 min",
}
RIGHT = (
    *(
        "- 復旧時間: 30分",
        "復旧時間は25分",
        "復旧時間: 29分",
        "復旧時間: 約35分",
        "復旧時間: 30分以内",
        "復旧時間: 25分以上",
    ),
    *(
        "停止時間:0.5時間",
        "停止時間: 半日",
        "障害は30分続いた。",
        "発生から5分で検知した。",
        "検知から25分で復旧した。",
        "復旧まで30分かかった。",
    ),
    *("MTTR: 30 min", "It took half an hour to recover.", "The outage lasted 30 minutes.", "Duration: 0.5 h"),
    *("Recovery took about 35 minutes.", "The incident was resolved within 1 hour.", "Downtime: 1800 seconds"),
)
# A length of something else, a goal, another time, a quotation, code.
ELSEWHERE = (
    *(
        "平均復旧時間: 90分",
        "目標は復旧時間: 90分",
        "前回の復旧時間は90分",
        "復旧時間を90分から短縮する。",
        "DB の停止時間は2時間",
    ),
    *(
        "復旧時間は90分を目標とする。",
        "計画停止時間: 4時間",
        "再起動から復旧まで2時間かかった。",
        "切り戻しの所要時間: 90分",
        "一台が止まり、復旧まで2時間かかった。",
        "DB の復旧に2時間かかった。",
        "復旧に2時間の枠を取った。",
    ),
    *("`復旧時間: 90分`", "```\n復旧時間: 90分\n```", "「復旧時間: 90分」と発表された。", "> 復旧時間: 90分"),
    *(
        "復旧時間: 最大90分",
        "復旧時間: 90分(発表)",
        "警報は90分続いた。",
        "設定の反映に2時間かかった。",
        "障害は2時間帯に集中した。",
    ),
    *("The migration took 2 hours.", "The database took 2 hours to recover.", "Target MTTR: 15 minutes"),
    *("It took 2 hours to write this.", 'They said "the outage lasted 2 hours".', "The usual duration is 2 hours."),
    *("Duration as published: 90 min.", "The outage lasted up to 2 hours.", "<!-- MTTR: 90 min -->再起動した。"),
)


def with_text(text: str) -> str:
    return edited(("再起動した。", text))


@pytest.mark.parametrize(("text", "computed"), WRONG.items(), ids=WRONG)
def test_a_contradiction_names_what_the_times_give(text: str, computed: str, tmp_path: Path) -> None:
    language = "ja" if "分" in computed else "en"
    (finding,) = checked(tmp_path, with_text(text), language=language).findings  # type: ignore[arg-type]  # one of both
    assert finding.name == "duration-contradicts-times" and computed in finding.message
    assert finding.position.line == 46


@pytest.mark.parametrize("text", RIGHT)
def test_what_agrees_is_right(text: str, tmp_path: Path) -> None:
    assert names(checked(tmp_path, with_text(text))) == []


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_speaks_of_something_else_is_left_alone(text: str, tmp_path: Path) -> None:
    assert names(checked(tmp_path, with_text(text))) == []


def test_what_the_record_does_not_know_contradicts_nothing(tmp_path: Path) -> None:
    text = with_text("復旧時間: 12分")
    assert names(checked(tmp_path, text)) == ["duration-contradicts-times"]
    text = edited(
        ("mitigated_at: 2026-10-03T09:25+09:00", "mitigated_at: unknown"), ("| 緩和 ", "| その他 "), text=text
    )
    assert names(checked(tmp_path, text)) == []
    longer = text.replace("12分", "3時間")  # than the whole: whatever it means, it is wrong
    assert names(checked(tmp_path, longer)) == ["duration-contradicts-times"]


def test_an_open_record_has_no_duration_yet(tmp_path: Path) -> None:
    text = with_text("復旧時間: 90分").replace("status: resolved", "status: open").split("\n## 対応内容")[0]
    text = without("mitigated_at", "resolved_at", "report_at", text=text)
    text = text.replace("| 緩和 ", "| その他 ").replace("| 復旧 ", "| その他 ")
    assert "duration-contradicts-times" not in names(checked(tmp_path, text + "\n復旧時間: 90分\n"))
