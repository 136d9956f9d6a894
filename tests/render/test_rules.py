"""The page of the rules: every rule under its name, its examples as code that nobody can run."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from generator.check.check import RULES
from generator.check.explain.explanation import explanations
from generator.model.finding import Level, Position
from generator.model.policy import Language
from generator.render.site import render
from tests.render.render_inputs import inputs


def page_of(root: Path, language: Language) -> str:
    return render(inputs(root, language=language)).files["rules.md"].decode("utf-8")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_says_what_explain_says(language: Language, tmp_path: Path) -> None:
    page = page_of(tmp_path, language)
    text = unescape(re.sub(r"<[^>]+>", "", page))
    assert re.findall(r'<h3 id="([^"]+)">', page) == [each.name for each in explanations(language)]
    for each in explanations(language):
        assert each.reason in text and each.said in text
        assert all(piece.text in text and piece.note in text for piece in (*each.bad, *each.good))


def test_every_rule_and_family_is_reached_from_the_top(tmp_path: Path) -> None:
    page = page_of(tmp_path, "ja")
    anchors = set(re.findall(r'id="([^"]+)"', page)) | set(re.findall(r"\{ #([a-z0-9-]+) \}", page))
    linked = set(re.findall(r'href="#([^"]+)"', page))
    assert linked <= anchors and {rule.name for rule in RULES} <= linked


def test_it_tells_both_ways_to_ignore_a_rule(tmp_path: Path) -> None:
    page = page_of(tmp_path, "en")
    assert "ignore:\n  action-without-due: reason" in page
    assert "# furikaeri: ignore action-without-due reason" in page


def test_it_stays_light(tmp_path: Path) -> None:
    assert len(page_of(tmp_path, "ja").encode()) < 200_000


def test_a_finding_of_the_quality_page_leads_to_its_rule(tmp_path: Path) -> None:
    given = inputs(tmp_path)
    (finding,) = given.findings
    other = finding._replace(name="no-rule-of-ours")
    page = render(replace(given, findings=(finding._replace(name="report-overdue"), other))).files["quality.md"]
    assert b'<a href="../rules/#report-overdue">report-overdue</a>' in page
    assert b"<small>no-rule-of-ours</small>" in page


def test_the_quality_page_counts_by_rule_and_stays_light_however_much_is_found(tmp_path: Path) -> None:
    given = inputs(tmp_path)
    (finding,) = given.findings
    late = finding._replace(name="report-overdue", level=Level.WARNING)
    many = tuple(late._replace(position=Position(line, 1)) for line in range(1, 3001))
    grave = finding._replace(name="missing-section", level=Level.ERROR, path="zzz.md")
    page = render(replace(given, findings=(*many, grave))).files["quality.md"].decode()
    assert len(page.encode()) < 100_000
    assert re.search(r'#report-overdue">report-overdue</a></td><td>[^<]+</td><td class="fk-n">3000</td>', page)
    assert page.index("#missing-section") < page.index("#report-overdue")  # the gravest first, in both tables
    assert "60" in page and "3001" in page and "furikaeri check" in page
