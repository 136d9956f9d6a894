"""Persons, blame, and what a template left behind: advice on wording, never a gate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.prose.names import is_japanese_name
from generator.check.prose.text import Found, Prose
from generator.check.rule import Rule
from generator.check.rules.wording import BLAME_WORDED, PERSON_NAMED, TEMPLATE_TEXT
from generator.check.shape import Values

_KANJI = "一-龥々"
_JAPANESE = re.compile(
    rf"(?<![{_KANJI}ァ-ヴー])([{_KANJI}]{{2,5}}|[ァ-ヴー・]{{2,12}})(さん|氏(?!名)|様(?![{_KANJI}]))"
)
_ENGLISH = re.compile(r"(?<!\w)(?:(?:Mr|Mrs|Ms)\. ?|(?:Mr|Mrs) )[A-Z][a-z]+")
#: A word that ends so is a role, a group or a custom of speech.
_NO_NAME = tuple("者客皆員社方手屋店部課班係側長師士生達人各両同仕模多一異有何神奥王民家名元先殿僚")
_KATAKANA_ROLES = (
    *("ユーザー", "エンジニア", "ベンダー", "オペレーター", "オペレータ", "スタッフ"),
    *("メンバー", "サポート", "パートナー", "メーカー", "リーダー", "マネージャー"),
)

_BLAME = re.compile(
    r"(?:者|さん|氏|チーム|部署?|課|エンジニア|ベンダー|業者|新人|誰か)のせい(?:で|だ|に)"
    r"|不注意|注意不足|怠慢|(?:を|が)怠(?:っ|り|る)"
    r"|ミスを犯(?:し|す)|(?:初歩的|あり得ない|ありえない|お粗末)な?ミス|ヒューマンエラーが(?:原因|根本)|責任は担当者"
    r"|(?i:\b(?:careless(?:ly|ness)?|negligen(?:t|ce|tly)|incompeten(?:t|ce)|should have known(?: better)?"
    r"|human error|(?:operator|engineer|developer)'s fault|fault of the (?:operator|engineer|developer))\b)"
)
_TEMPLATE = re.compile(
    r"\[(?:障害の簡単な説明|影響機能|影響ユーザー数|高/中/低|詳細な原因分析|対応\d|対策\d|学習事項\d)\](?!\()"
    r"|(?m:(?:^|\|)[ \t]*(?:[-*+] |\d{1,3}[.)] |[a-z_]{1,30}: ?)?(?:\[[ x]\] )?"
    r"(?:\*\*[^*\n]{1,30}\*\*[::]? ?)?[\"'\[((<]?"
    r"(TODO|TBD|FIXME|XXX|要記入|未記入|記入予定|(?:後|あと)で(?:書く|記入|追記)|…{1,3}|\.{3})"
    r"[\"'\]))>]?(?:[::。. \t]|(?=\|)|$))"
)


def find_persons(prose: Prose, _: Values) -> Iterator[Found]:
    """Yield names with a form of address: 佐藤さん, スミス氏, Mr. Smith."""
    for match in _JAPANESE.finditer(prose.plain):
        name, title = match.groups()
        if not name.endswith(_NO_NAME + _KATAKANA_ROLES) and (title != "様" or is_japanese_name(name)):
            yield _found(PERSON_NAMED, match)
    for match in _ENGLISH.finditer(prose.plain):
        yield _found(PERSON_NAMED, match)


def find_blame(prose: Prose, _: Values) -> Iterator[Found]:
    """Yield words that blame; what is quoted is somebody else's."""
    for match in _BLAME.finditer(prose.spoken):
        yield _found(BLAME_WORDED, match)


def find_leftovers(prose: Prose, _: Values) -> Iterator[Found]:
    """Yield what a template left behind, the first of each section."""
    last = -1
    for match in _TEMPLATE.finditer(prose.plain):
        if last < 0 or "\n## " in prose.plain[last : match.start()]:
            yield _found(TEMPLATE_TEXT, match, 1 if match[1] else 0)
        last = match.end()


def _found(rule: Rule, match: re.Match[str], group: int = 0) -> Found:
    return Found(rule, match.start(group), match.end(group), {"text": match[group]})
