"""The site's own address and name reach its feeds and calendars."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish.pipeline import make
from generator.publish.settings import settings_of, site_of
from tests.publish.records import write_records


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_records(tmp_path_factory.mktemp("root"))


def test_a_root_without_settings_has_no_address(root: Path) -> None:
    assert site_of(settings_of(root)) == {"site_url": "", "site_name": "Furikaeri"}


def test_the_address_of_the_settings_is_that_of_the_feed(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: 事例集\nsite_url: https://intra.example/x/\n", encoding="utf-8")
    given = site_of(settings_of(root))
    assert given == {"site_url": "https://intra.example/x/", "site_name": "事例集"}
    feed = make(root, as_of="2024-03-01T00:00+09:00", **given).site.files["feed.xml"].decode()
    assert "<title>事例集</title>" in feed
    assert 'href="https://intra.example/x/incidents/inc-2024-001/"' in feed
    assert "<id>tag:intra.example,2026:/x/incidents/inc-2024-001</id>" in feed
