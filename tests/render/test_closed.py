"""The page of a closed month: what was reported, what was corrected and what only went on."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import json
import re
from pathlib import Path

import pytest

from generator.measure.closing import closed
from generator.measure.measure import measure
from generator.measure.restated import Restatement, Today, restate
from generator.model.incident import Action, Incident
from generator.model.lock import Lock
from generator.model.month import Month
from generator.model.policy import Language
from generator.render.inputs import Inputs
from generator.render.site import render
from tests.render.render_inputs import AS_OF, HOSTILE, incident, inputs, instant

SEPTEMBER = Month(2026, 9)
CLOSED = instant("2026-10-05 09:00")


def one(**changes: object) -> Incident:
    values: dict[str, object] = {
        "detected_at": instant("2026-09-10 09:10"), "acknowledged_at": instant("2026-09-10 09:15"),
        "resolved_at": instant("2026-09-10 10:00"), "unknown": frozenset({"mitigated_at"}),
    }  # fmt: skip
    return incident(20, "2026-09-10 09:00", **(values | changes))


def lasting(**changes: object) -> Incident:
    values: dict[str, object] = {"detected_at": instant("2026-09-30 22:00"), "status": "open"}
    return incident(21, "2026-09-30 22:00", **(values | changes))


def made(root: Path, then: tuple[Incident, ...], now: tuple[Incident, ...], language: Language = "ja") -> Inputs:
    """Return a site's inputs of 1 November whose September was closed on 5 October."""
    base = inputs(root, now, language)
    table = measure(then, base.policy, CLOSED)
    lock = closed(SEPTEMBER, table, then, base.policy, sums={i.path: "a" for i in then})
    return with_lock(base, lock)


def with_lock(base: Inputs, lock: Lock) -> Inputs:
    found: Restatement = restate(
        lock, Today(base.table, base.incidents, base.policy), {i.path: "a" for i in base.incidents}
    )
    return dataclasses.replace(base, restated={"2026-09": found}, locks={"2026-09": b"{}\n"})


def restated(page: str) -> str:
    """Return the section as it is written, up to the next heading."""
    return page[page.index("{ #restated }") :].partition("\n## ")[0]


def section(given: Inputs, month: str = "2026-09") -> str:
    """Return the section of restated figures as a reader sees it, without tags."""
    page = render(given).files[f"reviews/{month}.md"].decode()
    text = restated(page)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def test_a_month_that_is_not_closed_says_how_to_close_it(tmp_path: Path) -> None:
    text = render(inputs(tmp_path, (one(),))).files["reviews/2026-09.md"].decode()
    assert "控えはない" in text and "{ #restated }" not in text and "訂正された数字" not in text
    assert "furikaeri close 2026-09" in text
    current = dataclasses.replace(
        inputs(tmp_path, (one(),)), table=measure((one(),), inputs(tmp_path).policy, instant("2026-09-20 09:00"))
    )
    assert "まだ締められない" in render(current).files["reviews/2026-09.md"].decode()


def test_nothing_has_changed(tmp_path: Path) -> None:
    text = section(made(tmp_path, (one(),), (one(),)))
    assert "2026-10-05 09:00 時点で報告した数字。 その後の訂正はない。" in text
    assert "報告した後に訂正された数字" not in text and "訂正を伝えたか" not in text
    assert "再発率" in text and "時間の経過" in text  # 30 days have passed since


def test_a_restatement_shows_each_figure_and_the_fields_behind_it(tmp_path: Path) -> None:
    corrected = one(resolved_at=instant("2026-09-10 11:00"))
    text = section(made(tmp_path, (one(), lasting()), (corrected, lasting())))
    assert re.search(r"復旧時間 中央値 1時間 n=1、対応中 1 件 中央値 2時間 n=1、対応中 1 件 記録の訂正", text)
    assert "INC-2026-020 復旧 2026-09-10 10:00 2026-09-10 11:00" in text
    assert "検知時間" not in text  # it is as it was
    assert "訂正を伝えたか" in text
    english = section(made(tmp_path, (one(), lasting()), (corrected, lasting()), "en"))
    assert "Time to resolve median 1 h n=1, 1 ongoing median 2 h n=1, 1 ongoing records corrected" in english


def test_time_alone_is_not_called_a_restatement(tmp_path: Path) -> None:
    done = lasting(status="resolved", resolved_at=instant("2026-10-06 22:00"))
    given = made(tmp_path, (one(), lasting()), (one(), done))
    text = section(given)
    assert "その後の訂正はない。" in text
    assert "訂正ではなく、締めた後に進んだ数字" in text and "INC-2026-021 状態 対応中 復旧済み" in text
    files = render(given).files
    index = files["reviews/index.md"].decode()
    assert "締め済み" in index and "訂正あり" not in index
    assert files["data/reviews/2026-09.lock.json"] == b"{}\n"
    assert "data/reviews/2026-09.lock.json" in files["data/index.md"].decode().replace("../", "")


def test_the_index_and_the_top_of_the_page_say_that_figures_were_restated(tmp_path: Path) -> None:
    files = render(made(tmp_path, (one(), lasting()), (one(),))).files
    page = files["reviews/2026-09.md"].decode()
    assert '<a href="#restated">訂正された数字</a>' in page[: page.index("\n## ")]
    assert "訂正あり" in files["reviews/index.md"].decode()
    assert "INC-2026-021" in page and "incidents/inc-2026-021" not in page  # gone: its id without a page to lead to


def test_figures_that_moved_without_a_record_say_by_what(tmp_path: Path) -> None:
    given = made(tmp_path, (one(),), (one(),))
    strict = given.policy._replace(recurrence_days=7)
    lock = given.restated["2026-09"].lock
    table = measure((one(),), strict, AS_OF)
    found = restate(lock, Today(table, (one(),), strict))
    text = section(dataclasses.replace(given, policy=strict, table=table, restated={"2026-09": found}))
    assert "定義か方針の変更" in text
    assert "再発率 window_days : 30 → 7" in text


def test_former_closings_stay_to_be_read(tmp_path: Path) -> None:
    base = inputs(tmp_path, (one(),))
    first = closed(SEPTEMBER, measure((one(),), base.policy, CLOSED), (one(),), base.policy, sums={})
    better = one(resolved_at=instant("2026-09-10 10:30"), severity="P2")
    again = closed(SEPTEMBER, measure((better,), base.policy, AS_OF), (better,), base.policy, sums={}, former=first,
                   reason="監視で確かめた")  # fmt: skip
    text = section(with_lock(inputs(tmp_path, (better,)), again))
    assert "以前の締め: 2026-10-05 09:00 時点(1 件)。締め直した理由: 監視で確かめた" in text
    assert "INC-2026-020 深刻度 P1 P2" in text and "INC-2026-020 復旧 2026-09-10 10:00 2026-09-10 10:30" in text


def test_no_value_is_shown_as_a_program_writes_it(tmp_path: Path) -> None:
    """Actions field by field, a target that went away by its parts, and no needless decimals."""
    action = Action("A1", "枠を広げる", "prevent", "in_progress", due=dt.date(2026, 9, 30))
    ended = action._replace(status="done", done_at=dt.date(2026, 10, 6))
    base = inputs(tmp_path, (one(actions=(ended,)),))
    then, now = one(actions=(action,)), one(actions=(ended,))
    first = closed(SEPTEMBER, measure((then,), base.policy, CLOSED), (then,), base.policy, sums={})
    again = closed(SEPTEMBER, measure((now,), base.policy, AS_OF), (now,), base.policy, sums={}, former=first,
                   reason="完了を反映")  # fmt: skip
    p0, p1 = base.policy.severities["P0"], base.policy.severities["P1"]
    assert p1.response is not None
    other = {**base.policy.severities, "P0": p0._replace(response=None),
             "P1": p1._replace(response=p1.response._replace(minutes=30.0))}  # fmt: skip
    policy = base.policy._replace(severities=other)
    table = measure((now,), policy, AS_OF)
    found = restate(again, Today(table, (now,), policy))
    text = section(dataclasses.replace(base, policy=policy, table=table, restated={"2026-09": found}))
    assert "対策 A1 の状態 進行中 完了" in text and "対策 A1 の完了日 なし 2026-10-06" in text
    assert "response.P0 : clock elapsed、minutes 15 → なし" in text and "response.P1.minutes : 60 → 30" in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_a_lock_says_cannot_act_on_the_page(tmp_path: Path, language: Language) -> None:
    given = made(tmp_path, (one(cause=HOSTILE, fingerprint=HOSTILE),), (one(fingerprint="x"),), language)
    lock = given.restated["2026-09"].lock
    hostile = with_lock(given, lock._replace(closing=lock.closing._replace(reason=HOSTILE)))
    page = render(hostile).files["reviews/2026-09.md"].decode()
    part = restated(page)
    tags = " ".join(re.findall(r"<[^>]+>", part))
    assert not re.search(r"<script|<img|onerror|onclick|javascript:", tags) and "&lt;script&gt;" in part
    assert "{{" not in part and "{%" not in part and "--8<--" not in part


def test_the_figures_of_today_stay_those_of_today(tmp_path: Path) -> None:
    given = made(tmp_path, (one(),), (one(),))
    assert json.loads(render(given).files["data/kpis.json"]) == {}  # as given: the closing touches it not
