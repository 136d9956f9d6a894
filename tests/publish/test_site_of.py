"""The site's own address and name reach its feeds and calendars, in every edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish.pipeline import make
from generator.publish.settings import asked_of, settings_of
from tests.publish.records import write_records


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_records(tmp_path_factory.mktemp("root"))


def test_a_root_without_settings_has_no_address(root: Path) -> None:
    given = asked_of(settings_of(root), {})
    assert (given["site_url"], given["site_names"]) == ("", {"ja": "Furikaeri", "en": "Furikaeri"})


def test_the_address_of_the_settings_is_that_of_the_feed(root: Path) -> None:
    (root / "mkdocs.yml").write_text(
        "site_name: 事例集\nsite_url: https://intra.example/x/\n"
        "plugins: [search, {furikaeri: {editions: {ja: , en: {site_name: Casebook}}}}]\n",
        encoding="utf-8",
    )
    given = asked_of(settings_of(root), {"as_of": "2024-03-01T00:00+09:00"})
    japanese, english = (edition.site.files["feed.xml"].decode() for edition in make(root, **given).editions)
    assert "<title>事例集</title>" in japanese and "<title>Casebook</title>" in english
    assert 'href="https://intra.example/x/incidents/inc-2024-001/"' in japanese
    assert 'href="https://intra.example/x/en/incidents/inc-2024-001/"' in english
    assert "<id>tag:intra.example,2026:/x/incidents/inc-2024-001</id>" in japanese
