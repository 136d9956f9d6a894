"""Durations in prose that say which they are, against those the times give. Better silent than wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.check.clock import elapsed_minutes
from generator.check.prose.lengths import LENGTH, Length, read_length
from generator.check.prose.text import Found, Prose
from generator.check.rules.wording import CONTRADICTS_TIMES
from generator.check.shape import Values
from generator.model.incident import MILESTONES
from generator.model.words import BARE, Words

Pair = tuple[str, str]
_S, _D, _A, _M, _R = MILESTONES
_RECOVERY: tuple[Pair, ...] = ((_S, _R), (_D, _R), (_A, _R), (_S, _M), (_D, _M), (_A, _M))
_OUTAGE: tuple[Pair, ...] = ((_S, _R), (_S, _M), (_D, _R), (_D, _M))
_DETECTION: tuple[Pair, ...] = ((_S, _D),)
_RESPONSE: tuple[Pair, ...] = ((_D, _A), (_S, _A))
_MITIGATION: tuple[Pair, ...] = ((_S, _M), (_D, _M), (_A, _M))

#: Where a sentence, a cell or an item may begin; in front of a word, that it is not part of another.
_BEGIN = r"(?:^|(?<=[。、.;((|「*]))[ \t]{0,3}(?:[-*+] |\d{1,2}[.)] )?(?:\*\*)?"
_TO_RECOVERY = r"(?:後?[でに、]{0,2}復旧|かかっ|を?要し|。|$)"
_IS = r"(?:\*\*)?[ \t]{0,2}(?:は|[::=|])(?:\*\*)?[ \t]{0,3}"
_WAS = r"(?:\*\*)?(?: (?:was|is|of)|[ \t]{0,2}[:=|])(?:\*\*)? {0,3}"
_WHOLE = r"(?:(?:the|this) (?:incident|outage|disruption|degradation|service|site|platform|system)|it|this|we|service)"


class Phrase(NamedTuple):
    """An opening that says which lengths a claim can mean, and what must follow it to speak of the whole incident."""

    pairs: tuple[Pair, ...]
    opening: str
    follows: str = ""


_PHRASES = (
    Phrase(
        _RECOVERY,
        rf"(?:障害の|全体の)?(?:復旧時間|所要時間|復旧まで(?:の時間)?|復旧に(?:要し|かかっ)た時間)"
        rf"{_IS}",
    ),
    Phrase(
        _OUTAGE,
        rf"(?:サービスの?|全体の)?(?:停止時間|障害時間|障害の長さ|障害継続時間|ダウンタイム|影響時間)"
        rf"{_IS}",
    ),
    Phrase(_DETECTION, rf"(?:検知時間|検知まで(?:の時間)?|MTTD){_IS}"),
    Phrase(_RESPONSE, rf"(?:対応開始まで(?:の時間)?|初動まで(?:の時間)?|MTTA){_IS}"),
    Phrase(_MITIGATION, rf"(?:緩和まで(?:の時間)?|MTTM){_IS}"),
    Phrase(_OUTAGE, "障害は、?", r"(?:間)?(?:続い|で(?:復旧|解消|収束|解決))"),
    # Not behind a comma: there it may be the recovery of what the clause before speaks of.
    Phrase(_RECOVERY, "(?<!、)復旧(?:まで(?:に|は)?|には?)、?", "(?:かかっ|を?要し)"),
    Phrase(_DETECTION, "(?:障害の?)?発生から", r"後?[でに、]{0,2}検知"),
    Phrase(((_S, _R), (_S, _M)), "(?:障害の?)?発生から(?:復旧まで(?:は|に)?)?", _TO_RECOVERY),
    Phrase(((_D, _R), (_D, _M)), "検知から(?:復旧まで(?:は|に)?)?", _TO_RECOVERY),
    Phrase(_RECOVERY, rf"MTTR{_IS}"),
    Phrase(_RECOVERY, rf"(?i:MTTR|TTR|time to (?:recover|recovery|resolve|resolution|restore)){_WAS}"),
    Phrase(_DETECTION, rf"(?i:MTTD|TTD|time to (?:detect|detection)){_WAS}"),
    Phrase(_RESPONSE, rf"(?i:MTTA|time to acknowledge){_WAS}"),
    Phrase(_MITIGATION, rf"(?i:MTTM|time to (?:mitigate|mitigation)){_WAS}"),
    Phrase(_OUTAGE, rf"(?i:(?:the )?(?:total |incident |outage )?(?:duration|downtime)){_WAS}"),
    Phrase(_OUTAGE, rf"(?i:{_WHOLE} (?:lasted|(?:was|were) (?:down|unavailable|offline))(?: for)?) "),
    Phrase(_RECOVERY, rf"(?i:{_WHOLE} was (?:fully )?(?:resolved|restored|fixed)(?: in| after)?) "),
    Phrase(_RECOVERY, "(?i:recovery took) "),
    Phrase(_RECOVERY, rf"(?i:{_WHOLE} took(?: us)?) ", " to (?:recover|resolve|restore|fix|mitigate)"),
    Phrase(_DETECTION, rf"(?i:{_WHOLE} was (?:detected|noticed)(?: after| in)?) "),
)
#: One pass for where any of them may begin; then each is tried there.
_OPENING = re.compile(rf"(?m){_BEGIN}(?:{'|'.join(dict.fromkeys(phrase.opening for phrase in _PHRASES))})")
_FORMS = tuple(
    (phrase.pairs, re.compile(rf"(?m){_BEGIN}{phrase.opening}(?P<claim>{LENGTH})(?={phrase.follows})"))
    for phrase in _PHRASES
)
#: A sentence with one of these speaks of a goal, of another time or of a part.
_ASIDE = re.compile(
    r"目標|目指|短縮|削減|想定|予定|計画|前回|過去|以前|従来|通常|本来|普段|次回|今後|期限|上限|制限|発表|公表|報告では|SLO|SLA|平均"
    r"|(?i:\b(?:target|goal|aim|should|would|could|expected|usual|normally|previous|last time|average|next time|limit|"
    r"published|announced|stated|reported|per|each|every)\b)"
)


def find_durations(prose: Prose, values: Values) -> Iterator[Found]:
    """Yield durations that none of those they can mean agrees with."""
    times = {key: at for key in MILESTONES if isinstance(at := values.get(key), dt.datetime)}
    if len(times) < 2:
        return
    text = prose.spoken
    for opening in _OPENING.finditer(text):
        for pairs, form in _FORMS:
            match = form.match(text, opening.start())
            length = read_length(match) if match else None
            if match is None or length is None or _is_aside(text, match):
                continue
            if computed := _contradicting(length, pairs, times):
                said = {f"computed_{words.language}": _listed(computed, words) for words in BARE}
                yield Found(CONTRADICTS_TIMES, *match.span("claim"), {"text": match["claim"].strip(), **said})
            break


def _is_aside(text: str, match: re.Match[str]) -> bool:
    start = max(text.rfind(mark, 0, match.start("claim")) for mark in "。\n") + 1
    ends = [at for mark in ("。", "\n", ". ") if (at := text.find(mark, match.end("claim"))) >= 0]
    return _ASIDE.search(text, start, min(ends, default=len(text))) is not None


def _contradicting(length: Length, pairs: tuple[Pair, ...], times: dict[str, dt.datetime]) -> list[float]:
    """Return the computed minutes, shortest first, if the claim fits none of them.

    Where a time it may mean is unknown it is contradicted only by being longer than the whole.
    """
    known = sorted({elapsed_minutes(times[a], times[b]) for a, b in pairs if a in times and b in times})
    if any(length.fits(minutes) for minutes in known):
        return []
    complete = all(a in times and b in times for a, b in pairs)
    if complete or not known:
        return known
    whole = elapsed_minutes(times[_S], times[_R]) if _S in times and _R in times else None
    return known if whole is not None and length.low > whole else []


def _listed(computed: list[float], words: Words) -> str:
    ends = [computed[0], computed[-1]] if len(computed) > 2 else computed
    return ("〜" if words.language == "ja" else " to ").join(map(words.duration, ends))
