"""A rule as SARIF describes it: its sentences without the gaps that only a finding fills."""

from __future__ import annotations

import re
from string import Formatter

from generator.check.rule import Example, Pair, Rule
from generator.model.policy import Language

_EXAMPLES = {"ja": ("誤りの例", "正しい例"), "en": ("Wrong", "Right")}
_OPTIONAL = ("more_", "near_", "reached_")  # gaps that are empty as a rule
_FENCE = re.compile(r"`{3,}")


def descriptor(rule: Rule, level: str, language: Language) -> dict[str, object]:
    """Return the reportingDescriptor of a rule at a level of SARIF."""
    message, help_, reason = (sentence(pair, language) for pair in (rule.message, rule.help, rule.reason))
    text = help_ if re.search(r"\w", help_) else message
    parts = [part for part in (text, reason) if part]
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": f"{rule.name}: {message}"},
        "fullDescription": {"text": reason or message},
        "help": {"text": "\n".join(parts), "markdown": "\n\n".join([*parts, *_examples(rule, language)])},
        "defaultConfiguration": {"level": level},
        "properties": {"problem.severity": "recommendation" if level == "note" else level},
    }


def sentence(pair: Pair, language: Language) -> str:
    """Return a wording with an ellipsis in each of its gaps, and nothing in those that seldom hold anything."""
    parts = Formatter().parse(pair[0 if language == "ja" else 1])
    return "".join(text + ("" if gap is None or gap.startswith(_OPTIONAL) else "…") for text, gap, _, _ in parts)


def _examples(rule: Rule, language: Language) -> list[str]:
    shown = zip(_EXAMPLES[language], (rule.bad, rule.good), strict=True)
    return [f"{title}:\n\n{_fenced(example)}" for title, example in shown if example is not None]


def _fenced(example: Example) -> str:
    fence = max((run.group() for run in _FENCE.finditer(example.text)), key=len, default="``") + "`"
    return f"{fence}markdown\n{example.text.rstrip()}\n{fence}"
