"""The job summary of GitHub Actions: a Markdown table of every finding, beyond the ten that become annotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from generator.check.check import Checked
from generator.check.report import closing, visible
from generator.exchange.reports.shown import Shown, counting, shown
from generator.model.policy import Language
from generator.read.records import Records

LIMIT = 1024 * 1024  # bytes of one step; a larger file is dropped whole
_RESERVED = 1024  # for the lines below the table
#: What Markdown, HTML or GitHub's own links would take for theirs.
_SPECIAL = re.compile(r"[&<>|*_\[\]!\\~#$@^{}`\"']|:(?=/)|www(?=\.)")
_HEADS = {"ja": "| 場所 | レベル | 規則 | 内容 | 直し方 |", "en": "| place | level | rule | message | help |"}
_IGNORED_HEADS = {"ja": "| 無視した場所 | 規則 | 理由 | 指定 |", "en": "| ignored at | rule | reason | said in |"}
_LEVELS = {
    "ja": {"error": "誤り", "warning": "警告", "advice": "助言"},
    "en": {"error": "error", "warning": "warning", "advice": "advice"},
}


def append(file: Path, text: str) -> None:
    """Append a summary to the step's file; OSError where that cannot be done."""
    with file.open("a", encoding="utf-8", errors="replace", newline="\n") as stream:
        stream.write(text)


def room(file: Path) -> int:
    """Return the bytes that the step's file can still take."""
    return LIMIT - (file.stat().st_size if file.exists() else 0)


def summary(
    checked: Checked,
    records: Records,
    *,
    language: Language,
    prefix: str,
    environ: Mapping[str, str],
    limit: int = LIMIT,
) -> str:
    """Return Markdown of at most `limit` bytes, gravest first; what does not fit is counted in a line."""
    every, base = shown(checked, records, prefix), _blob(environ)
    found = [_row(item, language, base) for item in counting(every)]
    ignored = [_ignored_row(item, language, base) for item in every if item.ignored is not None]
    last = f"**{escaped(closing(checked, records, language))}**\n"
    head = "### furikaeri check\n\n"
    left = limit - len((head + last).encode()) - _RESERVED
    first, left = _table(_HEADS[language], found, left)
    second, left = _table(_IGNORED_HEADS[language], ignored, left)
    out = len(found) - max(0, len(first) - 2) + len(ignored) - max(0, len(second) - 2)
    blocks = ["\n".join(rows) + "\n" for rows in (first, second) if rows]
    if out:
        blocks.append(
            f"ほか {out} 件は長すぎるため省きました\n" if language == "ja" else f"{out} more left out for length\n"
        )
    return head + "\n".join([*blocks, last])


def escaped(text: str) -> str:
    """Return one line that Markdown, tables and HTML leave as it is; only `code` stays code."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:  # an odd one out
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    plain = [_SPECIAL.sub(lambda match: "".join(f"&#{ord(c)};" for c in match[0]), part) for part in parts]
    return "".join(f"<code>{part}</code>" if index % 2 else part for index, part in enumerate(plain))


def _table(head: str, rows: list[str], left: int) -> tuple[list[str], int]:
    """Return the lines of a table as far as they fit, and the bytes left."""
    lines = [head, "|" + "---|" * (head.count("|") - 1)]
    left -= _size(lines)
    taken = []
    for row in rows:
        if (size := _size([row])) > left:
            break
        taken.append(row)
        left -= size
    return ([*lines, *taken], left) if taken else ([], left)


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode("utf-8", "replace")) + 1 for line in lines)


def _blob(environ: Mapping[str, str]) -> str:
    """Return the address of the checked commit's files, "" where the runner does not tell."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (environ.get(name, "") for name in names)
    return f"{server}/{quote(repository)}/blob/{quote(commit)}/" if server and repository and commit else ""


def _place(path: str, line: int, base: str) -> str:
    place = f"<code>{escaped(f'{path}:{line}'.replace('`', chr(0xFF40)))}</code>"
    return f'<a href="{base}{quote(path)}?plain=1#L{line}">{place}</a>' if base else place


def _row(item: Shown, language: Language, base: str) -> str:
    found = item.finding
    cells = [
        _place(item.path, found.position.line, base),
        _LEVELS[language][found.level.value],
        f"{found.code} {found.name}",
        escaped(found.message),
        escaped(found.help),
    ]
    return _cells(cells)


def _ignored_row(item: Shown, language: Language, base: str) -> str:
    found, ignored = item.finding, item.ignored
    assert ignored is not None
    where = {"ja": "方針", "en": "policy"}[language] if ignored.where == "policy" else escaped(ignored.where)
    place = _place(item.path, found.position.line, base)
    return _cells([place, f"{found.code} {found.name}", escaped(ignored.reason), where])


def _cells(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
