from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.measure.load import load_of
from generator.measure.load_document import _LISTS, load_document, load_files
from generator.measure.measure import measure
from generator.measure.parts import of_year, without, years_in
from tests.explorer_support import AS_OF, records
from tests.measure.made import POLICY, TOKYO

NAMES = ("ids", "left_out")
_id = st.builds("INC-{}-{:03}".format, st.integers(2015, 2018), st.integers(1, 30))
_entries = st.lists(_id | st.builds(lambda name: {"id": name, "reason": "open"}, _id))
_document = st.recursive(
    st.integers() | _entries,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(("n", "months", *NAMES)), inner, max_size=4)
    ),
    max_leaves=12,
)


def listed(value: Any, names: Collection[str] = NAMES) -> list[str]:
    """Return every entry of the lists of some names, wherever they stand."""
    if isinstance(value, list):
        return [entry for item in value for entry in listed(item, names)]
    if not isinstance(value, dict):
        return []
    own = [repr(entry) for name in names if isinstance(value.get(name), list) for entry in value[name]]
    others = [item for name, item in value.items() if name not in names or not isinstance(item, list)]
    return own + listed(others, names)


def with_lists_of_records(value: Any) -> bool:
    """Tell whether the lists of NAMES hold records alone, as in a document of ours."""
    if isinstance(value, list):
        return all(map(with_lists_of_records, value))
    if not isinstance(value, dict):
        return True
    return all(
        all(isinstance(entry, str | dict) and "INC-" in str(entry) for entry in item)
        if name in NAMES and isinstance(item, list)
        else with_lists_of_records(item)
        for name, item in value.items()
    )


@given(_document.filter(with_lists_of_records))
def test_the_years_of_a_document_name_each_record_once_and_keep_all_else(value: Any) -> None:
    years = years_in(value, NAMES) if isinstance(value, dict | list) else []
    parts = [of_year(value, NAMES, year) for year in years]
    assert sorted(entry for part in parts for entry in listed(part)) == sorted(listed(value))
    for year, part in zip(years, parts, strict=True):
        assert listed(part) and all(f"INC-{year}-" in entry for entry in listed(part))
        assert without(part, NAMES) == without(value, NAMES)


def test_what_is_no_record_stays_in_every_year() -> None:
    value = {"ids": ["INC-2024-001", {"higher": "night", "lower": "day"}, "INC-2025-001"]}
    assert of_year(value, NAMES, "2025") == {"ids": [{"higher": "night", "lower": "day"}, "INC-2025-001"]}


@pytest.mark.parametrize("limit", [10, 9_000])
def test_a_part_of_load_past_the_limit_is_a_file_for_each_year(limit: int) -> None:
    several = [one._replace(id=f"INC-{2023 + place % 3}-{place:03}") for place, one in enumerate(records(120))]
    table = measure(several, POLICY, AS_OF)
    load = load_of(table, POLICY)
    slugs = {name: f"s{number}" for number, name in enumerate(load.services)}
    whole = json.loads(json.dumps(load_document(load, TOKYO)))
    files = {name: json.loads(text) for name, text in load_files(load, TOKYO, slugs, limit).items()}
    main = files.pop("data/load.json")
    assert [part["url"] for part in main["parts"]] == list(files)
    split = [part for part in main["parts"] if "year" in part]
    assert split and (limit == 10 or len(split) < len(files)), "a part under the limit is one file"
    by_part: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for part in main["parts"]:
        own = files[part["url"]]
        assert own.get("year") == part.get("year") and own["schema"] == whole["schema"]
        found = own[part["section"]]
        by_part.setdefault((part["section"], part["name"]), []).append(found[part["name"]] if part["name"] else found)
    for (section, name), those in by_part.items():
        expected = whole[section][name] if name else whole[section]
        assert all(without(one, _LISTS) == without(expected, _LISTS) for one in those), (section, name)
        named = [[entry for entry in listed(one, _LISTS) if "INC-" in entry] for one in (those, expected)]
        assert sorted(named[0]) == sorted(named[1]) and named[1], (section, name)
