"""The pages of quarters and years: what one month has too little of."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from generator.model.incident import Action
from generator.render.casebook import Casebook
from generator.render.inputs import Inputs
from generator.render.rollups import RollupView, rollup_pages
from generator.render.site import render
from tests.render.render_inputs import incident, inputs, instant


def view(given: Inputs, name: str) -> RollupView:
    found = {sheet.uri: sheet.view for sheet in rollup_pages(Casebook(given))}[f"reviews/{name}.md"]
    assert isinstance(found, RollupView)
    return found


def made(root: Path) -> Inputs:
    """Q3: two noticed by users, one by monitoring; the first was handed up. Q4: a drill and a near miss."""
    todo = Action("A1", "直す", "prevent", "open", "SRE", dt.date(2027, 1, 1))

    def one(number: int, start: str, **changes: object) -> object:
        begun = instant(start)
        times = {name: begun + dt.timedelta(minutes=at) for name, at in
                 (("detected_at", 10), ("acknowledged_at", 12), ("mitigated_at", 14), ("resolved_at", 16))}  # fmt: skip
        return incident(number, start, **(times | changes))

    given = (
        one(1, "2026-07-02 09:00", detection="user_report", escalated_to=("level1", "level2"), actions=(todo,)),
        one(2, "2026-07-05 09:00", detection="user_report", cause="network", services=("図書館",)),
        one(3, "2026-09-30 23:59", detection="alertmanager"),
        one(4, "2026-10-02 09:00", kind="drill"),
        one(5, "2026-12-01 09:00", kind="near_miss", anchor=None, started_at=None, occurred_on=dt.date(2026, 10, 9)),
    )
    return dataclasses.replace(inputs(root, given), reviews=(), findings=())  # type: ignore[arg-type]


def test_the_process_of_a_quarter_by_hand(tmp_path: Path) -> None:
    third = view(made(tmp_path), "2026-q3")
    assert {part.name: part.ids for part in third.found_by} == {
        "monitoring": ("INC-2026-003",), "users": ("INC-2026-001", "INC-2026-002"),
    }  # fmt: skip
    assert {part.name: len(part.ids) for part in third.escalated} == {"level1": 1, "level2": 1, "": 2}
    assert [(part.name, part.slug, len(part.ids)) for part in third.causes] == [
        ("容量不足", "capacity", 2), ("ネットワーク", "network", 1),
    ]  # fmt: skip
    assert [part.name for part in third.services] == ["予約API", "図書館"]
    assert third.rollup.phases.minutes == {"detect": 30, "acknowledge": 6, "mitigate": 6, "restore": 6}
    assert third.questions["detection"].startswith("利用者が先に気づいた")
    assert third.questions["escalation"].startswith("誰に連絡したかを書いた記録が少ない")
    assert third.questions["phases"].startswith("時間の多くは、誰も気づかないうちに")
    assert third.questions["promises"].startswith("報告は何を待っていたか")  # no final report within 24 hours
    assert [task.action.id for task in third.tasks] == ["A1"]
    assert (third.before, third.previous, third.following and third.following.name) == (None, None, "2026-Q4")


def test_drills_and_near_misses_stand_in_their_quarter(tmp_path: Path) -> None:
    fourth = view(made(tmp_path), "2026-q4")
    assert [(q.name, q.held, q.state) for q in fourth.drills] == [("2026-Q4", ("INC-2026-004",), "met")]
    assert [line.incident.id for line in fourth.near_misses] == ["INC-2026-005"]
    assert fourth.figures.incident_rate.count == 0 and "drills" not in fourth.questions
    assert fourth.before is not None and fourth.before.name == "2026-Q3"


def test_a_year_holds_its_months_and_quarters(tmp_path: Path) -> None:
    year = view(made(tmp_path), "2026")
    assert [str(figures.month) for figures in year.months] == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert [rollup.name for rollup in year.quarters] == ["2026-Q3", "2026-Q4"]
    assert [q.state for q in year.drills] == ["not_recorded", "met"]
    assert year.figures.incident_rate.count == 3 and year.lines == ()
    page = render(made(tmp_path)).files["reviews/2026.md"].decode()
    assert "良くなった・悪くなったとは言わない" in page
    index = render(made(tmp_path)).files["reviews/index.md"].decode()
    assert 'href="../reviews/2026-q3/"' in index and 'href="../reviews/2026/"' in index


def test_a_share_rests_on_the_incidents_of_which_it_is_recorded(tmp_path: Path) -> None:
    """Of 15 incidents 13 are recorded, all found by users: 13 of 13, as the page of detection says, not of 15."""
    given = [
        incident(number, f"2026-07-{number:02d} 09:00", detection="user_report" if number < 14 else None)
        for number in range(1, 16)
    ]
    files = render(dataclasses.replace(inputs(tmp_path, given), reviews=(), findings=())).files
    page = files["reviews/2026-q3.md"].decode("utf-8")
    found_by = page[page.index("誰が気づいたか") :]
    assert '100% <small class="fk-of">障害 13 件のうち</small>' in found_by[: found_by.index("<h3>")]
    assert "100%" in files["detection/index.md"].decode("utf-8")
