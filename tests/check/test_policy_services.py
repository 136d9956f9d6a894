"""Services of the policy, the availability some promise, and the hours each line of the rota stands for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.model.policy import PERIODS, Availability
from tests.check.test_policy import policy_of, wrong


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("{ja: 予約, en: Booking}", {"ja": "予約", "en": "Booking"}),
        ("予約", {"ja": "予約", "en": "予約"}),
        ("{label: {ja: 予約}}", {"ja": "予約"}),
        ("{label: 予約, availability: 99%}", {"ja": "予約", "en": "予約"}),
        ("{ja: 予約, availability: 99%}", {"ja": "予約"}),
        ("{availability: 99%}", {"ja": "api.v2", "en": "api.v2"}),
        ("{}", {"ja": "api.v2", "en": "api.v2"}),
    ],
)
def test_a_wording_stands_in_the_entry_or_under_its_label(written: str, label: dict[str, str], tmp_path: Path) -> None:
    service = policy_of(f"services: {{api.v2: {written}}}\n", tmp_path).services["api.v2"]
    assert service.label == label
    assert (service.availability is not None) is ("99%" in written)


def test_a_list_of_names_is_enough(tmp_path: Path) -> None:
    services = policy_of("services: [api, response]\n", tmp_path).services
    assert {name: service.availability for name, service in services.items()} == {"api": None, "response": None}


@pytest.mark.parametrize(
    ("written", "promise"),
    [
        ("99.9%", Availability(0.999)),
        ("{target: 0.995}", Availability(0.995, "full", "resolved")),
        ("{target: 99.9%, partial: users_affected}", Availability(0.999, "users_affected")),
        ("{target: 99.9%, partial: full, until: mitigated}", Availability(0.999, "full", "mitigated")),
        ("{target: 99%, partial: severity}", Availability(0.99, "severity")),
        (
            "{target: 99%, partial: {P2: 25%, P3: ~}}",
            Availability(0.99, "severity", "resolved", {"P0": 1, "P1": 1, "P2": 0.25, "P3": 0}),
        ),
    ],
)
def test_what_is_promised(written: str, promise: Availability, tmp_path: Path) -> None:
    assert (
        policy_of(f"services: {{api: {{availability: {written}}}}}\n", tmp_path).services["api"].availability == promise
    )


@pytest.mark.parametrize(
    ("written", "name", "column", "hint"),
    [
        ("{partial: full}", "wrong-type", 32, "availability: {target: 99.9%}"),
        ("{target: 99.9}", "wrong-type", 41, ""),
        ("{target: unknown}", "wrong-type", 41, ""),
        ("99.9", "wrong-type", 32, ""),
        ("[99%]", "wrong-type", 32, "availability: {target: 99.9%}"),
        ("{target: 99%, partial: user_affected}", "unknown-value", 55, "did you mean `users_affected`?"),
        ("{target: 99%, partial: [full]}", "wrong-type", 55, ""),
        ("{target: 99%, partial: {P5: 1}}", "unknown-key", 56, "P0, P1, P2, P3"),
        ("{target: 99%, partial: {P2: 3}}", "wrong-type", 60, ""),
        ("{target: 99%, until: end}", "unknown-value", 53, "known: resolved, mitigated"),
        ("{target: 99%, partal: full}", "unknown-key", 46, "did you mean `partial`?"),
        ("{target: 99%}, label: x, en: y", "unknown-key", 57, "known: label, availability"),
    ],
)
def test_slips(written: str, name: str, column: int, hint: str, tmp_path: Path) -> None:
    finding = wrong(f"services: {{api: {{availability: {written}}}}}\n", tmp_path)
    assert (finding.name, finding.position.column) == (name, column)
    assert hint in finding.help


def test_the_example_of_the_readme_is_a_promise(tmp_path: Path) -> None:
    readme = Path(__file__).parents[2] / "README.md"
    (example,) = re.findall(r"```yaml\n(services:.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    service = policy_of(example, tmp_path).services["mks-backend"]
    assert (service.label["en"], service.availability) == ("Booking API", Availability(0.999, "users_affected"))


def test_the_lines_of_the_rota_say_which_hours_they_are(tmp_path: Path) -> None:
    assert tuple(duty.period for duty in policy_of(None, tmp_path).oncall) == PERIODS


def test_a_line_of_the_rota_without_hours_is_a_line_all_the_same(tmp_path: Path) -> None:
    policy = policy_of("oncall: [{when: 早朝, who: 早番}, {when: 休日, who: 当番, period: day_off}]\n", tmp_path)
    assert [duty.period for duty in policy.oncall] == ["", "day_off"]


def test_hours_that_the_rota_does_not_know(tmp_path: Path) -> None:
    finding = wrong("oncall: [{when: 夜, who: 当番, period: night}]\n", tmp_path)
    assert (finding.name, finding.position.column) == ("unknown-value", 37)
    assert "weeknight" in finding.help
