"""The comparison of parsers: what it tries tells one that knows a thing from one that does not."""

from __future__ import annotations

import importlib

import pytest

from benchmarks import text


def test_every_feature_is_tried_and_can_be_missing(capsys: pytest.CaptureFixture[str]) -> None:
    ready = {
        each.name: each.make(importlib.import_module(each.module))
        for each in text.PARSERS
        if each.name in ("markdown-it-py", "Markdown")
    }
    text._known(ready)
    ours, other = capsys.readouterr().out.strip().split("\n")
    assert ours.startswith("markdown-it-py ")
    assert "without nothing" in ours
    assert "without tasks, strikethrough, alerts, bare addresses, HTML stays text;" in other


def test_all_are_timed_and_measured_by_the_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "ROUNDS", 1)
    parser = text.PARSERS[0]
    text._compared(
        "two texts", ["一つ。", "**二つ**"], {parser.name: parser.make(importlib.import_module(parser.module))}
    )
    told = capsys.readouterr().out
    assert "2 texts, 9 characters, 50% read without a parser" in told
    assert [line.split("  ")[1].strip() for line in told.strip().split("\n")[1:]] == [
        "markdown-it-py", "markdown-it-py + nh3", "render.body, its parser", "render.body",
    ]  # fmt: skip
