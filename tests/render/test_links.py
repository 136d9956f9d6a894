from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.links import Links, slug, slugs, web_address


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("予約API", "予約api"),
        ("Amazon Web Services", "amazon-web-services"),
        ("../../etc/passwd", "etc-passwd"),
        ("ABC", "abc"),
        ("...", "x"),
        ("Index", "index-x"),
        ("NUL", "nul-x"),
    ],
)
def test_a_slug_is_readable_and_harmless(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_names_that_differ_in_case_only_do_not_share_a_slug() -> None:
    assert slugs(["API", "api", "Api"]) == {"API": "api", "Api": "api-2", "api": "api-3"}


@given(st.lists(st.text(max_size=80), max_size=20))
def test_slugs_are_unique_and_safe_for_a_file_system(names: list[str]) -> None:
    found = slugs(names)
    assert set(found) == set(names)
    folded = [part.casefold() for part in found.values()]
    assert len(set(folded)) == len(folded)
    assert all(part and "/" not in part and not part.startswith((".", "-")) for part in folded)


@pytest.mark.parametrize(
    ("uri", "root"),
    [
        ("index.md", "./"),
        ("quality.md", "../"),
        ("kpis/index.md", "../"),
        ("kpis/mttr.md", "../../"),
        ("incidents/inc-2026-014.md", "../../"),
    ],
)
def test_the_way_up_counts_the_folders_of_the_served_page(uri: str, root: str) -> None:
    assert Links.of(uri).root == root


def test_addresses() -> None:
    links = Links("../")
    assert links.incident("INC-2026-014") == "../incidents/inc-2026-014/"
    assert links.kpi("incident_rate") == "../kpis/incident-rate/"
    assert links.page("services/予約/") == "../services/%E4%BA%88%E7%B4%84/"


@pytest.mark.parametrize("text", ["javascript:alert(1)", "//e.org", "https://e.org/ x", 'https://e.org/"', "/etc", ""])
def test_what_is_no_web_address_is_not_linked(text: str) -> None:
    assert web_address(text) == ""


def test_a_web_address_stays_as_it_is() -> None:
    assert web_address("https://e.org/a?b=c#d") == "https://e.org/a?b=c#d"
