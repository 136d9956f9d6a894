"""What a file's words give away. One cheap look over the text decides which of the finer ones are needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import islice

from generator.check.prose.characters import HIDDEN
from generator.check.prose.text import Found, Prose
from generator.check.rule import Report
from generator.check.shape import Values
from generator.read.record import Record

_IS = r"s?[\"'`]{0,2}[ \t]{0,3}(?:は|[::=])"  # behind a word: here comes its value

#: Family -> beginnings that its finer expressions cannot do without. Each begins with a character, chosen to be rare
#: in records: the engine then passes over all others at the speed of one comparison.
_SIGNS = {
    "duration": (
        *("復旧時間", "復旧に", "復旧まで", "所要時間", "停止時間", "障害時間", "障害の長さ", "障害継続時間"),
        *("影響時間", "ダウンタイム"),
        *("検知時間", "検知まで", "検知から", "緩和まで", "対応開始まで", "初動まで", "発生から", "MTT[RDAM]"),
        *("障害は、?(?:約|およそ|ほぼ)?[0-9]",),
    ),
    "person": ("さん", "氏", "様", r"M(?:r|s|rs)[. ]"),
    "blame": (
        *("せい[でだに]", "不注意", "注意不足", "怠", "ミスを犯", "なミス", "エラーが", "責任は担当者"),
        *("[Cc]areless", "gligen", "k(?<=have k)nown", "uman error", "'s fault", "fault of", "competen"),
    ),
    "leftover": (
        *(r"\[障害の", r"\[影響", r"\[高/", r"\[詳細な", r"\[対応\d", r"\[対策\d", r"\[学習事項\d"),
        *("TODO", "TBD", "FIXME", "XXX", "要記入", "未記入", "記入予定", "で書く", "で記入", "で追記", "…", r"\.\.\."),
    ),
    "secret": (
        *("パスワード", "暗証番号", "秘密鍵", f"キー{_IS}", f"word{_IS}", f"wd{_IS}", f"ken{_IS}", f"key{_IS}"),
        *(f"cret{_IS}", f"phrase{_IS}", f"WORD{_IS}", f"KEN{_IS}", f"KEY{_IS}", f"RET{_IS}"),
        *("AKIA", "ASIA", "AIza", "gh[pousr]_"),
        *("github_pat_", "glpat-", "xox[a-z]-", r"ve_\w{8}", r"pm_\w{8}", "ypi-Ag", r"yJ\w{10}"),
        *(r"SG\.", "Key=", r"ks\.slack", "BEGIN "),
    ),
    "contact": ("@",),
}  # fmt: skip


def _grouped() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Return one expression for all signs, and which families may be meant by the first character of a match."""
    rests: dict[str, list[str]] = {}
    families: dict[str, dict[str, None]] = {}
    for family, signs in _SIGNS.items():
        for sign in signs:
            heads = sign[1:3] if sign.startswith("[") else sign[:2] if sign.startswith("\\") else sign[0]
            rest = sign[4:] if sign.startswith("[") else sign[len(heads) :]
            for head in (heads,) if heads.startswith("\\") else heads:
                rests.setdefault(head, []).append(rest)
                families.setdefault(head[-1], {})[family] = None
    common = sorted(rests, key=lambda head: not head[-1].isascii())  # what stops the engine oftenest is tried first
    form = "|".join(f"{head}(?:{'|'.join(rests[head])})" for head in common)
    return re.compile(form), {head: tuple(names) for head, names in families.items()}


_SIGN, _MEANT = _grouped()
MOST = 50  # findings of one family in one file: more of the same help nobody
_HIDDEN = re.compile(f"[{HIDDEN}]")  # by itself: among the signs a class would cost them their quick beginnings
_PHONE = re.compile(r"-\d{4}\b(?!-)")
_LENGTHS = (" min", "hour", " h ")  # an English length has one of these (others begin with a sign)


def families_of(text: str) -> set[str]:
    """Return the families whose finer expressions may find something in a file's text."""
    found = {family for match in _SIGN.finditer(text) for family in _MEANT[match[0][0]]}
    if _HIDDEN.search(text):
        found.add("hidden")
    if "contact" not in found and _PHONE.search(text):
        found.add("contact")
    if "duration" not in found and any(sign in text for sign in _LENGTHS):
        found.add("duration")
    if "contact" in found:
        found.add("secret")  # an address may hold a password
    return found


def check_wording(record: Record, values: Values, report: Report) -> None:
    """Report secrets, names, blame, leftovers of a template, and durations that the times contradict."""
    families = families_of(record.text) if record.text else ()
    if not families:
        return
    prose = Prose.of(record)
    for family in families:
        for rule, start, end, said in islice(_finder(family)(prose, values), MOST):
            report.add(rule, prose.position(start), end - start, **said)


#: Family -> module and function of its finder.
_FINDERS = {
    "duration": ("durations", "find_durations"),
    "secret": ("secrets", "find_secrets"),
    "contact": ("secrets", "find_contacts"),
    "hidden": ("secrets", "find_hidden"),
    "person": ("persons", "find_persons"),
    "blame": ("persons", "find_blame"),
    "leftover": ("persons", "find_leftovers"),
}


@cache
def _finder(family: str) -> Callable[[Prose, Values], Iterator[Found]]:
    """Return the finder of a family; its many expressions are compiled for the first text that needs them."""
    module, name = _FINDERS[family]
    finder: Callable[[Prose, Values], Iterator[Found]] = getattr(import_module(f"generator.check.prose.{module}"), name)
    return finder
