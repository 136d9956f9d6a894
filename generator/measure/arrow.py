"""The facts frame as an Arrow table and as Parquet, and back, without loss. Needs the extra `parquet`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from generator.measure.columns import COLUMNS
from generator.measure.frame import Objects, Table

TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "flag": pa.bool_(),
    "count": pa.int64(),
    "number": pa.float64(),
    "instant": pa.timestamp("us", "UTC"),
}
SCHEMA = pa.schema([(name, TYPES[kind]) for name, kind in COLUMNS.items()])

#: The table's own word on itself, in the metadata of its schema.
ABOUT = b"furikaeri"


def to_arrow(table: Table) -> pa.Table:
    """Return the frame, its index as the column `id`; what is nan, NaT or None there is null here."""
    columns = {"id": table.index, **{name: table[name] for name in COLUMNS if name != "id"}}
    values = {name: list(columns[name]) if kind == "texts" else columns[name] for name, kind in COLUMNS.items()}
    return pa.table(
        [pa.array(values[field.name], type=field.type, from_pandas=True) for field in SCHEMA], schema=SCHEMA
    )


def to_columns(table: pa.Table) -> dict[str, Any]:
    """Return the columns that are there, as a frame has them (see `framed`)."""
    return {name: _values(COLUMNS[name], table.column(name)) for name in table.column_names}


def _values(kind: str, column: pa.ChunkedArray) -> Any:
    if kind == "text":
        return _texts(column)
    if kind == "texts":
        made: Objects = np.empty(len(column), dtype=object)
        known: dict[tuple[str, ...], tuple[str, ...]] = {}
        made[:] = [known.setdefault(value, value) for value in map(tuple, column.to_pylist())]
        return made
    if kind == "instant":
        return pd.DatetimeIndex(column.cast(pa.timestamp("us")).to_numpy()).tz_localize("UTC")
    return column.to_numpy()


def _texts(column: pa.ChunkedArray) -> Objects:
    """Each text once: of a million states there are three."""
    coded = column.combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.chunk(0) if coded.num_chunks else pa.array([], TYPES["text"]).dictionary_encode()
    texts: Objects = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
    found: Objects = texts.take(coded.indices.fill_null(len(texts) - 1).to_numpy(zero_copy_only=False))
    return found


def write(table: pa.Table, file: Path, *, about: bytes | None = None, groups: Sequence[int] = ()) -> None:
    """Write a file whole or not at all; `groups` are the sizes of its row groups (default: one)."""
    metadata = {ABOUT: about} if about is not None else None
    table = table.replace_schema_metadata(metadata)
    waiting = file.with_name(f".{file.name}.{os.getpid()}")  # other readers of the folder overlook it
    try:
        with pq.ParquetWriter(waiting, table.schema, compression="zstd") as writer:
            start = 0
            for size in groups or (len(table),):
                writer.write_table(table.slice(start, size), row_group_size=max(1, size))
                start += size
        waiting.replace(file)
    finally:
        waiting.unlink(missing_ok=True)


def about_of(file: Path) -> bytes | None:
    """Return a file's own word on itself, None where it has none; raise ValueError for what is no Parquet."""
    try:
        found: bytes | None = (pq.read_schema(file).metadata or {}).get(ABOUT)
    except pa.ArrowInvalid as error:
        raise ValueError(str(error)) from None
    return found


def read(parts: Iterable[tuple[str, int | None]], columns: Sequence[str]) -> list[pa.Table]:
    """Return the columns of files, or of one row group each; raise ValueError for a file that is not as written."""
    wanted = pa.schema([SCHEMA.field(name) for name in columns])
    return [_read(file, group, wanted) for file, group in parts]


def _read(file: str, group: int | None, wanted: pa.Schema) -> pa.Table:
    try:
        with pq.ParquetFile(file) as opened:
            if group is None:
                table = opened.read(columns=wanted.names, use_threads=False)
            else:
                table = opened.read_row_group(group, columns=wanted.names, use_threads=False)
        return table.select(wanted.names).replace_schema_metadata().cast(wanted)
    except (OSError, KeyError, pa.ArrowException) as error:
        raise ValueError(f"{file} cannot be read as facts: {error}") from None


def in_order(tables: Sequence[pa.Table], columns: Sequence[str]) -> pa.Table:
    """Return the rows of tables of these columns by time and id."""
    if not tables:
        return pa.schema([SCHEMA.field(name) for name in columns]).empty_table()
    together = pa.concat_tables(tables)
    return together if len(tables) == 1 else together.sort_by([("at", "ascending"), ("id", "ascending")])
