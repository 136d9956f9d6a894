"""Facts in files: what one repository writes, and what the files of many say together.

One file `NAME.parquet`, with a row group a month, or a folder to which many repositories (sources) write:
`month=2026-10/SOURCE.parquet` and, once these are whole, `_sources/SOURCE.json`, the source's word on what it wrote.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from generator.measure import arrow
from generator.measure.about import About, BadFacts, together
from generator.measure.assemble import EVERYTHING, Basis, Frames, Scope, assemble
from generator.measure.columns import COLUMNS
from generator.measure.frame import Table, by_month, column, frame, framed, joined
from generator.measure.months import READ
from generator.model.kpi import Fact, KpiTable
from generator.model.month import Month

SOURCES = "_sources"
UNNAMED = "facts"  # the name of the files of a source without one
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
#: Columns that hold ids; those of a named source bear its name, so that they are unique among all.
_IDS = ("id", "recurred_by", "repeats")


class Part(NamedTuple):
    """Where some facts of a month are, and how many."""

    file: str
    group: int | None  # a row group of the file; None: all of it
    rows: int


class Dataset(NamedTuple):
    """What the files say together."""

    basis: Basis
    severities: tuple[str, ...]  # names that may be asked for
    services: tuple[str, ...]
    months: Mapping[Month, tuple[Part, ...]]  # those with facts, in order

    @property
    def size(self) -> int:
        """Return the number of facts."""
        return sum(part.rows for parts in self.months.values() for part in parts)


def write_facts(facts: Sequence[Fact], about: About, out: Path) -> None:
    """Write facts (by time and id) to a file `*.parquet` or, as one source of many, to a folder.

    What the same source wrote before is replaced. Raise BadFacts for a name that no file can have, and where a
    source without a name would not be alone in its folder.
    """
    if about.source and not _NAME.fullmatch(about.source):
        raise BadFacts(f"{about.source!r} is no name for a source: letters, digits, '.', '_' and '-', e.g. team-shop")
    table = named(frame(facts), about.source)
    about = about.of_facts(about.source, {month: len(rows) for month, rows in by_month(table)})
    if out.suffix == ".parquet":
        out.parent.mkdir(parents=True, exist_ok=True)
        arrow.write(arrow.to_arrow(table), out, about=about.as_bytes(), groups=list(about.months.values()))
    else:
        write_source(arrow.to_arrow(table), about, out)


def named(table: Table, source: str) -> Table:
    """Return the frame with the source's name before every id."""
    if not source:
        return table
    table = table.copy()
    table.index = table.index.map(lambda name: f"{source}/{name}").astype(object)
    for other in _IDS[1:]:
        table[other] = column("texts", [tuple(f"{source}/{name}" for name in names) for names in table[other]])
    return table


def write_source(table: pa.Table, about: About, folder: Path) -> None:
    """Write a source's facts month by month; its word on them goes first and comes back last."""
    (folder / SOURCES).mkdir(parents=True, exist_ok=True)
    others = {file.stem for file in (folder / SOURCES).glob("*.json")}
    name = about.source or UNNAMED
    unnamed = UNNAMED in others and not _about(folder / SOURCES / f"{UNNAMED}.json").source
    if (not about.source and others - {UNNAMED}) or (about.source and unnamed):
        raise BadFacts(f"{folder} holds facts of more than one source: each needs a name (--source)")
    word = folder / SOURCES / f"{name}.json"
    word.unlink(missing_ok=True)
    for old in folder.glob(f"month=*/{name}.parquet"):
        old.unlink()
    start = 0
    for month, rows in about.months.items():
        place = folder / f"month={month}"
        place.mkdir(exist_ok=True)
        arrow.write(table.slice(start, rows).drop_columns(["month"]), place / f"{name}.parquet")
        start += rows
    waiting = word.with_name(f".{word.name}.{os.getpid()}")
    waiting.write_bytes(about.as_bytes())
    waiting.replace(word)


def open_facts(place: Path) -> Dataset:
    """Return what a file or folder of facts holds; raise BadFacts where its parts do not fit together."""
    if place.is_dir():
        words = [_about(file) for file in sorted((place / SOURCES).glob("*.json"))]
        months = _of_folder(place.resolve(), words)
    else:
        words = [_about(place)]
        months = {
            Month.parse(month): (Part(str(place.resolve()), group, rows),)
            for group, (month, rows) in enumerate(words[0].months.items())
        }
    if not words:
        raise BadFacts(f"{place} holds no facts: `furikaeri facts --out` writes them")
    severities = sorted({name for about in words for name in about.severities})
    services = sorted({name for about in words for name in about.services})
    return Dataset(together(words), tuple(severities), tuple(services), dict(sorted(months.items())))


def _about(file: Path) -> About:
    try:
        text = file.read_bytes() if file.suffix == ".json" else arrow.about_of(file)
        if text is None:
            raise BadFacts(f"{file} holds no facts: `furikaeri facts --out` writes them")
        about = About.of(json.loads(text), COLUMNS)
        if file.suffix == ".json" and file.stem != (about.source or UNNAMED):
            raise ValueError(f"it speaks of {about.source!r}")
        return about
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadFacts(f"{file} cannot be read as facts: {error}") from None


def _of_folder(folder: Path, words: Sequence[About]) -> dict[Month, tuple[Part, ...]]:
    months: defaultdict[Month, list[Part]] = defaultdict(list)
    for about in words:
        for month, rows in about.months.items():
            file = folder / f"month={month}" / f"{about.source or UNNAMED}.parquet"
            months[Month.parse(month)].append(Part(str(file), None, rows))
    told = {part.file for parts in months.values() for part in parts}
    there = {entry.path for place in folder.glob("month=*") for entry in os.scandir(place) if _is_part(entry.name)}
    if told != there:
        names = sorted({Path(file).stem for file in told ^ there})
        raise BadFacts(f"{folder}: what {', '.join(names[:5])} wrote is not whole (while it is written, or since it "
                       "was interrupted): write it again")  # fmt: skip
    return {month: tuple(parts) for month, parts in months.items()}


def _is_part(name: str) -> bool:
    return name.endswith(".parquet") and not name.startswith(".")


def read_month(month: str, parts: Sequence[Part], columns: Sequence[str]) -> Table:
    """Return the facts of a month as a frame: columns as asked, `id`, `at` and `month`; rows by time and id.

    Raise BadFacts where the files do not hold as many rows as their sources said.
    """
    wanted = [name for name in COLUMNS if name in {"id", "at", *columns} and name != "month"]
    try:
        tables = arrow.read([(part.file, part.group) for part in parts], wanted)
    except ValueError as error:
        raise BadFacts(str(error)) from None
    for part, table in zip(parts, tables, strict=True):
        if len(table) != part.rows:
            raise BadFacts(f"{part.file} holds {len(table)} facts of {month} instead of {part.rows}: write them again")
    found = arrow.to_columns(arrow.in_order(tables, wanted))
    return framed({**found, "month": column("text", [month] * len(found["id"]))})


def columns_for(scope: Scope) -> tuple[str, ...]:
    """Return what figures need, and the services where they are asked for."""
    return (*READ, "services") if scope.services else READ


def measure_facts(dataset: Dataset, scope: Scope = EVERYTHING) -> KpiTable:
    """Return the figures of the facts in files, computed in this process."""
    return assemble(dataset.basis, scope, Frames(_whole(dataset, columns_for(scope)), scope))


def _whole(dataset: Dataset, columns: Sequence[str]) -> Table:
    tables = [read_month(str(month), parts, columns) for month, parts in dataset.months.items()]
    return joined(tables) if tables else read_month("", (), columns)
