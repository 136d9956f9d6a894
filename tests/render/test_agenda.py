"""The agenda of a month's meeting: what stands on it, in which order, and what is told in one line instead."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.incident import Action, Incident, Review
from generator.model.month import Month
from generator.render.casebook import Casebook
from generator.render.inputs import Inputs
from generator.render.reviews import MonthView, review_pages
from generator.render.site import render
from tests.render.render_inputs import incident, inputs, instant


def month_view(given: Inputs, month: str) -> MonthView:
    sheets = {sheet.uri: sheet.view for sheet in review_pages(Casebook(given))}
    view = sheets[f"reviews/{month}.md"]
    assert isinstance(view, MonthView)
    return view


def with_note(given: Inputs, *decisions: str, actions: tuple[Action, ...] = ()) -> Inputs:
    review = Review("2026-10", "incidents/reviews/2026-10.md", decisions=decisions, actions=actions)
    return dataclasses.replace(given, reviews=(review,))


def without_note(given: Inputs) -> Inputs:
    return dataclasses.replace(given, reviews=(), findings=())


def test_the_items_stand_in_the_order_of_what_deserves_time(tmp_path: Path) -> None:
    """An open P0 past its 15 minutes, detections of 5 and 10 minutes, a return, two late actions, a drill."""
    view = month_view(inputs(tmp_path), "2026-10")
    assert [(item.number, item.key, item.count) for item in view.agenda.items] == [
        (1, "missed", 1), (2, "detection", 2), (3, "recurrences", 1), (4, "actions", 2), (5, "drills", 1),
        (6, "incidents", 2),
    ]  # fmt: skip
    by_key = {item.key: item for item in view.agenda.items}
    assert by_key["missed"].ids == ("INC-2026-016",)
    assert by_key["detection"].ids == ("INC-2026-016", "INC-2026-014")  # the slowest first
    assert view.agenda.absent == ()  # nothing was closed, so nothing is said of restatements


def test_what_has_nothing_is_told_in_one_line(tmp_path: Path) -> None:
    quick = incident(
        1, "2026-10-02 09:00", detected_at=instant("2026-10-02 09:00"), acknowledged_at=instant("2026-10-02 09:05"),
        resolved_at=instant("2026-10-02 10:00"), unknown=frozenset({"mitigated_at"}), severity="P3",
        report_at=instant("2026-10-02 11:00"),
    )  # fmt: skip
    site = without_note(inputs(tmp_path, (quick,)))
    view = month_view(site, "2026-10")
    assert [(item.number, item.key) for item in view.agenda.items] == [(1, "incidents")]
    assert [key for key, _ in view.agenda.absent] == ["missed", "detection", "recurrences", "actions", "drills"]
    page = render(site).files["reviews/2026-10.md"].decode()
    assert re.findall(r"^## \d+\. .*", page, re.MULTILINE) == ["## 1. すべての障害 { #incidents }"]
    told = html.unescape(re.sub(r"<[^>]+>", "", page[page.index("なかったこと") :].partition("</p>")[0]))
    head, _, names = told.partition(": ")
    assert head == "なかったこと"
    assert names.split("、") == [
        "守れなかったと分かる約束", "時間のかかった検知", "再発(疑いを含む)", "期限切れの対策", "訓練・ヒヤリハット",
    ]  # fmt: skip


def test_a_month_without_anything_has_no_item(tmp_path: Path) -> None:
    before = incident(
        1, "2026-08-02 09:00", detected_at=instant("2026-08-02 09:10"), resolved_at=instant("2026-08-02 10:00")
    )
    view = month_view(without_note(inputs(tmp_path, (before,))), "2026-09")
    assert view.agenda.items == ()
    assert [key for key, _ in view.agenda.absent] == [
        "missed",
        "detection",
        "recurrences",
        "actions",
        "drills",
        "incidents",
    ]
    assert view.before is not None and view.last_year is None


def test_a_detection_that_nobody_knows_is_an_item_of_its_own_name(tmp_path: Path) -> None:
    blind = incident(
        1,
        "2026-10-02 09:00",
        severity="P3",
        report_at=instant("2026-10-02 11:00"),
        resolved_at=instant("2026-10-02 10:00"),
        unknown=frozenset({"detected_at"}),
    )
    (item, _) = month_view(without_note(inputs(tmp_path, (blind,))), "2026-10").agenda.items
    assert (item.key, item.title, item.ids) == ("detection", "検知時間が不明", ("INC-2026-001",))
    assert "どの仕組みから時刻を得るか" in item.question


@pytest.mark.parametrize(
    ("detection", "asked"),
    [("user_report", "利用者が先に気づいた"), ("alertmanager", "監視が知らせるまでに"), (None, "気づく前に")],
)
def test_the_question_follows_from_who_noticed(tmp_path: Path, detection: str | None, asked: str) -> None:
    slow = incident(1, "2026-10-02 09:00", detected_at=instant("2026-10-02 11:00"), detection=detection)
    items = month_view(without_note(inputs(tmp_path, (slow,))), "2026-10").agenda.items
    assert next(item for item in items if item.key == "detection").question.startswith(asked)


def test_decisions_and_actions_stand_at_what_they_name_and_nowhere_twice(tmp_path: Path) -> None:
    agreed = Action("R1", "INC-2026-016 の呼び出しを見直す", "process", "open", due=dt.date(2027, 1, 1))
    note = ("INC-2026-014 の上限を上げる", "再発の定義は変えない", "#drills 毎月にする", "来月は 1 日に開く")
    view = month_view(with_note(inputs(tmp_path), *note, actions=(agreed,)), "2026-10")
    placed = {item.key: item.decisions for item in view.agenda.items if item.decisions}
    assert placed == {"detection": note[:1], "recurrences": note[1:2], "drills": note[2:3]}
    assert view.agenda.decisions == note[3:]
    assert {item.key: [t.action.id for t in item.tasks] for item in view.agenda.items if item.tasks} == {
        "missed": ["R1"]
    }
    page = render(with_note(inputs(tmp_path), *note)).files["reviews/2026-10.md"].decode()
    assert page.count("再発の定義は変えない") == 1 and page.count("来月は 1 日に開く") == 1


def test_the_meeting_at_hand_takes_every_overdue_action_and_others_their_own(tmp_path: Path) -> None:
    late = Action("A1", "直す", "prevent", "open", "SRE", dt.date(2026, 9, 1))
    old = incident(1, "2026-08-02 09:00", resolved_at=instant("2026-08-02 10:00"), actions=(late,))
    new = incident(2, "2026-10-02 09:00", resolved_at=instant("2026-10-02 10:00"))
    given = without_note(inputs(tmp_path, (old, new)))
    assert [month_view(given, m).matter.overdue != () for m in ("2026-08", "2026-09", "2026-10")] == [True, False, True]


def test_of_many_overdue_actions_the_oldest_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    late = tuple(Action(f"A{n}", f"直す {n:02d}", "prevent", "open", "SRE", dt.date(2026, 9, n)) for n in range(1, 26))
    given = without_note(inputs(tmp_path, (incident(1, "2026-10-02 09:00", actions=late),)))
    assert next(i.count for i in month_view(given, "2026-10").agenda.items if i.key == "actions") == 25
    page = render(given).files["reviews/2026-10.md"].decode()
    part = page[page.index("{ #actions }") :].partition("\n## ")[0]
    assert [f"直す {n:02d}" in part for n in (1, 20, 21)] == [True, True, False]
    assert "期限切れ 25 件のうち" in part


def test_what_is_compared_is_named_and_no_test_is_claimed_for_last_year(tmp_path: Path) -> None:
    def one(number: int, start: str) -> Incident:
        begun = instant(start)
        return incident(number, start, detected_at=begun, resolved_at=begun + dt.timedelta(minutes=30 + number))

    site = inputs(tmp_path, (one(1, "2025-10-02 09:00"), one(2, "2026-09-02 09:00"), one(3, "2026-10-02 09:00")))
    view = month_view(site, "2026-10")
    assert (view.last_year and view.last_year.month, view.before and view.before.month) == (
        Month(2025, 10),
        Month(2026, 9),
    )
    page = render(site).files["reviews/2026-10.md"].decode()
    part = page[page.index("{ #compare }") :].partition("\n## ")[0]
    assert [f">{name}</a></th>" in part for name in ("2025年10月", "2026年9月")] == [True, True]
    assert "2026年9月から変化なしと矛盾しない" in part and "前年同月は並べて示すだけ" in part
    assert "2025年10月から" not in part
    read = html.unescape(re.sub(r"<[^>]+>", "", part))
    assert "変わったとは言えない" in read and "どの月にも値がない: 応答時間、緩和時間、応答目標" in read


def test_a_broken_promise_is_told_with_the_times_once_for_each_incident(tmp_path: Path) -> None:
    """Detected at 9:00, answered at 9:40 where 15 minutes are promised; no report within the day that is."""
    late = incident(
        1, "2026-10-02 09:00", severity="P0", detected_at=instant("2026-10-02 09:00"),
        acknowledged_at=instant("2026-10-02 09:40"), resolved_at=instant("2026-10-02 10:00"),
        report_at=instant("2026-10-05 10:00"),
    )  # fmt: skip
    site = without_note(inputs(tmp_path, (late,)))
    (broken,) = month_view(site, "2026-10").matter.missed
    assert [promise.name for promise in broken.promises] == ["response", "report"]
    page = render(site).files["reviews/2026-10.md"].decode()
    part = page[page.index("{ #missed }") :].partition("fk-ask")[0]
    read = " ".join(html.unescape(re.sub(r"<[^>]+>", "", part)).split())
    assert read.count("INC-2026-001") == 1 and "応答 40分 (期限 15分)" in read and "最終報告 3日 (期限 1日)" in read


KNOWN = st.booleans()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 50), KNOWN, KNOWN, st.sampled_from(["P0", "P2"])), min_size=1, max_size=6))
def test_every_incident_of_a_month_is_on_its_page(tmp_path: Path, rows: list[tuple[int, bool, bool, str]]) -> None:
    made = []
    for number, (hours, detected, resolved, severity) in enumerate(rows, 1):
        begun = instant("2026-09-15 00:00") + dt.timedelta(hours=hours * 12)
        unknown = {name for name, known in (("detected_at", detected), ("resolved_at", resolved)) if not known}
        made.append(
            incident(
                number, "2026-09-15 00:00", started_at=begun, anchor=begun, severity=severity,
                detected_at=begun + dt.timedelta(minutes=hours) if detected else None,
                resolved_at=begun + dt.timedelta(hours=3) if resolved else None, unknown=frozenset(unknown),
            )
        )  # fmt: skip
    site = without_note(inputs(tmp_path, made))
    pages = {sheet.uri: sheet.view for sheet in review_pages(Casebook(site))}
    for figures in site.table.months:
        view = pages[f"reviews/{figures.month}.md"]
        assert isinstance(view, MonthView)
        named = {name for item in view.agenda.items for name in item.ids}
        assert named >= set(figures.incident_rate.ids)
        assert [item.number for item in view.agenda.items] == list(range(1, len(view.agenda.items) + 1))


def test_the_actions_of_drills_and_of_what_no_figure_counts_are_the_months_too(tmp_path: Path) -> None:
    """Of a month that is not the meeting at hand: nobody may read that nothing is overdue."""
    late = Action("A1", "x", "process", "open", "SRE", dt.date(2026, 9, 30))
    given = (
        incident(1, "2026-09-02 09:00", resolved_at=instant("2026-09-02 10:00")),
        incident(2, "2026-09-03 09:00", kind="drill", resolved_at=instant("2026-09-03 10:00"), actions=(late,)),
        incident(3, "2026-09-04 09:00", exclude_from_kpi="x", resolved_at=instant("2026-09-04 10:00"),
                 actions=(late._replace(due=None),)),
        incident(4, "2026-10-02 09:00", resolved_at=instant("2026-10-02 10:00")),
    )  # fmt: skip
    view = month_view(without_note(inputs(tmp_path, given)), "2026-09")
    assert [task.incident and task.incident.id for task in view.matter.overdue] == ["INC-2026-002"]
    assert [task.incident and task.incident.id for task in view.tasks] == ["INC-2026-003"]
    assert "actions" not in [key for key, _ in view.agenda.absent]
