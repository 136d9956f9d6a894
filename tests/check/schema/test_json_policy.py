"""The JSON Schema of the policy says what `check` says of policy.yml, as far as a schema can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.check.check import check
from generator.check.policy_tree import COLLECTIONS, ENTRY_KEYS, NESTED_KEYS, REQUIREMENT_KEYS
from generator.check.schema.json_policy import policy_schema
from generator.check.schema.json_values import plain
from generator.check.schema.policy import POLICY
from generator.read.node import Node
from generator.read.records import PolicyFile, Records, default_policy, read
from generator.read.tree import read_yaml
from tests.check.support import AS_OF

ROOT = Path(__file__).parents[3]
SCHEMA = Draft202012Validator(policy_schema())
COVERED = {"unknown-key", "wrong-type", "unknown-value", "rule-not-ignorable"}


def verdicts(text: str) -> tuple[set[str], list[str]]:
    node, problems = read_yaml(text)
    assert not problems, text
    policy = PolicyFile("incidents/policy.yml", (), node, (), default_policy())
    findings = check(Records(ROOT, policy, (), ()), AS_OF).findings
    document = plain(node) if node else None
    errors = [f"{error.json_path}: {error.message}" for error in SCHEMA.iter_errors(document)]
    return {finding.name for finding in findings} & COVERED, errors


def agree(text: str) -> None:
    said, refused = verdicts(text)
    assert bool(said) is bool(refused), (text, said, refused)


def test_it_is_a_schema_of_2020_12() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)


def test_the_defaults_and_the_casebooks_own_policy_fit() -> None:
    assert SCHEMA.is_valid(plain(default_policy())) and SCHEMA.is_valid(None)
    node = read(ROOT).policy.node
    assert node is not None and SCHEMA.is_valid(plain(node))


def paths(node: Node, path: str = "") -> Iterator[str]:
    """Yield the path of every key that has a meaning of its own: names the team chose are `*`."""
    for key, value in node.entries:
        here = f"{path}.*" if path in COLLECTIONS else f"{path}.{key.text}" if path else key.text
        if key.text in ("ja", "en") and path:
            continue
        yield here
        yield from paths(value, here)
        for item in value.items:
            yield from paths(item, here)


def test_every_key_of_the_defaults_is_described_in_both_languages_and_no_other() -> None:
    entries = {f"{name}.*.{key}" for name, keys in ENTRY_KEYS.items() for key in keys}
    wanted = set(paths(default_policy())) | entries | {f"requirements.{key}" for key in REQUIREMENT_KEYS}
    promised = {f"services.*.availability.{key}" for key in NESTED_KEYS["services", "*", "availability"]}
    assert set(POLICY) == wanted | promised | {"services.*", "ignore.*"}
    for path, key in POLICY.items():
        assert key.ja and key.en and not any("\u3040" <= letter <= "\u9fff" for letter in key.en), path


def test_every_key_says_its_default() -> None:
    def shown(schema: dict[str, object], node: Node) -> None:
        properties = schema["properties"]
        assert isinstance(properties, dict)
        for key, value in node.entries:
            one = properties[key.text]
            assert one["description"]
            if "default" in one:
                assert one["default"] == plain(value)
            elif value.kind == "list":
                assert one["examples"] == [plain(value)]
            elif key.text != "ignore":
                shown(one, value)

    shown(SCHEMA.schema, default_policy())


SCALARS = ["", "~", "x", "null", '"x"', "1", "0", "-1", "1000000", "1000001", "1.5", '"30"', "35%", "135%", "0.8",
           "true", "ja", "JP", "none", "mon", "mon-fri", '"mon, wed-fri"', "Mon", "mon-xyz", "mon-", '"-"', "mon--fri",
           "9:00", "09:00", '"08:30"',
           "25:00",
           "automatic", "staff", "elapsed", "2026-12-29", "01-02", "02-30", "02-29", "P1", "Asia/Tokyo"]  # fmt: skip
LISTS = ["[]", "[x]", "[~]", "[mon, Tue-fri]", "[P1]", "[2026-12-29, 01-02]", "[02-30]", "[[x]]", "[{when: a, who: b}]",
         "[{when: a, whom: b}]", "[{when: {ja: x}}]", "[{when: {fr: x}}]", "[{when: {ja: ~}}]", "[{when: [x]}]",
         "[{when: a, period: weeknight}]", "[{period: night}]", "[{period: ~}]",
         "[{statuses: [resolved], sections: [lessons], fields: [response.team]}]", "[{sections: [poem]}]",
         "[{statuses: [resolvd]}]", "[{severities: [P0]}]", "[{setcions: [lessons]}]", "[{kinds: drill}]"]  # fmt: skip
MAPS = ["{minutes: 5}", "{minutes: 5, clock: business}", "{clock: business}", "{minutes: x}",
        "{minutes: 5, clock: moon}",
        "{}", "{when: a, whom: b}", "{when: {fr: x}}", "{minutes: 5, hours: 1}", "{ja: x, en: y}", "{ja: ~}",
        "{ja: [y]}", "{ja: x, fr: y}", "{label: x}", "{labl: x}",
        "{label: {ja: x}}", "{method: manual, by: users}", "{method: magic}", "{contact: x}",
        "{target: 99.9%}", "{target: 99.9}", "{target: ~}", "{target: 0.999, partial: full, until: mitigated}",
        "{target: 1, partial: severity}", "{target: 99%, partial: users}", "{target: 99%, partial: {P2: 25%, P3: ~}}",
        "{target: 99%, partial: {P2: 2}}", "{target: 99%, until: never}", "{partial: full}", "{P2: 0.25}",
        "{availability: {target: 99%}}", "{availability: 99%}", "{availability: {target: 99%}, ja: x}",
        "{label: x, ja: y}", "{label: ~, ja: y}", "{label: x, ja: ~}", "{label: x, availability: [1]}"]  # fmt: skip
#: These would be weights, if there were severities of such names.
WEIGHTS_OF_NOBODY = ["{target: 99.9%}", "{availability: 99%}"]
#: Keys as their path; `X` stands for a name of the team's own.
PLACES = [
    "timezone", "locale", "business_hours", "business_hours.days", "business_hours.from", "business_hours.to",
    "business_hours.holidays", "business_hours.closed", "business_hours.x", "severities", "severities.X",
    "severities.P0",
    "severities.P0.label", "severities.X.definition", "severities.P0.response", "severities.X.response",
    "severities.P0.response.minutes", "severities.P0.response.clock", "severities.P0.channels", "severities.P0.x",
    "impact_rule", "impact_rule.everyone", "impact_rule.many", "impact_rule.x", "communication",
    "communication.update_minutes", "communication.report_hours", "notes", "ignore", "oncall",
    "escalation", "escalation.X", "contacts",
    "contacts.X", "contacts.cloud.contact", "detection_sources", "detection_sources.X", "detection_sources.X.method",
    "detection_sources.alertmanager.by", "cause_categories.X", "recovery_strategies.X", "services", "services.X",
    "services.X.label", "services.X.availability", "services.X.availability.target", "services.X.availability.until",
    "services.X.availability.partial", "services.response", "oncall.period",
    "recurrence", "recurrence.window_days", "drills.per_quarter", "reviews.business_day", "requirements",
    "ignore.report-overdue", "ignore.yaml-syntax", "comunication",
]  # fmt: skip


def at(path: str, value: str) -> str:
    key, _, rest = path.partition(".")
    return f"{{{key}: {at(rest, value) if rest else value}}}"


#: Where the two part: why, the text, and whether check accepts it (the schema says the opposite).
EXCEPTIONS = [
    ("a number may be written in ways only its text shows", "drills: {per_quarter: .5}", False),
    ("the severities are those of the same file", "impact_rule: {many_severity: P7}", False),
    ("a schema compares no two values", 'business_hours: {from: "19:00"}', False),
    ("only the machine's list of zones knows", "timezone: Asia/Edo", False),
    ("and so are those that have weights", "services: {a: {availability: {target: 1, partial: {P7: 1}}}}", False),
]


@pytest.mark.parametrize(("why", "text", "accepted"), EXCEPTIONS, ids=lambda value: str(value)[:50])
def test_the_exceptions(why: str, text: str, accepted: bool) -> None:
    said, refused = verdicts(text)
    assert (not said) is accepted and bool(refused) is accepted, (why, said, refused)


def is_exception(path: str, value: str) -> bool:
    """Tell whether a place and a value meet one of the exceptions."""
    null = value in ("", "~", "null")
    return (
        (path == "timezone" and not {"/", "[", "{", ":", "%"} & set(value))
        or (path.endswith((".from", ".to")) and value in ('"08:30"', "09:00"))
        or ((path == "severities" and value[:1] == "[") or (path == "severities.P0" and null))  # then P0 is gone
        or (path.startswith("ignore") and (null or value == "{ja: ~}"))
    )


@pytest.mark.parametrize("path", PLACES)
def test_every_value_at_every_place(path: str) -> None:
    for value in [*SCALARS, *LISTS, *MAPS]:
        if not is_exception(path, value):
            agree(at(path, value))


@pytest.mark.parametrize("value", [value for value in [*SCALARS, *LISTS, *MAPS] if value not in WEIGHTS_OF_NOBODY])
def test_every_value_of_how_partial_outages_count(value: str) -> None:
    agree(f"services: {{X: {{availability: {{target: 99%, partial: {value}}}}}}}")


SEVERAL = ["locale", "oncall", "recurrence", "drills", "requirements", "escalation", "colour"]


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(SEVERAL), st.sampled_from([*SCALARS, *LISTS, *MAPS]), max_size=4))
def test_several_keys_at_once(entries: dict[str, str]) -> None:
    entries = {key: value for key, value in entries.items() if not is_exception(key, value)}
    agree("{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}")
