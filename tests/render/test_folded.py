"""Words of a template are translated when it is compiled; what only looks like them stays as it is."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from generator.render.folded import Folded


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def environment(calls: list[str]) -> Environment:
    made = Environment(autoescape=True, extensions=[Folded])
    made.said = {"Time": "時刻", 'a <b> \\ "c"': "<é>", "A & B": '甲 & "乙" \\n'}.__getitem__  # type: ignore[attr-defined]
    made.termed = lambda group, code: f"{group}:{code}>"  # type: ignore[attr-defined]

    def t(message: str, **values: object) -> str:
        calls.append(message)
        return f"called {message} {values}"

    made.globals |= {"t": t, "term": lambda group, code: t(f"{group}.{code}")}
    return made


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('{{ t("Time") }}', "時刻"),
        ('{{ t("A & B") }}', "甲 &amp; &#34;乙&#34; \\n"),
        ('{{ t("Time") ~ "!" if t("Time") == "時刻" }}{% set x = t("Time") %}{{ x }}', "時刻!時刻"),
        ('{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(t("Time")) }}', "[時刻]"),
        ('{{ term("kind", "drill") }}', "kind:drill&gt;"),
    ],
)
def test_words_are_known_before(environment: Environment, calls: list[str], source: str, shown: str) -> None:
    assert environment.from_string(source).render() == shown
    assert calls == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{{ t("{n} of them", n=3) }}', "{n} of them"),
        ("{{ t(word) }}", "word of the day"),
        ('{{ term("kind", word) }}', "kind.word of the day"),
        ('{{ t("a") if false else t(word) }}', "word of the day"),
    ],
)
def test_what_is_not_known_is_asked_for(environment: Environment, calls: list[str], source: str, said: str) -> None:
    environment.said = str  # type: ignore[attr-defined]
    environment.from_string(source).render(word="word of the day")
    assert calls == [said]


@pytest.mark.parametrize(
    "text", ['<script>t("Time")</script>', 't("Time")', '{# t("Time") #}x', '{{ "t(\\"Time\\")" | safe }}']
)
def test_what_is_no_call_stays(environment: Environment, text: str) -> None:
    plain = Environment(autoescape=True).from_string(text).render()
    assert environment.from_string(text).render() == plain


def test_without_words_nothing_is_folded(environment: Environment, calls: list[str]) -> None:
    environment.said = None  # type: ignore[attr-defined]
    environment.from_string('{{ t("Time") }}').render()
    assert calls == ["Time"]
