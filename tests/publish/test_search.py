"""Where our search is put in place, and where the builder's own stays."""

from __future__ import annotations

from pathlib import Path

from generator.model.page import Edition, Made, Site
from generator.publish.packaged import has_search, theme_dirs
from generator.publish.plain import plain_settings
from generator.publish.settings import settings_of

WORDS = {"furikaeri_search": {"more": "{found}"}}


def test_a_frame_of_one_s_own_decides_which_search_there_is(tmp_path: Path) -> None:
    packaged = [str(folder) for folder in theme_dirs(tmp_path)]
    assert has_search([str(tmp_path / "absent"), *packaged])
    assert not has_search([])
    frame = tmp_path / "main.html"
    frame.write_text('{% extends "base.html" %}', encoding="utf-8")
    assert not has_search([str(tmp_path), *packaged])
    frame.write_text("{% if config.extra.furikaeri_search %}", encoding="utf-8")
    assert has_search([str(tmp_path)])


def test_the_written_settings_carry_the_words_of_the_search(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nextra: {ours: 1}\n", encoding="utf-8")
    edition = Edition("ja", "", Site({}, [], dict(WORDS)))
    values, _ = plain_settings(settings_of(tmp_path), Made((edition,), "2026-11-01"), edition)
    assert values["extra"].items() >= {**WORDS, "ours": 1}.items()
