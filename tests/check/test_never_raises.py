"""Whatever a file holds: findings, sorted, each inside its file, in both languages; never a traceback."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.check.check import Checked, check
from generator.check.fix.plan import plan
from generator.exchange.reports import renderer
from generator.read.records import read
from tests.check.laws import examples, hold
from tests.check.support import AS_OF, PATH, VALID, edited, put

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


def hold_alone(data: bytes, root: Path) -> Checked:
    result = hold(put(root, {PATH: data}))
    assert result.records == 1 and bool(result.incidents) != bool(result.unusable)
    return result


@settings(examples(50), suppress_health_check=FIXTURE)
@given(text=mutated())
@example(text=VALID.replace("severity: P1", "occurred_on: 0001-01-01\nseverity: P1"))
@example(text=VALID.replace("| 09:00 |", "| 0001-01-01 |").replace("| 09:05 |", "| 00:10 |"))
@example(text=VALID.replace("2026-10-03T09:00+09:00", "9999-12-31T23:00Z"))
@example(text=VALID.replace("## タイムライン\n\n", "## タイムライン\n  \n").replace("| 09:30 |", "| x |"))
@example(text=VALID.replace("全リクエスト", "全\N{LINE SEPARATOR}\x85リクエスト").replace("P1", "P9"))
def test_mutations_of_a_valid_record(text: str, tmp_path: Path) -> None:
    hold_alone(text.encode("utf-8", "surrogatepass"), tmp_path)


@settings(examples(50), suppress_health_check=FIXTURE)
@given(data=st.binary(max_size=200))
def test_any_bytes(data: bytes, tmp_path: Path) -> None:
    hold_alone(data, tmp_path)


@settings(examples(40), suppress_health_check=FIXTURE)
@given(front=st.lists(PIECES, max_size=30), body=st.lists(PIECES, max_size=30))
def test_any_front_matter_and_body(front: list[str], body: list[str], tmp_path: Path) -> None:
    hold_alone(f"---\n{''.join(front)}\n---\n{''.join(body)}".encode(), tmp_path)


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


@settings(examples(40), suppress_health_check=FIXTURE)
@given(values=st.dictionaries(st.sampled_from([*KEYS, *MORE_KEYS]), st.sampled_from(VALUES)))
def test_any_value_under_any_key(values: dict[str, str], tmp_path: Path) -> None:
    front = VALID.split("---\n")[1].split("actions:")[0].splitlines()
    kept = [line for line in front if line.partition(":")[0] not in values]
    added = [f"{key}: {value}" for key, value in values.items()]
    body = VALID.split("\n---\n", 1)[1]
    hold_alone("\n".join(["---", *kept, *added, "---", body]).encode(), tmp_path)


LONG = 100_000
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
    "links that are not allowed": "](javascript:x) " * (LONG // 4),
    "definitions of such links": "[a]: javascript:x\n" * (LONG // 4),
    "fences and headings": "```\n```\n" * (LONG // 8) + "\n## a" * (LONG // 6),
    "webhooks": "hooks.slack.com/services/wwwwwwww/" * (LONG // 8) + "w" * LONG,
    "keys without an end": "AccountKey=" * (LONG // 4) + "pypi-AgE" * (LONG // 4),
    "beginnings of keys": "-----BEGIN RSA " * (LONG // 4),
    "comments on lines of their own": "\n<!-- a" * (LONG // 2),
    "controls": "\0\x1b\n" * (LONG // 2),
}


@pytest.fixture(scope="module")
def limit(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Return the seconds that are still no square: many times what as long a text without any trap takes here."""
    text = "予約に失敗した。\n" * (LONG // 8)
    spent = []
    for number in range(3):
        begun = time.process_time()
        hold_costly(VALID.replace("予約に失敗した。", text), tmp_path_factory.mktemp(f"plain{number}"))
        spent.append(time.process_time() - begun)
    return 300 * min(spent)  # a square would be thousands of times


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY)
def test_a_long_text_does_not_cost_its_square(text: str, tmp_path: Path, limit: float) -> None:
    begun = time.process_time()
    hold_costly(VALID.replace("予約に失敗した。", text).replace("| 時刻", f"{text}\n\n| 時刻"), tmp_path)
    assert time.process_time() - begun < limit


def hold_costly(text: str, root: Path) -> None:
    """Check once and say what is found in the formats that show lines: all ways together would take too long."""
    records = read(put(root, {PATH: text.encode()[:450_000]}))
    result = check(records, AS_OF, future=AS_OF)
    assert result.findings or text
    for form in ("text", "github", "junit", "rdjson"):
        assert renderer(form)(result, records, language="en", prefix="", strict=False)
    plan(records, result.policy, as_of=AS_OF)


ROW = "| 09:05 | 検知 | 警報 | 監視 |\n"
COSTLY_ROWS = {
    "names": "| 09:05 | 更新 | a | 田中 太郎 |\n" * 8_000,
    "dates to be written otherwise": "| 2026/10/03 09:05 | 更新 | a | b |\n" * 6_000,
    "midnights": "".join(f"| {23 - n % 24:02}:00 | 更新 | a | b |\n" for n in range(6_000)),
    "a row of bars": "| " + "x|" * 400_000 + "\n",
    "spaces to be taken away": "| 09:05 | 更新 | a | b |   \n" * 15_000,
}
COSTLY_KEYS = {
    "keys nobody knows": "".join(f"k{n}:\n" for n in range(7_000)),
    "keys again and again": "kind: x\n" * 7_000,
    "comments to ignore": f"sources: [{'a,' * 15_000}]\n" + "#furikaeri:ignore x\n" * 1_500,
    "items of one line": f"related: [{'x,' * 8_000}]\n",
    "dates to be written otherwise": "sources: []\nrelated: [" + "INC-2026-1, " * 4_000 + "]\n",
    "channels": "more: {" + ", ".join(f"k{n}: x" for n in range(6_000)) + "}\n",
}


@pytest.mark.parametrize("rows", COSTLY_ROWS.values(), ids=COSTLY_ROWS)
def test_a_long_timeline_does_not_cost_its_square(rows: str, tmp_path: Path, limit: float) -> None:
    begun = time.process_time()
    hold_costly(edited((ROW, rows)), tmp_path)
    assert time.process_time() - begun < limit


@pytest.mark.parametrize("keys", COSTLY_KEYS.values(), ids=COSTLY_KEYS)
def test_a_long_front_matter_does_not_cost_its_square(keys: str, tmp_path: Path, limit: float) -> None:
    begun = time.process_time()
    hold_costly(edited(("detection:", f"{keys}detection:")), tmp_path)
    assert time.process_time() - begun < limit
