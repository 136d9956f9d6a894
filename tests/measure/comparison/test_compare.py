"""What differs between two states, worked by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from generator.measure.comparison.causes import Causes
from generator.measure.comparison.compare import compare
from generator.model.comparison import FieldChange, Seen, Why
from generator.model.incident import Action, Incident, Row, Section
from tests.measure.comparison.sides import AS_OF, compared, figure, side
from tests.measure.made import POLICY, at, made


def one(number: int, day: str = "03-10", minutes: int = 30, **values: Any) -> Incident:
    """Return an incident of March: detected after 5 minutes, responded to after 7, resolved after `minutes`."""
    start = at(f"{day} 09:00")
    times = {"started": start, "detected": start + dt.timedelta(minutes=5), "acked": start + dt.timedelta(minutes=7)}
    return made(number, **times, resolved=start + dt.timedelta(minutes=minutes), **values)


BASE = (one(1), one(2, "03-20", 90), one(3, "05-02"))


def test_a_side_against_itself() -> None:
    assert compared(BASE, BASE).is_empty
    assert compared((), ()).is_empty


def test_a_time_that_changed_is_found_in_every_figure_that_rests_on_it() -> None:
    later = one(1)._replace(detected_at=at("03-10 09:06"))
    comparison = compared(BASE, (later, *BASE[1:]))
    assert [(change.id, change.state, change.fields) for change in comparison.records] == [
        ("INC-2026-001", "changed", (FieldChange("detected_at", at("03-10 09:05"), at("03-10 09:06")),))
    ]
    (march,) = [change for change in comparison.months if not change.follows]
    assert march.month == "2026-03"
    touched = {found.name: found.ids for found in march.figures if found.ids}
    assert touched.keys() == {"mttd", "mtta", "mrt"}
    why = (Why("fields", ("detected_at",)),)
    assert [(i.before, i.after, i.why) for i in touched["mtta"]] == [
        (Seen(("counted",), 2), Seen(("counted",), 1), why)
    ]
    mtta = figure(comparison, "mtta")
    assert mtta.before is not None and mtta.after is not None
    assert (mtta.before["mean"], mtta.after["mean"]) == (2, 1.5)
    assert {"mean", "median", "p90"} <= set(mtta.changed) and "n" not in mtta.changed


def test_an_incident_that_moved_to_another_month_left_one_and_entered_the_other() -> None:
    comparison = compared(BASE, (one(1, "04-10"), *BASE[1:]))
    left, entered = figure(comparison, "incident_rate").ids, figure(comparison, "incident_rate", "2026-04").ids
    assert [(i.id, i.after) for i in left] == [("INC-2026-001", None)]
    assert [(i.id, i.before) for i in entered] == [("INC-2026-001", None)]
    assert left[0].why == entered[0].why == (Why("fields", ("started_at", "detected_at")),)
    assert comparison.total is None  # over the whole range everything is as it was


def test_months_that_only_appear_are_told_apart() -> None:
    comparison = compared(BASE, (one(9, "01-15"), *BASE))
    new = [(change.month, change.is_before, change.is_after, change.follows) for change in comparison.months]
    assert new[:2] == [("2026-01", False, True, False), ("2026-02", False, True, True)]
    february = comparison.months[1]
    rate = next(found for found in february.figures if found.name == "incident_rate")
    assert rate.before is None and rate.after is not None and rate.after["count"] == 0


def test_a_severity_that_changed_moves_the_mix_and_the_target() -> None:
    graver = one(1, severity="P0")._replace(acknowledged_at=at("03-10 09:25"))
    comparison = compared((one(1)._replace(acknowledged_at=at("03-10 09:25")),), (graver,))
    (rate,) = figure(comparison, "incident_rate").ids
    assert (rate.before, rate.after) == (Seen(("counted",), "P1"), Seen(("counted",), "P0"))
    assert set(figure(comparison, "incident_rate").changed) == {"by_severity.P1", "by_severity.P0"}
    (target,) = figure(comparison, "response_target").ids
    assert (target.before, target.after) == (Seen(("met",)), Seen(("missed",)))
    assert target.why == (Why("fields", ("severity",)),)
    (response, *_) = comparison.promises
    assert (response.promise, response.before, response.after, response.taken, response.limit) == (
        "response", "met", "missed", (20, 20), (60, 15),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "cause"),
    [({"kind": "drill"}, "drill"), ({"exclude_from_kpi": "planned work"}, "planned work")],
)
def test_an_incident_that_is_excluded_says_the_reason(values: dict[str, Any], cause: str) -> None:
    comparison = compared(BASE, (one(1, **values), *BASE[1:]))
    assert figure(comparison, "mttr").ids[0].why == (Why("excluded", (cause,)),)
    back = compared((one(1, **values), *BASE[1:]), BASE)
    assert figure(back, "mttr").ids[0].why == (Why("included", (cause,)),)


def test_a_record_that_cannot_be_used_is_broken_not_removed() -> None:
    broken = side(BASE[1:], unusable=(("INC-2026-001", "unknown-value"),))
    comparison = compare(side(BASE), broken)
    assert [(change.id, change.state, change.rule) for change in comparison.records] == [
        ("INC-2026-001", "broken", "unknown-value")
    ]
    assert figure(comparison, "mttr").ids[0].why == (Why("unusable", ("unknown-value",)),)
    mended = compare(broken, side(BASE))
    assert mended.records[0].state == "mended"
    assert figure(mended, "mttr").ids[0].why == (Why("usable", ("unknown-value",)),)
    assert compare(broken, broken).is_empty
    other = side(BASE[1:], unusable=(("INC-2026-001", "bad-time"),))
    assert not compare(broken, other).is_empty  # that it is another error is a difference to be told


def test_an_open_incident_that_was_resolved_enters_the_mean() -> None:
    still = made(1, started="03-10 09:00", detected="03-10 09:05", acked="03-10 09:07")
    comparison = compared((still,), (one(1),))
    (mttr,) = figure(comparison, "mttr").ids
    assert mttr.before is not None and mttr.before.roles == ("open",)
    assert mttr.after == Seen(("counted",), 30)
    assert mttr.why == (Why("fields", ("status", "resolved_at")),)
    (march,) = (change for change in comparison.months if change.month == "2026-03")
    assert march.values == (FieldChange("provisional", True, False),)


def test_a_recurrence_that_review_turned_down_is_gone_for_both() -> None:
    first, second = one(1, fingerprint="pool"), one(2, "03-20", fingerprint="pool")
    comparison = compared((first, second), (first, second._replace(not_related=("INC-2026-001",))))
    (gone,) = comparison.recurrences
    assert (gone.id, gone.repeats, gone.is_found) == ("INC-2026-002", "INC-2026-001", False)
    assert gone.why == (Why("fields", ("not_related",)),)
    earlier, later = figure(comparison, "recurrence_rate").ids
    assert earlier.before == Seen(("eligible", "recurred")) and earlier.after == Seen(("eligible",))
    assert earlier.why == (Why("records", ("INC-2026-002",)),)
    assert later.before == Seen(("eligible", "repeat")) and later.why[0] == Why("fields", ("not_related",))


def test_others_are_a_cause_only_by_what_makes_a_recurrence() -> None:
    first, second, third = (one(n, f"03-{10 + n}", fingerprint="pool") for n in (1, 2, 3))
    turned_down = second._replace(not_related=("INC-2026-001",))
    comparison = compared((first, second, third), (first, turned_down, third._replace(title="another", severity="P2")))
    (earlier,) = (i for i in figure(comparison, "recurrence_rate").ids if i.id == "INC-2026-002")
    assert earlier.why == (Why("fields", ("not_related",)), Why("records", ("INC-2026-001",)))


def test_the_policy_is_a_cause_only_of_what_it_decides() -> None:
    shorter = POLICY._replace(recurrence_days=5)
    pair = (one(1, fingerprint="pool"), one(2, "03-20", fingerprint="pool"))
    keys = {"recurrence.window_days": "30", "severities.P1.label.en": "High"}
    comparison = compare(
        side(pair, keys=keys), side(pair, policy=shorter, keys={**keys, "recurrence.window_days": "5"})
    )
    assert comparison.policy == (FieldChange("recurrence.window_days", "30", "5"),)
    assert [(c.kpi, c.key, c.before, c.after) for c in comparison.contracts] == [
        ("recurrence_rate", "window_days", 30, 5)
    ]
    (gone,) = comparison.recurrences
    assert gone.why == (Why("policy", ("recurrence.window_days",)),)
    (march,) = [change for change in comparison.months if not change.follows]
    assert [found.name for found in march.figures] == ["recurrence_rate"]


@pytest.mark.parametrize(
    ("figure", "changed"),
    [
        ("response_target", {"severities.P1.response.minutes", "business_hours.to"}),
        ("response", {"severities.P1.response.minutes", "business_hours.to"}),
        ("mttr", {"contracts.mttr.clock", "business_hours.to"}),
        ("mttd", set()),
        ("recurrence_rate", {"recurrence.window_days"}),
        ("update", {"communication.update_minutes"}),
        ("report", {"communication.report_hours"}),
    ],
)
def test_each_key_of_the_policy_is_laid_to_what_rests_on_it(figure: str, changed: set[str]) -> None:
    """MTTR runs on business time on one side; the incident is a P1, and what severities are called moves nothing."""
    keys = ["severities", "severities.P1.label.ja", "severities.P1.response.minutes", "severities.P10.response.minutes"]
    keys += ["severities.P3.response.minutes", "business_hours.to", "contracts.mttr.clock", "contracts.mtta.clock"]
    keys += ["recurrence.window_days", "communication.update_minutes", "communication.report_hours", "locale"]
    one = made(1, started="03-05 09:00", detected="03-05 09:10", resolved="03-05 10:00")
    spans = {**POLICY.contracts, "mttr": POLICY.contracts["mttr"]._replace(clock="business")}
    before, after = side([one]), side([one], policy=POLICY._replace(contracts=spans))
    causes = Causes(before, after, (), tuple(FieldChange(key, "1", "2") for key in keys))
    assert {name for why in causes.of(one.id, figure) for name in why.names} == changed


def test_a_field_that_is_not_known_reads_unknown_and_actions_are_told_apart() -> None:
    old = Action("A1", "Watch the pool", "detect", "open", owner="SRE", due=dt.date(2026, 4, 1))
    row = Row(at("03-10 09:05"), dt.date(2026, 3, 10), "detected", "alarm", "")
    before = one(1, actions=(old, Action("A2", "Gone", "prevent", "open")), services=("api",))
    after = before._replace(
        detected_at=None, unknown=frozenset({"detected_at"}), services=("api", "web"), rows=(row,), cause="capacity",
        fingerprint="pool", path="elsewhere.md", impact=before.impact._replace(users_affected=0.5),
        sections=(Section("summary", "Summary", "more"),), communication={"internal": "yes"},
        actions=(old._replace(status="done", done_at=dt.date(2026, 3, 30)), Action("A3", "New", "prevent", "open")),
    )  # fmt: skip
    (change,) = compared((before,), (after,)).records
    assert {field.field: (field.before, field.after) for field in change.fields} == {
        "detected_at": (at("03-10 09:05"), "unknown"),
        "services": (["api"], ["api", "web"]),
        "cause.category": ("unknown", "capacity"),
        "cause.fingerprint": ("", "pool"),
        "impact.users_affected": (None, 0.5),
        "communication.internal": (None, "yes"),
        "timeline": (None, None),
        "text": (None, None),
        "actions.A1.status": ("open", "done"),
        "actions.A1.done_at": (None, dt.date(2026, 3, 30)),
        "actions.A2": ("Gone", None),
        "actions.A3": (None, "New"),
    }


def test_sides_of_two_instants_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="one instant"):
        compare(side(BASE), side(BASE, AS_OF + dt.timedelta(days=1)))
