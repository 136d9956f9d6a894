"""A lock file -> a closed month, or why it is none. Nothing a file contains makes this raise."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from generator.model.finding import Position
from generator.model.lock import SCHEMA, SUFFIX, Change, Closing, Lock, Locked, seal_of
from generator.model.month import Month
from generator.read.node import Lines
from generator.read.record import Unfit, bytes_of, text_of
from generator.read.tree import Problem

T = TypeVar("T")
UNREADABLE, EDITED = "lock-unreadable", "lock-edited"


class LockFile(NamedTuple):
    """What one file says: the closed month, or the problem that keeps it from being one."""

    path: str  # below the root, forward slashes
    text: str = ""
    lock: Lock | None = None
    problem: Problem | None = None

    def place(self, name: str) -> tuple[Position, int]:
        """Return where the record of that id is listed, and how long the id is as written."""
        written = json.dumps(name, ensure_ascii=False)
        at = self.text.rfind(f'"id": {written}')  # the records stand below the history
        return (Lines(self.text, 1).at(at + len('"id": ')), len(written)) if at >= 0 else (Position(), 1)


def read_lock(file: str | Path, path: str) -> LockFile:
    """Return what a lock file says; `path` is how findings name it."""
    text, problem = text_of(file)
    return LockFile(path, problem=problem) if problem is not None else parse_lock(text, path)


def parse_lock(text: str, path: str) -> LockFile:
    """Return the LockFile of a text."""
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
        month = path.rpartition("/")[2].removesuffix(SUFFIX)
        lock = _lock(document, month)
    except json.JSONDecodeError as error:
        return _broken(text, path, Position(error.lineno, error.colno), error.msg)
    except _Unfit as unfit:
        return _broken(text, path, _place(text, unfit.key), unfit.detail)
    except (ValueError, RecursionError) as error:  # numbers without end, and depths without bottom
        return _broken(text, path, Position(), str(error))
    if document.get("seal") != seal_of(document):
        return LockFile(path, text, problem=Problem(EDITED, _place(text, "seal"), len('"seal"')))
    return LockFile(path, text, lock)


def sums(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of each file that can be read, by its path below the root."""
    import hashlib  # as in `seal_of`

    found = {}
    for path in paths:
        try:
            found[path] = hashlib.sha256(bytes_of(root / path)).hexdigest()
        except (OSError, Unfit):
            continue
    return found


class _Unfit(Exception):
    """What the file says is not what a lock says; `key` is where to look."""

    def __init__(self, key: str, detail: str) -> None:
        super().__init__(detail)
        self.key = key
        self.detail = detail


def _broken(text: str, path: str, place: Position, detail: str) -> LockFile:
    return LockFile(path, text, problem=Problem(UNREADABLE, place, 1, {"detail": detail}))


def _place(text: str, key: str) -> Position:
    at = text.find(f'"{key}"')
    return Lines(text, 1).at(at) if at >= 0 else Position()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        key = next(name for name in names if names.count(name) > 1)
        raise _Unfit(key, f"{key!r} twice")
    return found


def _refuse(word: str) -> None:
    raise _Unfit("", f"{word} is no number")


def _lock(document: Any, month: str) -> Lock:
    if not isinstance(document, dict):
        raise _Unfit("", "not an object")
    if document.get("schema") != SCHEMA:
        raise _Unfit("schema", f"schema {document.get('schema')!r} is not {SCHEMA!r}")
    lock = Lock(
        month=_as(document, "month", Month.parse),
        zone=_as(document, "timezone", _zone),
        closing=_closing(document),
        records=tuple(map(_locked, _list(document, "records"))),
        history=tuple(map(_closing, _list(document, "history"))),
    )
    if str(lock.month) != month:
        raise _Unfit("month", f"month {lock.month} in the file of {month}")
    return lock


def _closing(row: Any) -> Closing:
    row = _map({"history": row}, "history")
    return Closing(
        as_of=_as(row, "as_of", _instant),
        figures=_figures(_map(row, "figures")),
        contracts=_map(row, "contracts"),
        policy=_map(row, "policy"),
        ids=tuple(_text({"ids": name}, "ids") for name in _list(row, "ids")),
        version=_text(row, "version"),
        reason=_text(row, "reason"),
        changed=tuple(map(_change, _list(row, "changed"))) if "changed" in row else (),
    )


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    """Return the figures, if what people were told are numbers, or none."""
    from generator.model.reported import REPORTED  # only here: figures are no matter of a check without closed months

    for kpi, keys in REPORTED.items():
        told = _map(row, kpi) if kpi in row else {}
        for key in (*keys, "expected"):
            value = told.get(key)
            inner = tuple(value.values()) if key == "by_severity" and isinstance(value, dict) else _pair(key, value)
            if not all(_is_number(number) for number in inner):
                raise _Unfit(kpi, f"{kpi}.{key} is no number")
    return row


def _pair(key: str, value: Any) -> tuple[Any, ...]:
    is_pair = (key.endswith("interval") or key == "expected") and isinstance(value, list) and len(value) == 2
    return tuple(value) if is_pair else (value,)


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _change(row: Any) -> Change:
    row = _map({"changed": row}, "changed")
    return Change(_text(row, "id"), _text(row, "field"), row.get("was"), row.get("now"))


def _locked(row: Any) -> Locked:
    row = _map({"records": row}, "records")
    return Locked(
        _text(row, "id"), _text(row, "path"), _text(row, "sha256"), _map(row, "fields"),
        _text(row, "excluded") if "excluded" in row else "",
    )  # fmt: skip


def _as(row: Mapping[str, Any], key: str, made: Callable[[str], T]) -> T:
    try:
        return made(_text(row, key))
    except (ValueError, OSError, KeyError) as error:
        raise _Unfit(key, f"{key}: {error}") from None


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _instant(text: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return at.astimezone(dt.UTC)


def _text(row: Mapping[str, Any], key: str) -> str:
    return _of(str, row, key)


def _map(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    return _of(dict, row, key)


def _list(row: Mapping[str, Any], key: str) -> list[Any]:
    return _of(list, row, key)


def _of(kind: type[T], row: Mapping[str, Any], key: str) -> T:
    value = row.get(key)
    if not isinstance(value, kind):
        raise _Unfit(key, f"{key}: {'missing' if key not in row else 'of the wrong type'}")
    return value
