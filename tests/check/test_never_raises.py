"""Whatever a file holds: findings, sorted, each inside its file, in both languages; never a traceback."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.check.report import as_json, as_text
from generator.read.records import read
from tests.check.support import PATH, VALID, checked

FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
PIECES = st.sampled_from(
    ["---", "\n", "\r", "\x00", "\x85", "\N{LINE SEPARATOR}", "\N{BYTE ORDER MARK}", "\t", "  ", ": ", "- ", "|", "`",
     "```\n", "## ", "## タイムライン\n  \n", "# ", "[", "]", "{", "}", "*x", "&x ", "!!x ", "'", '"',
     "%", "<b>", "<!--", "\\", "~",
     "unknown",
     "2026-10-03T09:30", "0001-01-01", "9999-12-31T23:59", "2026-02-30", "24:00", "9:05", "no", "null", "INC-2026-014",
     "INC-",
     "P1", "open", "drill", "timezone: America/New_York\n", "occurred_on: 0001-01-01\n",
     "2024-03-10 02:30", "😀", "障害", "{0}"]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A valid record with a few places cut out, doubled or replaced."""
    text = VALID
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        text = text[:start] + draw(st.one_of(PIECES, st.just(text[start:end] * 2), st.text(max_size=5))) + text[end:]
    return text


def hold(data: bytes, root: Path) -> None:
    result = checked(root, {PATH: data}, language="ja")
    english = checked(root, {PATH: data}, language="en")
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for finding in (*result.findings, *english.findings):
        assert finding.message and finding.help
        assert 1 <= finding.position.line <= lines and finding.position.column >= 1 and finding.length >= 1
    assert [f.sort_key for f in result.findings] == sorted(f.sort_key for f in result.findings)
    assert len(result.findings) == len(english.findings)
    assert result.records == 1 and result.exit_code() in (0, 1)
    assert bool(result.incidents) != bool(result.unusable)
    as_text(result.findings, read(root))
    assert json.loads(as_json(result))["records"] == 1


@settings(max_examples=100, deadline=None, suppress_health_check=FIXTURE)
@given(text=mutated())
@example(text=VALID.replace("severity: P1", "occurred_on: 0001-01-01\nseverity: P1"))
@example(text=VALID.replace("| 09:00 |", "| 0001-01-01 |").replace("| 09:05 |", "| 00:10 |"))
@example(text=VALID.replace("2026-10-03T09:00+09:00", "9999-12-31T23:00Z"))
@example(text=VALID.replace("## タイムライン\n\n", "## タイムライン\n  \n").replace("| 09:30 |", "| x |"))
@example(text=VALID.replace("全リクエスト", "全\N{LINE SEPARATOR}\x85リクエスト").replace("P1", "P9"))
def test_mutations_of_a_valid_record(text: str, tmp_path: Path) -> None:
    hold(text.encode("utf-8", "surrogatepass"), tmp_path)


@settings(max_examples=50, deadline=None, suppress_health_check=FIXTURE)
@given(data=st.binary(max_size=200))
def test_any_bytes(data: bytes, tmp_path: Path) -> None:
    hold(data, tmp_path)


@settings(max_examples=75, deadline=None, suppress_health_check=FIXTURE)
@given(front=st.lists(PIECES, max_size=30), body=st.lists(PIECES, max_size=30))
def test_any_front_matter_and_body(front: list[str], body: list[str], tmp_path: Path) -> None:
    hold(f"---\n{''.join(front)}\n---\n{''.join(body)}".encode(), tmp_path)


KEYS = [line.partition(":")[0] for line in VALID.split("---")[1].splitlines() if line[:1].isalpha()]
MORE_KEYS = ["kind", "timezone", "response", "recurrence_of", "sources", "communication", "related", "occurred_on"]
VALUES = [
    "",
    "~",
    "x",
    "unknown",
    "[]",
    "{}",
    "[x]",
    "{x: y}",
    "[[x]]",
    "[{id: A1}]",
    "1",
    "true",
    "2026-10-03",
    '"\\0"',
    "[~]",
    "{? [a] : b}",
]


@settings(max_examples=75, deadline=None, suppress_health_check=FIXTURE)
@given(values=st.dictionaries(st.sampled_from([*KEYS, *MORE_KEYS]), st.sampled_from(VALUES)))
def test_any_value_under_any_key(values: dict[str, str], tmp_path: Path) -> None:
    front = VALID.split("---\n")[1].split("actions:")[0].splitlines()
    kept = [line for line in front if line.partition(":")[0] not in values]
    added = [f"{key}: {value}" for key, value in values.items()]
    body = VALID.split("\n---\n", 1)[1]
    hold("\n".join(["---", *kept, *added, "---", body]).encode(), tmp_path)


LONG = 200_000
COSTLY = {
    "comments": "<!--" * LONG,
    "marks of all lengths": "".join("`" * length + " " for length in range(1, 600)),
    "marks": "` `` " * LONG,
    "a table of blanks": "a | b\n-" + " " * LONG + "x",
    "a link of blanks": "](" + " " * LONG,
    "a heading of blanks": "## " + " " * LONG + "x",
    "tags": "<a " * LONG,
    "brackets": "[" * LONG,
    "mail addresses": "a" * LONG + "@" * LONG,
    "mail domains": "a@" + "b." * LONG,
    "token of a token": "eyJ" * LONG,
    "dots of a token": ("eyJ" + "a" * 12 + ".") * (LONG // 8),
    "addresses with a password": "://a:" * LONG,
    "words before a value": "password:" * (LONG // 2) + "パスワード " * (LONG // 8),
    "numbers of a telephone": "090-" * LONG,
    "names": "佐藤" * (LONG // 2) + "さん" * (LONG // 8),
    "quotes": "「" * LONG + '"' * LONG,
    "lengths": "復旧時間: " + "1時間 " * (LONG // 8) + "MTTR: " + "1 h, " * (LONG // 4),
    "openings": "発生から" * (LONG // 4) + "the outage lasted " * (LONG // 8),
    "placeholders": "\n- ..." * LONG,
    "bold": "**" * LONG,
    "invisible": "\u200b" * (LONG // 2),
    "stars of items": "\n- **" * (LONG // 2),
}


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY)
def test_a_long_text_does_not_cost_its_square(text: str, tmp_path: Path) -> None:
    begun = time.process_time()
    hold(VALID.replace("予約に失敗した。", text).replace("| 時刻", f"{text}\n\n| 時刻").encode()[:900_000], tmp_path)
    assert time.process_time() - begun < 5  # it would be minutes
