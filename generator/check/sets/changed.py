"""The records that a branch touches, and what is known of all others: enough to check the former in full."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from generator.check.policy import read_policy
from generator.check.record import check_record
from generator.check.sets.akin import elsewhere
from generator.check.sets.cache import Kept, as_columns, load, save
from generator.check.sets.known import Elsewhere, Known, known_of, named_by
from generator.check.sets.references import references_of
from generator.model.memory import no_collection
from generator.read.git import Asked, Tree
from generator.read.record import Record
from generator.read.records import (
    FOLDER,
    POLICY,
    Records,
    home_of,
    is_record_name,
    is_review,
    of_files,
    read,
    read_locks,
    record_path,
    stays_in,
)


class Changed(NamedTuple):
    """The touched files, read, and how to see the others beside them; None for `others`: all files were read."""

    records: Records
    others: Callable[[Sequence[Known]], Elsewhere] | None
    base: str


def read_changed(root: Path, asked: Asked) -> Changed:
    """Read what differs from where the work left the base that git was asked for; raise GitFailed.

    Where the policy differs every record may be judged otherwise, so all are read.
    """
    tree = asked.tree()
    if f"{FOLDER}/{POLICY}" in tree.touched:
        return Changed(read(root), None, asked.base)
    with no_collection():
        touched = {name for path in tree.touched if (name := record_path(path))}
        kept, rows = _others(root, tree)
        records = of_files(root, present(root, touched))
        if bereft := _bereft(touched, records, kept, rows):
            touched |= bereft
            rows = [(path, row) for path, row in rows if path not in touched]
            records = of_files(root, present(root, touched))
        records = replace(records, locks=read_locks(root))
        return Changed(records, lambda known: elsewhere(kept, rows, known)._replace(touched=tree.touched), asked.base)


def present(root: Path, paths: Iterable[str]) -> list[tuple[str, bool]]:
    """Return those of the paths where something is, each with whether it leads out of the folder of records."""
    home = home_of(root)
    found = []
    for path in sorted(paths):
        place = root / path
        if os.path.lexists(place):
            found.append((path, place.is_symlink() and not stays_in(place, home)))
    return found


def _others(root: Path, tree: Tree) -> tuple[Kept, list[tuple[str, int]]]:
    """Return what is known of contents, and the untouched records (path, row): kept from before, or read and kept."""
    kept = load(root)
    hashes = {**tree.hashes, **{path: f"link {path}" for path in tree.links}}  # what a link holds git does not say
    files = list(_records_among(hashes))
    row_of = kept.row_of
    missing = [path for path, name in files if name not in row_of]
    if missing:
        hash_of = dict(files)
        known = {hash_of[one.path]: one for one in known_in(of_files(root, present(root, missing)))}
        known |= {name: kept.known(path, row_of[name]) for path, name in files if name in row_of}
        save(root, ((name, one) for name, one in known.items() if not name.startswith("link ")))
        kept = Kept(as_columns(known.items()))
        row_of = kept.row_of
    return kept, [(path, row_of[name]) for path, name in files if name in row_of]


def _records_among(hashes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the paths that are records, with their hashes; folders are looked at once each."""
    folders: dict[str, bool] = {}
    for path, name in hashes.items():
        folder, _, own = path.rpartition("/")
        fits = folders.get(folder)
        if fits is None:
            fits = folders[folder] = not is_review(path) and record_path(f"{folder}/x.md") == f"{folder}/x.md"
        # Nearly all are called as the first half says; the others are asked about twice.
        if fits and (
            (own.startswith("INC-") and own.endswith(".md")) or (own[-3:].lower() == ".md" and is_record_name(own))
        ):
            yield path, name


def known_in(records: Records) -> list[Known]:
    """Return what the set needs to know of each record."""
    policy, _ = read_policy(records.policy)
    return [known_of(record, check_record(record, policy, None)[2]) for record in records.incidents]


def _bereft(touched: set[str], records: Records, kept: Kept, rows: list[tuple[str, int]]) -> set[str]:
    """Return the untouched records that refer to an id that the touched files no longer have."""
    ids = {name for path in touched if (name := named_by(path))}
    ids -= {_id_of(record) for record in records.incidents}
    if not ids:
        return ids
    column = kept.columns["id"]
    gone = ids - {column[row] or named_by(path) for path, row in rows}
    others = (kept.known(path, row) for path, row in rows) if gone else ()
    return {one.path for one in others if any(name in gone for _, name in references_of(one))}


def _id_of(record: Record) -> str:
    node = record.front.get("id") if record.front else None
    return node.text.strip() if node else named_by(record.path)
