"""The grammar by which the runner of GitHub Actions reads a log: what it takes for a command, and what that says."""

from __future__ import annotations

from typing import NamedTuple

KNOWN = {
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "add-mask",
    "add-matcher",
    "set-env",
    "stop-commands",
}
_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))  # in this order
_VALUE = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """Return the commands of a log; lines end with LF, CR or both."""
    lines = log.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [command for line in lines if (command := _second(line) or _first(line))]


def _second(line: str) -> Command | None:
    """`::name key=value,key=value::data`, at the start of a line."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, listed = line[2:end].partition(" ")
    if name not in KNOWN:
        return None
    pairs = [[side for side in part.split("=", 1) if side] for part in listed.strip().split(",") if part]
    properties = {pair[0]: _unescaped(pair[1], _VALUE) for pair in pairs if len(pair) == 2}
    return Command(name, properties, _unescaped(line[end + 2 :], _DATA))


def _first(line: str) -> Command | None:
    """`##[name key=value;key=value]data`, the older form, anywhere in a line."""
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name = line[start + 3 : end].partition(" ")[0]
    return Command(name, {}, line[end + 1 :]) if name in KNOWN else None


def _unescaped(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for written, meant in table:
        text = text.replace(written, meant)
    return text
