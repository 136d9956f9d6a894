"""The JSON Schema of records and monthly notes says what `check` says, as far as a schema can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.check.policy import read_policy
from generator.check.record import check_record, check_review
from generator.check.rule import Report
from generator.check.schema import ACTION, RECORD, REVIEW, Field
from generator.check.schema.json_schema import record_schema, review_schema
from generator.check.schema.json_values import TIME, core_value, plain
from generator.model.policy import Policy
from generator.read.record import Record, parse_record
from generator.read.records import read
from generator.read.times import BadTime, parse_time
from tests.check.support import PATH, VALID, edited, put

ROOT = Path(__file__).parents[3]
POLICY = read_policy(read(ROOT / "tests" / "check").policy)[0]  # no policy there: the defaults
SCHEMA = Draft202012Validator(record_schema(POLICY))
REVIEW_SCHEMA = Draft202012Validator(review_schema())
FRONT, BODY = VALID[4:].split("\n---\n", 1)
#: The rules a schema can hold a front matter to; all others need the body, the clock, a zone or other records.
COVERED = {
    "unknown-key", "typed-duration", "missing-field", "wrong-type", "unknown-value", "id-format", "bad-time",
    "missing-milestone", "status-contradicts-milestone", "day-needless", "action-without-owner", "action-without-due",
    "action-done-without-date",
}  # fmt: skip


def found(report: Report) -> set[str]:
    return {hit.rule.name for hit in report.hits} & COVERED


def verdicts(front: str, policy: Policy = POLICY, schema: Draft202012Validator = SCHEMA) -> tuple[set[str], list[str]]:
    """Return what check finds that a schema could find too, and what the schema finds."""
    record = parse_record(f"---\n{front}\n---\n{BODY}", PATH)
    assert record.front is not None and not record.problems, front
    said = found(check_record(record, policy, None)[1])
    return said, [f"{e.json_path}: {e.message}" for e in schema.iter_errors(plain(record.front))]


def agree(front: str, **given_: object) -> None:
    said, refused = verdicts(front, **given_)  # type: ignore[arg-type]  # policy and schema
    assert bool(said) is bool(refused), (front, said, refused)


def all_fields(*groups: tuple[Field, ...]) -> Iterator[Field]:
    for fields in groups:
        for field in fields:
            yield field
            yield from all_fields(field.fields)


@pytest.mark.parametrize("schema", [SCHEMA.schema, REVIEW_SCHEMA.schema], ids=["record", "review"])
def test_it_is_a_schema_of_2020_12(schema: dict[str, object]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_every_key_is_described_in_both_languages_and_shown() -> None:
    for field in all_fields(RECORD, REVIEW, ACTION):
        ja, en = field.description
        assert ja and en and not any("\u3040" <= letter <= "\u9fff" for letter in en), field.key
        assert field.example, field.key


@pytest.mark.parametrize(("fields", "schema"), [(RECORD, SCHEMA), (REVIEW, REVIEW_SCHEMA)], ids=["record", "review"])
def test_keys_descriptions_and_examples_are_those_of_the_fields(
    fields: tuple[Field, ...], schema: Draft202012Validator
) -> None:
    def hold(fields: tuple[Field, ...], made: dict[str, object]) -> None:
        properties = made["properties"]
        assert isinstance(properties, dict) and list(properties) == [field.key for field in fields]
        assert made["additionalProperties"] is False
        for field in fields:
            one = properties[field.key]
            assert one["description"] == " / ".join(field.description)
            (example,) = one["examples"]
            assert not list(Draft202012Validator(one).iter_errors(example)), field.key
            if field.fields:
                hold(field.fields, one["items"] if field.kind == "maps" else one)

    hold(fields, schema.schema)


def test_every_record_of_the_casebook_fits() -> None:
    records = read(ROOT)
    schema = Draft202012Validator(record_schema(read_policy(records.policy)[0]))
    fronts = [record.front for record in records.incidents]
    assert len(fronts) > 80
    for record in records.incidents:
        assert record.front is not None
        assert [error.message for error in schema.iter_errors(plain(record.front))] == [], record.path
    for note in records.reviews:
        assert note.front is not None
        assert not list(REVIEW_SCHEMA.iter_errors(plain(note.front))), note.path


def test_it_names_what_the_policy_names(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/policy.yml": "severities: {P2: null, S9: {label: x}, 7: {label: y}}\nservices: [a, b]\n"})
    policy = read_policy(read(tmp_path).policy)[0]
    properties = record_schema(policy)["properties"]
    assert isinstance(properties, dict)
    assert properties["severity"]["enum"] == ["P0", "P1", "P3", "S9", "7", 7]
    assert properties["services"]["items"]["enum"] == ["a", "b"]
    schema = Draft202012Validator(record_schema(policy))
    for old, new in (("severity: P1", "severity: 7"), ("severity: P1", "severity: P2"), ("[mks-backend]", "[b]")):
        agree(edited(("[mks-backend]", "[a]"), text=FRONT).replace(old, new), policy=policy, schema=schema)


SCALARS = [
    "", "~", "null", '""', "x", "unknown", '"unknown"', "1", "0", "0.35", "35%", "35 %", "100.0%", "135%",
    "1.5", "-1", "true", "True", "yes", "NO",
    '"yes"', "2026-10-03", '"2026-10-03"', "2026-10-03T09:00", '"2026-10-03 09:00:30+0900"', "2026-02-29", "2024-02-29",
    "2026-10-03T24:00", "2026-13-01T09:00", "2026-10-03t09:00:00.5z", "9:00", "Asia/Tokyo", "INC-2026-014",
    "INC-2026-14", "2026-10", "P0", "P1", "drill", "open", "mitigated", "resolved", "reviewed", "done", "dropped",
    "high", "level1", "capacity", "public", "detect", "service_restart",
]  # fmt: skip
LISTS = ["[]", "[x]", "[P1]", "[INC-2026-001]", "[level1]", "[[x]]", "[1, true]", "[{url: x}]", "[{id: A1}]", "[x, {}]"]
MAPS = ["{}", "{x: y}", "{internal: true}", "{x: [y]}", "{url: x}", "{team: SRE}", "{category: capacity}"]
KEYS = [field.key for field in RECORD if field.kind != "zone"]  # see the exceptions


def written(entries: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"


BASE = {
    **{
        line.partition(": ")[0]: line.partition(": ")[2]
        for line in FRONT.split("\n")
        if ": " in line and line[0] != " "
    },
    "actions": "[{id: A1, title: 監視, kind: detect, owner: SRE, due: 2026-10-31, status: open}]",
}


def of(entries: dict[str, str]) -> str:
    return "\n".join(f"{key}: {value}" for key, value in entries.items() if value != ABSENT)


ABSENT = "(absent)"
VALUES = [*SCALARS, *LISTS, *MAPS, ABSENT]


@pytest.mark.parametrize("key", [*KEYS, "duration", "severty"])
def test_every_value_under_every_key(key: str) -> None:
    for value in VALUES:
        agree(of({**BASE, key: value}))


@pytest.mark.parametrize("value", ["Asia/Tokyo", "UTC", "", "+09:00 h", "[UTC]", "9", "../UTC"])
def test_zones(value: str) -> None:
    agree(of({**BASE, "timezone": value}))


def below(field: Field, **changes: str) -> str:
    entries = {one.key: one.example.replace("…", "x") for one in field.fields}
    one = written({key: value for key, value in {**entries, **changes}.items() if value != ABSENT})
    return f"[{one}]" if field.kind == "maps" else one


NESTED = [field for field in RECORD if field.fields]


@pytest.mark.parametrize(("field", "key"), [(f, one.key) for f in NESTED for one in f.fields] + [(NESTED[0], "x")])
def test_every_value_under_every_nested_key(field: Field, key: str) -> None:
    statuses = ("open", "done", "dropped") if field.fields is ACTION else ("",)
    for value in VALUES:
        for status in statuses:
            more = {"status": status} if status else {}
            agree(of({**BASE, field.key: below(field, **{**more, key: value})}))


TIMES = ["2026-10-03T09:00+09:00", "unknown", "", ABSENT, "2026-10-03"]
WHEN = [field.key for field in RECORD if field.kind == "time"]
SET = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["open", "mitigated", "resolved", "reviewed", "done"]),
        "kind": st.sampled_from(["incident", "drill", "near_miss", "", ABSENT]),
        "severity": st.sampled_from(["P0", "P2", "P3", "P9"]),
        "occurred_on": st.sampled_from(["2026-10-03", "", ABSENT, "unknown"]),
        **{key: st.sampled_from(TIMES) for key in WHEN},
        **{key: st.sampled_from([BASE[key], "", ABSENT, "{}", "[]"]) for key in ("services", "impact", "cause")},
    }
)


@settings(max_examples=500, deadline=None)
@given(changes=SET)
def test_what_depends_on_kind_severity_and_status(changes: dict[str, str]) -> None:
    agree(of({**BASE, **changes}))


@settings(max_examples=300, deadline=None)
@given(changes=st.dictionaries(st.sampled_from([*KEYS, "duration"]), st.sampled_from(VALUES), min_size=2, max_size=5))
def test_several_slips_at_once(changes: dict[str, str]) -> None:
    agree(of({**BASE, **changes}))


NOTHING_KNOWN = {"status": "open", **dict.fromkeys(WHEN, ABSENT)}


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, False),
        ({"started_at": "2026-10-03"}, True),
        ({"status": "open"}, True),  # and yet resolved_at stands there
        ({"status": "open", "resolved_at": "", "mitigated_at": "unknown"}, False),
        ({**NOTHING_KNOWN}, True),
        ({**NOTHING_KNOWN, "occurred_on": "2026-10-03"}, False),
        ({**NOTHING_KNOWN, "detected_at": "unknown"}, False),
        ({"resolved_at": ""}, True),
        ({"occurred_on": "2026-10-03"}, True),
        ({"services": "[]"}, True),  # the policy asks for it
        ({"services": "[]", "kind": "drill"}, False),
        ({"actions": "[{id: A1, title: x, kind: detect, status: done}]"}, True),
        ({"actions": "[{id: A1, title: x, kind: detect, status: done, done_at: 2026-10-20}]"}, False),
    ],
)
def test_what_a_status_needs(changes: dict[str, str], refused: bool) -> None:
    front = of({**BASE, **changes})
    agree(front)
    assert bool(verdicts(front)[1]) is refused


#: Where the two part: why, the change, and whether check accepts it (the schema says the opposite).
EXCEPTIONS = [
    ("check strips blanks inside quotes", ("severity: P1", 'severity: " P1 "'), True),
    ("check strips blanks inside quotes", ("mitigated_at: 2026-10-03T09:25+09:00", 'mitigated_at: " unknown"'), None),
    ("check takes an empty item as the text it is", ("[mks-backend]", "[~]"), True),
    ("a number may be written in ways only its text shows", ("35%", ".35"), False),
    ("only the machine's list of zones knows", ("severity: P1", "severity: P1\ntimezone: Asia/Edo"), False),
]


@pytest.mark.parametrize(("why", "change", "accepted"), EXCEPTIONS, ids=lambda value: str(value)[:40])
def test_the_exceptions(why: str, change: tuple[str, str], accepted: bool | None) -> None:
    said, refused = verdicts(edited(change, text=FRONT))
    if accepted is None:  # they agree here after all: the pattern allows for it
        assert not said and not refused
    else:
        assert (not said) is accepted and bool(refused) is accepted, why


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"(19|20|21|22|18)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?( ?[+-][0-2][0-9]:?[0-6][0-9]|Z)?", fullmatch=True))  # fmt: skip  # noqa: E501  # one expression
def test_the_pattern_of_times_accepts_what_the_reader_accepts(text: str) -> None:
    try:
        parse_time(text, ZoneInfo("UTC"))
        right = True
    except BadTime:
        right = False
    assert Draft202012Validator(TIME).is_valid(text) is right, text


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (("month: 2026-10", "month: 2026-10"), False),
        (("month: 2026-10", "month: 2026-13"), True),
        (("month: 2026-10", "mnth: 2026-10"), True),
        (("held_on: 2026-11-05", "held_on: soon"), True),
        (("decisions: [x]", "decisions: x"), True),
        (("status: open", "status: opne"), True),
        (("due: 2026-11-30, ", ""), True),
    ],
)
def test_monthly_notes(change: tuple[str, str], refused: bool) -> None:
    note = (
        "month: 2026-10\nheld_on: 2026-11-05\nfacilitator_role: SRE lead\ndecisions: [x]\n"
        "actions: [{id: R1, title: 監視, kind: detect, owner: SRE, due: 2026-11-30, status: open}]"
    )
    record: Record = parse_record(f"---\n{edited(change, text=note)}\n---\n", "incidents/reviews/2026-10.md")
    assert record.front is not None
    assert bool(found(check_review(record, POLICY)[1])) is refused
    assert REVIEW_SCHEMA.is_valid(plain(record.front)) is not refused


@pytest.mark.parametrize(
    ("written_", "value"),
    [
        ("012", 12), ("0x1F", 31), ("0o17", 15), ("1.10", 1.1), ("1e3", 1000.0), (".5", 0.5), ("-1", -1), ("no", "no"),
        ("12:30", "12:30"), ("2026-10-03", "2026-10-03"), ("True", True), ("~", None), ("1_000", "1_000"),
        ("35%", "35%"),
    ],
)  # fmt: skip
def test_texts_are_read_as_yaml_1_2_reads_them(written_: str, value: object) -> None:
    assert core_value(written_) == value
    assert type(core_value(written_)) is type(value)
    assert core_value(written_, quoted=True) == written_
