"""The page of the rules: what `furikaeri explain` says about each, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from generator.check.explain.explanation import Explanation, Piece, explanations, ways_to_ignore
from generator.render.casebook import Casebook
from generator.render.templates import Sheet

_SHOWN = "action-without-due"  # the rule that the page ignores to show how


@dataclass(frozen=True, slots=True)
class FamilyView:
    """The rules of one family under one heading; `name` is its anchor."""

    name: str
    title: str
    rules: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class RulesView:
    """What `rules` gets; `ignore` shows the two ways to ignore a rule."""

    families: tuple[FamilyView, ...]
    ignore: tuple[Piece, ...]

    @property
    def count(self) -> int:
        """Return how many rules there are."""
        return sum(len(family.rules) for family in self.families)


def rules_page(book: Casebook) -> Sheet:
    """Return the page of all rules; their bad examples are checked for it."""
    language = book.words.language
    families = tuple(
        FamilyView(family.name, family.title[0 if language == "ja" else 1], tuple(group))
        for family, group in groupby(explanations(language), key=lambda each: each.family)
    )
    view = RulesView(families, ways_to_ignore(_SHOWN, language))
    return Sheet("rules.md", "rules", book.words("Rules of the check"), view)
