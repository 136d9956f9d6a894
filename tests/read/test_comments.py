"""Guidance for the author never reaches a reader."""

from __future__ import annotations

import pytest

from generator.read.comments import without_comments


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a", "a"),
        ("<!-- x -->", ""),
        ("a\n<!-- x -->\nb", "a\nb"),
        ("a\n\n  <!-- x\n\ny -->\nb", "a\n\nb"),
        ("<!-- x --> b", " b"),
        ("<!-- x", ""),
        ("```\n<!-- x -->\n```", "```\n<!-- x -->\n```"),
        ("a <!-- x --> b", "a <!-- x --> b"),
        ("`<!--` opens\nb", "`<!--` opens\nb"),
        ("    <!-- x -->", "    <!-- x -->"),
        ("<!-- a --><!-- b -->\nc", "c"),
        ("<!--\n```\n-->\nc", "c"),
    ],
)
def test_what_is_left(text: str, shown: str) -> None:
    assert without_comments(text) == shown
