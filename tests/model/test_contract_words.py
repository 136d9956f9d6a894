"""Contracts in words: what they say follows from the contract, in both languages."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po

from generator.measure.contracts import contracts
from generator.model import contract_words as said
from generator.model.incident import MILESTONES
from generator.model.kpi import DURATIONS, KPIS, Contract
from generator.model.policy import SPANS, Language, Span
from generator.read.words import LOCALE, words
from tests.measure.made import POLICY

ZONE = ZoneInfo("Asia/Tokyo")
USUAL = contracts(POLICY)
SPANS_POSSIBLE = list(itertools.combinations(MILESTONES, 2))


def agreed(name: str, span: Span) -> Contract:
    return contracts(POLICY._replace(contracts={**SPANS, name: span}))[name]


def messages() -> dict[str, str]:
    with (LOCALE / "ja" / "contracts.po").open(encoding="utf-8") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream, abort_invalid=True) if entry.id}


def test_the_catalogue_holds_every_message_and_no_other() -> None:
    tables = (said.NOUNS, said.CLOCKS, said.SPAN_QUESTIONS, said.QUESTIONS, said.POPULATIONS, said.EXCLUSIONS)
    wanted = {text for table in tables for text in table.values()}
    for node in ast.walk(ast.parse(Path(said.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "words":
            wanted |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    assert set(messages()) == wanted
    for english, japanese in messages().items():
        assert sorted(re.findall(r"\{\w*\}", english)) == sorted(re.findall(r"\{\w*\}", japanese)), english


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_usual_contracts_have_no_departure_and_keep_their_names(language: Language) -> None:
    speak = words(language, ZONE)
    for contract in USUAL.values():
        assert said.departure(speak, contract) == ""
        assert said.kpi_name(speak, contract, "usual") == "usual"
    assert said.departures(speak, USUAL) == ()


def test_the_usual_contracts_read_so() -> None:
    speak = words("ja", ZONE)
    assert said.population(speak, USUAL["mttr"]) == "発生と復旧の時刻が分かる障害"
    assert said.measured(speak, USUAL["mtta"]) == "検知→応答"
    assert said.measured(speak, USUAL["incident_rate"]) == ""
    assert said.question(speak, USUAL["mrt"]) == "気づいてから平常に戻るまで、どれだけかかったか。"


def test_a_changed_contract_says_what_it_is_and_what_it_is_not() -> None:
    contract = agreed("mttr", Span("detected_at", "mitigated_at", "business", ("from", "to", "clock")))
    ja, en = words("ja", ZONE), words("en", ZONE)
    assert said.population(ja, contract) == "検知と緩和の時刻が分かる障害"
    assert said.question(ja, contract) == "検知から緩和まで、どれだけかかったか。業務時間だけを数える。"
    assert said.measured(ja, contract) == "検知→緩和 (業務時間)"
    assert said.kpi_name(ja, contract, "復旧時間") == "MTTR(検知から緩和まで)"
    assert said.departure(ja, contract) == (
        "このサイトの方針では、MTTR は検知から緩和まで(業務時間)を測る。一般の定義は発生から復旧まで(経過時間)。"
    )
    assert said.departure(en, contract) == (
        "This site's policy measures MTTR from detection to mitigation (business hours), not as usual from start to "
        "resolution (elapsed time)."
    )
    assert said.question(en, contract) == (
        "How long does it take from detection to mitigation? Only business hours count."
    )


def test_a_name_goes_only_where_it_would_be_wrong() -> None:
    speak = words("en", ZONE)
    since_detection = agreed("mttr", Span("detected_at", "resolved_at", "elapsed", ("from",)))
    assert said.kpi_name(speak, since_detection, "Time to resolve") == "Time to resolve"
    whole = agreed("mrt", Span("started_at", "resolved_at", "elapsed", ("from",)))
    assert said.kpi_name(speak, whole, "Detection to resolution") == "MRT (start to resolution)"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("span", SPANS_POSSIBLE)
def test_every_contract_a_policy_may_have_has_its_words(language: Language, span: tuple[str, str]) -> None:
    speak = words(language, ZONE)
    for name in DURATIONS:
        contract = agreed(name, Span(*span, "business", ("from", "to", "clock")))
        start, end = (speak(said.NOUNS[milestone]) for milestone in span)
        for text in (said.population(speak, contract), said.measured(speak, contract), said.departure(speak, contract)):
            assert start in text and end in text
        assert said.question(speak, contract)


def test_every_exclusion_has_its_words() -> None:
    speak = words("ja", ZONE)
    for name in KPIS:
        assert len(said.exclusions(speak, USUAL[name])) == len(USUAL[name].exclusions) > 0
    assert "対応中の障害(終わりの時刻がまだない)" in said.exclusions(speak, USUAL["mttr"])
    assert "観察期間がまだ過ぎていない障害" in said.exclusions(speak, USUAL["recurrence_rate"])
