"""F3xx: ids, and references from one record to another."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

_ANOTHER = "title: メールの遅延\nservices: [mail]\ncause: {category: network, summary: 中継サーバーの経路障害}"
_EARLIER = {
    "incidents/2026/INC-2026-003.md": """\
id: INC-2026-003
started_at: 2026-09-10T13:00+09:00
detected_at: 2026-09-10T13:05+09:00
acknowledged_at: 2026-09-10T13:07+09:00
mitigated_at: 2026-09-10T13:25+09:00
resolved_at: 2026-09-10T13:30+09:00
report_at: 2026-09-11T08:00+09:00"""
}

ID_FORMAT = Rule(
    "F301", "id-format", Level.ERROR,
    ("`{key}` の「{value}」は ID の形ではありません", "`{key}`: `{value}` is not an id"),
    ("INC-<年>-<3 桁以上の番号> と書いてください(例: {example})",
     "write INC-<year>-<3 or more digits>, e.g. {example}"),
    ("使えない文字: {odd}", "characters that do not belong there: {odd}"),
    reason=(
        "ID はページの住所になり、ほかの記録からの参照にも使われます。"
        "書き方がまちまちだと、同じ障害を指していることが分かりません。",
        "The id is the address of the page and what other records refer to. "
        "Written in several ways, nobody can tell that the same incident is meant.",
    ),
    bad=Example("id: 2026-14"),
    good=Example("id: INC-2026-014"),
)  # fmt: skip
ID_FILE = Rule(
    "F302", "id-file-mismatch", Level.ERROR,
    ("ファイル名が id({id})で始まっていません", "the file's name does not start with its id ({id})"),
    ("ファイル名を {id}.md か {id}-<短い名前>.md にするか、id を直してください",
     "name the file {id}.md or {id}-<short-name>.md, or correct the id"),
    reason=(
        "ひな形を写して番号を直し忘れると、別の障害のページを上書きする記録になります。"
        "ファイル名と id が同じなら、名前で探した人も正しい記録にたどり着けます。",
        "A record copied from another often keeps its id, and would take the other's page. "
        "With the same id in both places, whoever looks for the file by name finds the right record.",
    ),
    bad=Example("id: INC-2026-041"),
    good=Example("id: INC-2026-014"),
)  # fmt: skip
ID_YEAR = Rule(
    "F303", "id-year-mismatch", Level.ERROR,
    ("id の年({year})が障害の年({actual})と違います", "the id's year ({year}) is not the incident's ({actual})"),
    ("id とファイル名の年か、時刻を直してください", "correct the year in id and file name, or the time"),
    judgement=True,
    reason=(
        "年が明けて間もないころは、時刻に前の年を書いてしまいがちです。"
        "id の年と比べれば、一年ずれた時刻が見つかります。",
        "In January it is easy to write last year's number. "
        "Compared with the year of the id, a time that is a year off comes to light.",
    ),
    bad=Example("id: INC-2026-014\nstarted_at: 2025-10-03T09:00+09:00"),
    good=Example("id: INC-2026-014\nstarted_at: 2026-10-03T09:00+09:00"),
)  # fmt: skip
DUPLICATE_ID = Rule(
    "F304", "duplicate-id", Level.ERROR,
    ("id {id} は {other} と重なっています", "id {id} is also used by {other}"),
    ("一方に次の番号を付け、ファイル名も変えてください", "give one of them the next free number, in its file name too"),
    reason=(
        "二つの記録が同じ id では、ページは片方しか作れず、参照がどちらを指すのかも分かりません。"
        "二人が同時に次の番号を取ったときに起こります。",
        "With one id for two records only one of them can have the page, and references may mean either. "
        "It happens when two people take the next number at the same time.",
    ),
    bad=Example("id: INC-2026-014", others={"incidents/2026/INC-2026-014-mail.md": f"id: INC-2026-014\n{_ANOTHER}"}),
    good=Example("id: INC-2026-014", others={"incidents/2026/INC-2026-015-mail.md": f"id: INC-2026-015\n{_ANOTHER}"}),
)  # fmt: skip
DANGLING = Rule(
    "F305", "dangling-reference", Level.ERROR,
    ("`{key}` の {id} という記録はありません", "`{key}`: there is no record {id}"),
    ("{hint_ja}", "{hint_en}"),
    reason=(
        "存在しない記録への参照は行き先のないリンクになります。"
        "再発の指し先が間違っていれば、再発率も違ってきます。",
        "A reference to a record that is not there is a link to nowhere; "
        "where it names the earlier failure, the recurrence rate is wrong as well.",
    ),
    bad=Example("recurrence_of: INC-2026-030", others=_EARLIER),
    good=Example("recurrence_of: INC-2026-003", others=_EARLIER),
)  # fmt: skip
CYCLE = Rule(
    "F306", "recurrence-cycle", Level.ERROR,
    ("`recurrence_of` が輪になっています: {chain}", "`recurrence_of` goes round in a circle: {chain}"),
    ("最初の障害の recurrence_of を消してください", "remove recurrence_of from the first of them"),
    reason=(
        "再発は前に起きた障害を指すので、たどればいつか最初の障害に着きます。"
        "輪になると最初の一件がなくなり、再発を数えられません。",
        "A recurrence points to an earlier incident, so following the references must end at a first one. "
        "In a circle there is no first, and recurrences cannot be counted.",
    ),
    bad=Example(
        "recurrence_of: INC-2026-003",
        others={path: f"{text}\nrecurrence_of: INC-2026-014" for path, text in _EARLIER.items()},
    ),
    good=Example("recurrence_of: INC-2026-003", others=_EARLIER),
)  # fmt: skip

RULES = (ID_FORMAT, ID_FILE, ID_YEAR, DUPLICATE_ID, DANGLING, CYCLE)
