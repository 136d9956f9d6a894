"""A length of time as people write it -> the minutes it may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = {
    "日": 1440.0, "時間": 60.0, "分": 1.0, "秒": 1 / 60,
    "d": 1440.0, "h": 60.0, "m": 1.0, "s": 1 / 60,
}  # fmt: skip
_NUMBER = r"\d{1,5}(?:\.\d{1,3})?"
_PART_OF_DAY = r"(?:時間(?!帯)半?|分(?!の)半?|秒)"
_JAPANESE = rf"{_NUMBER} ?(?:日間?(?!本)|{_PART_OF_DAY})(?: ?{_NUMBER} ?{_PART_OF_DAY}){{0,3}}間?"
_ENGLISH = (
    rf"(?:{_NUMBER}|an?|one|two|three|four|five|six) ?-?(?:days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|[hmsd])\b"
    rf"(?:,? (?:and )?{_NUMBER} ?(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|[hms])\b){{0,3}}"
)
#: Words before and after a length that change what it claims.
LENGTH = (
    r"(?P<before>約|およそ|ほぼ|最大|最長|平均|合計|計|about |approximately |approx\.? |around |roughly |nearly |"
    r"almost |some |over |more than |at least |less than |under |up to |within |only |just |~ ?|c\. ?|≈ ?)?"
    rf"(?P<length>{_JAPANESE}|{_ENGLISH})"
    r" ?(?P<after>以内|未満|以下|以上|超|あまり|余り|弱|強|近く|ほど|程度|前後|くらい|ぐらい)?"
)
_PART = re.compile(rf"({_NUMBER}|an?|one|two|three|four|five|six) ?-?(日|時間|分|秒|[dhms])[a-z]*間?(半?)", re.I)
_WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0}
_AT_MOST = ("以内", "未満", "以下", "less than", "under", "within")
_AT_LEAST = ("以上", "超", "あまり", "余り", "強", "over", "more than", "at least")
_ROUND = (
    *("約", "およそ", "ほぼ", "弱", "近く", "ほど", "程度", "前後", "くらい", "ぐらい"),
    *("about", "approximately", "approx", "approx.", "around", "roughly", "nearly", "almost", "some", "~", "c.", "≈"),
)
_OTHER = ("最大", "最長", "平均", "up to")  # not the length of this one


@dataclass(frozen=True, slots=True)
class Length:
    """The minutes from `low` to `high` (either end included) that a text may mean."""

    low: float
    high: float

    def fits(self, minutes: float) -> bool:
        """Tell whether a computed length is one of those."""
        return self.low <= minutes <= self.high


def read_length(match: re.Match[str]) -> Length | None:
    """Return what a match of `LENGTH` may mean, or None where it does not say how long this one was."""
    before, after = (match["before"] or "").strip().lower(), match["after"] or ""
    if before in _OTHER:
        return None
    total, step = 0.0, 1.0
    for number, unit, half in _PART.findall(match["length"]):
        size = _UNITS[unit.lower()]
        value = _WORDS.get(number.lower())
        total += (float(number) if value is None else value) * size + (size / 2 if half else 0)
        step = size / 2 if half or "." in number else size
    # Minutes may be cut off or rounded up; of hours and days, half of one is rounding.
    slack = step if step <= 1 else step / 2
    slack = max(slack, 1.0)
    if before in _ROUND or after in _ROUND:
        slack = max(slack, total / 4)
    near = max(1.0, total / 20)  # a limit is meant as it is said
    if before in _AT_MOST or after in _AT_MOST:
        return Length(0.0, total + near)
    if before in _AT_LEAST or after in _AT_LEAST:
        return Length(total - near, float("inf"))
    return Length(total - slack, total + slack)
