"""Error budgets worked by hand: the target, the weights, the running month, the overspent one."""

from __future__ import annotations

import datetime as dt

import pytest

from generator.measure.load_document import load_document
from generator.model.incident import Impact, Incident
from generator.model.load import Budget
from generator.model.policy import Availability
from tests.measure.load_support import NEW_YORK, in_zone, load, promising
from tests.measure.made import TOKYO, at, made

API = {"services": ("api",)}


def incidents() -> list[Incident]:
    """Return 40 minutes for everybody, 60 for a quarter of them (20 of which overlap), and 30 for an unknown share."""
    return [
        made(1, started="03-10 09:00", detected="03-10 09:05", mitigated="03-10 09:10", resolved="03-10 09:40",
             severity="P0", impact=Impact(1.0, None, None, ()), **API),
        made(2, started="03-10 09:20", detected="03-10 09:25", mitigated="03-10 09:30", resolved="03-10 10:20",
             severity="P2", impact=Impact(0.25, None, None, ()), **API),
        made(3, started="03-20 09:00", detected="03-20 09:05", mitigated="unknown", resolved="03-20 09:30",
             severity="P3", **API),
    ]  # fmt: skip


def budgets(promise: Availability, *given: Incident, as_of: str = "04-01 00:00") -> tuple[Budget, ...]:
    found = load(*(given or incidents()), as_of=at(as_of), policy=promising({"api": promise}))
    return found.services["api"].budgets


@pytest.mark.parametrize(
    ("promise", "spent", "full", "left_out"),
    [
        (Availability(0.999), 80 + 30, (), ()),
        (Availability(0.999, "users_affected"), 40 * 1 + 40 * 0.25 + 30 * 1, ("INC-2026-003",), ()),
        (Availability(0.999, "severity"), 40 * 1 + 40 * 0.5 + 30 * 0, (), ()),
        (
            Availability(0.999, "severity", "resolved", {"P0": 0.1, "P2": 1.0}),
            20 * 0.1 + 60 + 30,
            ("INC-2026-003",),
            (),
        ),
        (Availability(0.999, "full", "mitigated"), 10 + 10, (), ("INC-2026-003",)),
    ],
)
def test_what_counts_against_the_promise(
    promise: Availability, spent: float, full: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    (march,) = budgets(promise)
    assert march.spent == pytest.approx(spent)
    assert (march.full_ids, tuple(row.id for row in march.left_out)) == (full, left_out)
    assert march.observed == 31 * 24 * 60 and not march.is_running
    assert march.budget == pytest.approx(44.64)  # 0.1 % of 44,640 minutes
    assert march.used == pytest.approx(spent / 44.64)
    assert march.availability == pytest.approx(1 - spent / 44_640)


def test_a_use_above_one_is_not_clipped() -> None:
    (march,) = budgets(Availability(0.9999))
    assert march.used == pytest.approx(110 / 4.464) and march.used > 24


def test_the_running_month_has_the_budget_of_the_part_that_has_passed() -> None:
    (march,) = budgets(Availability(0.99), as_of="03-11 00:00")
    assert march.is_running and march.observed == 10 * 24 * 60
    assert (march.budget, march.spent) == (pytest.approx(144), 80.0)


def test_a_month_without_incidents_has_its_whole_budget() -> None:
    first, second = budgets(Availability(0.999), made(1, started="02-10 09:00", detected="02-10 09:00",
                                                      resolved="02-10 09:30", **API))  # fmt: skip
    assert (first.used, second.used) == (pytest.approx(30 / 40.32), 0.0)
    assert second.availability == 1.0 and second.ids == ()


def test_a_target_of_everything_leaves_no_budget_to_use() -> None:
    (march,) = budgets(Availability(1.0))
    assert (march.budget, march.used, march.spent) == (0.0, None, 110.0)


def test_an_ongoing_incident_is_named() -> None:
    (march,) = budgets(Availability(0.999), made(1, started="03-31 23:00", detected="03-31 23:05", **API))
    assert (march.spent, march.open_ids) == (60.0, ("INC-2026-001",))


def test_a_promise_without_any_incident_is_kept_and_shown() -> None:
    found = load(made(1, started="03-10 09:00", detected="03-10 09:05", resolved="03-10 09:10", **API),
                 policy=promising({"web": Availability(0.99)}))  # fmt: skip
    assert [row.used for row in found.services["web"].budgets] == [0.0]
    assert found.services["api"].promise is None and found.services["api"].budgets == ()


@pytest.mark.parametrize(("start", "hours"), [("2026-03-05T09:00-05:00", 743), ("2026-11-05T09:00-05:00", 721)])
def test_a_month_with_a_change_of_the_clocks(start: str, hours: int) -> None:
    one = made(1, started=start, detected=start, resolved=start, **API)
    policy = promising({"api": Availability(0.99)}, in_zone(NEW_YORK))
    budget = load(one, as_of=at("2026-12-31T00:00-05:00"), policy=policy).services["api"].budgets[0]
    assert (budget.observed, budget.budget) == (hours * 60, pytest.approx(hours * 0.6))


def test_a_month_of_whose_incidents_nobody_knows_the_times_is_not_said_to_be_free_of_them() -> None:
    given = made(1, started="03-10 09:00", detected="03-10 09:05", resolved="unknown", **API)
    found = load(given, policy=promising({"api": Availability(0.999)}))
    (march,) = found.services["api"].budgets
    assert (march.used, march.availability, march.is_unknown) == (None, None, True)
    row = load_document(found, TOKYO)["services"]["api"]
    assert row["budgets"][0]["spent_minutes"] is None and row["budgets"][0]["availability"] is None
    assert row["impact"]["months"][0]["minutes"] is None and row["impact"]["total"]["minutes"] is None
    known = made(2, started="03-12 09:00", detected="03-12 09:05", resolved="03-12 09:30", **API)
    (march,) = budgets(Availability(0.999), given, known)
    assert (march.spent, march.used, march.is_unknown) == (30.0, pytest.approx(30 / 44.64), False)


@pytest.mark.parametrize("target", [0.9, 0.99, 0.995, 0.999, 0.9995])
def test_what_uses_up_exactly_all_is_not_overspent(target: float) -> None:
    end = at("03-10 00:00") + dt.timedelta(milliseconds=round((1 - target) * 31 * 86_400_000))
    (march,) = budgets(
        Availability(target), made(1, started="03-10 00:00", detected="03-10 00:00", resolved=end, **API)
    )
    assert (march.used, march.spent) == (1.0, march.budget)
