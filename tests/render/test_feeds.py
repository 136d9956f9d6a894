"""The Atom feeds: what RFC 4287 requires, whose names never change, and nothing that is restricted."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.incident import Action, Incident, Section
from generator.render.address import last_change, lasting_name
from generator.render.casebook import Casebook
from generator.render.feeds import feeds
from generator.render.inputs import Inputs
from tests.render.render_inputs import HOSTILE, incident, inputs, instant

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://intra.example/furikaeri/"


def book(root: Path, given: list[Incident] | None = None, site: str = SITE) -> Casebook:
    return Casebook(dataclasses.replace(inputs(root, given=given), site_url=site, site_name="事例集"))


def valid(data: bytes) -> ET.Element:
    """Return the feed, after looking at what RFC 4287 says must be there (4.1.1, 4.1.2, 3.3)."""
    feed = ET.fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = one.findall(f"{ATOM}{name}")
            assert found.text or name == "title"
        assert re.match(r"[a-z][a-z0-9+.-]*:", one.findtext(f"{ATOM}id") or "")
        for moment in (*one.findall(f"{ATOM}updated"), *one.findall(f"{ATOM}published")):
            assert dt.datetime.fromisoformat(moment.text or "").tzinfo is not None
        alternate = [link.get("hreflang") for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternate) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return feed


def entries(data: bytes) -> dict[str, ET.Element]:
    found = valid(data).findall(f"{ATOM}entry")
    return {(one.findtext(f"{ATOM}id") or "").rsplit("/", 1)[-1]: one for one in found}


def test_every_feed_is_valid_and_its_links_lead_to_the_pages(tmp_path: Path) -> None:
    for site in (SITE, ""):
        files = feeds(book(tmp_path, site=site))
        assert len(files) == 5  # of the site and of four services
        for uri, data in files.items():
            base = urljoin(SITE, uri)
            for one in valid(data).findall(f"{ATOM}entry"):
                target = urljoin(base, one.find(f"{ATOM}link").get("href") or "")  # type: ignore[union-attr]
                assert re.fullmatch(re.escape(SITE) + r"incidents/inc-2026-\d{3}/", target)


def test_an_entry_by_hand(tmp_path: Path) -> None:
    one = entries(feeds(book(tmp_path))["feed.xml"])["inc-2026-014"]
    assert one.findtext(f"{ATOM}id") == "tag:intra.example,2026:/furikaeri/incidents/inc-2026-014"
    assert one.findtext(f"{ATOM}title") == "▲ P1 High: 障害その 14"
    assert one.findtext(f"{ATOM}updated") == "2026-10-03T23:00:00+00:00"  # the report, 4 October at 8:00 in Tokyo
    summary = one.find(f"{ATOM}summary")
    assert summary is not None and summary.get("type") == "html"
    assert summary.text and "全リクエスト失敗。" in summary.text and "30分" in summary.text
    assert f'href="{SITE}incidents/inc-2026-003/"' in summary.text
    assert [term.get("term") for term in one.findall(f"{ATOM}category")] == ["P1", "incident", "予約API", "容量不足"]


def test_the_newest_stand_first_and_fifty_at_most(tmp_path: Path) -> None:
    given = [incident(n, f"2026-09-{n % 28 + 1:02d} {n % 24:02d}:00") for n in range(1, 61)]
    found = list(entries(feeds(book(tmp_path, given))["feed.xml"]))
    assert len(found) == 50 and found[0] == "inc-2026-055"  # the 28th at 7:00


def test_a_restricted_record_is_in_no_feed_and_the_others_are(tmp_path: Path) -> None:
    given = [incident(n, "2026-10-01 10:00", visibility=name)
             for n, name in enumerate(("public", "internal", "restricted"), 1)]  # fmt: skip
    files = feeds(book(tmp_path, given))
    assert all(set(entries(data)) <= {"inc-2026-001", "inc-2026-002"} for data in files.values())
    assert len(entries(files["feed.xml"])) == 2


def test_a_site_without_records_has_a_feed(tmp_path: Path) -> None:
    feed = valid(feeds(book(tmp_path, []))["feed.xml"])
    assert feed.findtext(f"{ATOM}updated") == "2026-10-31T15:00:00+00:00"


def test_names_do_not_depend_on_the_build(tmp_path: Path) -> None:
    assert lasting_name("", "incidents/x") == lasting_name("", "incidents/x") != lasting_name("", "incidents/y")
    assert lasting_name("", "incidents/x").startswith("urn:uuid:")
    assert lasting_name("https://a.example:8000/x/", "y") == "tag:a.example,2026:/x/y"


def test_the_last_change_is_the_last_thing_known(tmp_path: Path) -> None:
    done = Action("A1", "x", "detect", "done", done_at=dt.date(2026, 10, 20))
    later = Action("A2", "x", "detect", "done", done_at=dt.date(2026, 12, 1))
    one = incident(1, "2026-10-01 10:00", resolved_at=instant("2026-10-01 11:00"), actions=(done, later))
    assert last_change(book(tmp_path, [one]), one) == instant("2026-10-20 00:00")
    nothing = incident(2, None, unknown=frozenset({"started_at", "detected_at"}))
    assert last_change(book(tmp_path, [nothing]), nothing) == instant("2026-01-01 00:00")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return inputs(tmp_path_factory.mktemp("root"), given=[])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40), st.text(max_size=60))
def test_whatever_an_author_writes_the_feed_is_xml_without_scripts(base: Inputs, title: str, text: str) -> None:
    one = incident(1, "2026-10-01 10:00", title=title + HOSTILE, services=(title,),
                   sections=(Section("summary", "概要", text + HOSTILE),))  # fmt: skip
    for data in feeds(Casebook(dataclasses.replace(base, incidents=(one,)))).values():
        for entry in valid(data).findall(f"{ATOM}entry"):
            html = entry.findtext(f"{ATOM}summary") or ""
            assert not re.search(r"<(?:script|img)|<[^>]*\son\w+=|href=\"javascript:", html)
