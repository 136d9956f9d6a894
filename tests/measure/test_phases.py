"""Where the time goes: worked by hand, and what always holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.measure.phases import phase_figure
from generator.model.load import PHASES, LeftOut
from generator.model.month import Month
from tests.measure.load_support import load, table_of
from tests.measure.made import at, made

ONE = {"started": "03-10 09:00", "detected": "03-10 09:10", "acked": "03-10 09:15", "mitigated": "03-10 09:45",
       "resolved": "03-10 10:00"}  # fmt: skip
TWO = {"started": "02-10 09:00", "detected": "02-10 09:20", "acked": "02-10 09:20", "mitigated": "02-10 10:00",
       "resolved": "02-10 12:00"}  # fmt: skip


def test_by_hand() -> None:
    figure = load(made(1, **TWO), made(2, **ONE)).phases
    assert figure.minutes == {"detect": 30.0, "acknowledge": 5.0, "mitigate": 70.0, "restore": 135.0}
    assert (figure.total, figure.ids) == (240.0, ("INC-2026-001", "INC-2026-002"))
    assert {phase: figure.share(phase) for phase in PHASES} == {
        "detect": 0.125, "acknowledge": 5 / 240, "mitigate": 70 / 240, "restore": 0.5625}  # fmt: skip
    assert figure.saved("restore") == 67.5
    assert (figure.longest, figure.longest_minutes) == ("INC-2026-001", 180.0)


def test_each_month_has_its_own() -> None:
    months = {row.month: row for row in load(made(1, **TWO), made(2, **ONE)).phases_by_month}
    assert months[Month(2026, 2)].total == 180 and months[Month(2026, 3)].total == 60
    assert months[Month(2026, 3)].ids == ("INC-2026-002",)


def test_who_is_left_out_and_why() -> None:
    figure = load(
        made(1, **ONE),
        made(2, **ONE | {"acked": "unknown"}),
        made(3, **{name: text for name, text in ONE.items() if name not in ("acked", "mitigated")}),
        made(4, started="03-10 09:00", detected="03-10 09:10"),
        made(5, **ONE | {"started": "unknown"}),
    ).phases
    assert figure.ids == ("INC-2026-001",)
    assert set(figure.left_out) == {
        LeftOut("INC-2026-002", "unknown", ("acknowledged_at",)),
        LeftOut("INC-2026-003", "unknown", ("acknowledged_at", "mitigated_at")),
        LeftOut("INC-2026-004", "open"),
        LeftOut("INC-2026-005", "unknown", ("started_at",)),
    }


def test_what_was_noticed_before_the_impact_took_no_time_of_it() -> None:
    early = ONE | {"detected": "03-10 08:30", "acked": "03-10 08:50"}
    figure = load(made(1, detected_before_impact=True, **early)).phases
    assert figure.minutes == {"detect": 0.0, "acknowledge": 0.0, "mitigate": 45.0, "restore": 15.0}


def test_of_nothing_and_of_no_time_there_is_no_share() -> None:
    nothing = load(made(1, started="03-10 09:00", detected="03-10 09:00", resolved="03-10 09:30")).phases
    assert nothing.ids == () and nothing.total == 0 and nothing.share("detect") is None and nothing.longest == ""
    moment = made(1, **dict.fromkeys(ONE, "03-10 09:00"))
    assert load(moment).phases.share("restore") is None and load(moment).phases.ids == ("INC-2026-001",)
    assert load().phases.total == 0


@given(st.lists(st.tuples(*[st.integers(0, 10**9)] * 4), min_size=1, max_size=8))
def test_the_phases_make_up_the_time_of_impact(spans: list[tuple[int, int, int, int]]) -> None:
    incidents, total = [], 0.0
    for number, lasted in enumerate(spans, start=1):
        moments = [at("2016-03-01 00:00")]
        for microseconds in lasted:
            moments.append(moments[-1] + dt.timedelta(microseconds=microseconds))
        incidents.append(made(number, **dict(zip(ONE, moments, strict=True))))
        total += sum(lasted) / 60e6
    figure = phase_figure(table_of(*incidents))
    assert figure.total == pytest.approx(total) and len(figure.ids) == len(spans)
    assert min(figure.minutes.values()) >= 0
    if figure.total:
        assert sum(figure.share(phase) or 0 for phase in PHASES) == pytest.approx(1)
