"""The records that a branch touches, and what is known of all others: enough to check the former in full."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.check.cache import known_at, load, save
from generator.check.known import Known, known_of, named_by
from generator.check.policy import read_policy
from generator.check.record import check_record
from generator.check.sets import references_of
from generator.model.memory import no_collection
from generator.read.git import Tree, compare, usual_base
from generator.read.record import Record
from generator.read.records import FOLDER, POLICY, Records, files_of, is_record_name, is_review, of_files


class Changed(NamedTuple):
    """The touched files, read, and what is known of the others; None for `others`: all files were read."""

    records: Records
    others: tuple[Known, ...] | None
    base: str


def read_changed(root: Path, base: str, environment: Mapping[str, str]) -> Changed:
    """Read what differs from where the work left `base` ("": the usual one); raise GitFailed.

    Where the policy differs every record may be judged otherwise, so all are read.
    """
    base = base or usual_base(root, environment)
    tree = compare(root, FOLDER, base)
    if f"{FOLDER}/{POLICY}" in tree.touched:
        return Changed(of_files(root, files_of(root)), None, base)
    with no_collection():
        touched = {name for path in tree.touched if (name := _record_path(path))}
        others = _others(root, tree)
        records = of_files(root, _present(root, touched))
        if bereft := _bereft(touched, records, others):
            touched |= bereft
            records = of_files(root, _present(root, touched))
    return Changed(records, tuple(one for one in others if one.path not in touched), base)


def _record_path(path: str) -> str:
    """Return the path of the record that a file is, or is in (a folder named like a record); "" for other files."""
    parts = path.split("/")
    for number, part in enumerate(parts[1:], 2):
        if not is_record_name(part):
            return ""
        if part.lower().endswith(".md"):
            return "/".join(parts[:number])
    return ""


def _present(root: Path, paths: Iterable[str]) -> list[tuple[str, bool]]:
    """Return those of the paths where something is, each with whether it leads out of the folder of records."""
    home = (root / FOLDER).resolve()
    found = []
    for path in sorted(paths):
        place = root / path
        if os.path.lexists(place):
            found.append((path, place.is_symlink() and not place.resolve().is_relative_to(home)))
    return found


def _others(root: Path, tree: Tree) -> list[Known]:
    """Return what is known of the untouched records: kept from before, or read now and kept."""
    kept = load(root)
    known: list[Known] = []
    missing: list[str] = []
    for path, name in _records_among(tree.hashes):
        row = kept.get(name)
        if row is None:
            missing.append(path)
        else:
            known.append(known_at(path, row))
    links = [path for path in tree.links if _record_path(path) == path]
    if missing or links:
        read_now = _read(root, [*missing, *links])
        known += read_now
        if missing:
            names = set(tree.hashes.values())
            fresh = {tree.hashes[one.path]: list(one[1:]) for one in read_now if one.path in tree.hashes}
            save(root, {name: row for name, row in kept.items() if name in names} | fresh)
    return known


def _records_among(hashes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the paths that are records, with their hashes; folders are looked at once each."""
    folders: dict[str, bool] = {}
    for path, name in hashes.items():
        folder, _, own = path.rpartition("/")
        fits = folders.get(folder)
        if fits is None:
            fits = folders[folder] = not is_review(path) and _record_path(f"{folder}/x.md") == f"{folder}/x.md"
        if fits and own[-3:].lower() == ".md" and is_record_name(own):
            yield path, name


def _read(root: Path, paths: list[str]) -> list[Known]:
    records = of_files(root, _present(root, paths))
    policy, _ = read_policy(records.policy)
    return [known_of(record, check_record(record, policy, None)[2]) for record in records.incidents]


def _bereft(touched: set[str], records: Records, others: list[Known]) -> set[str]:
    """Return the untouched records that refer to an id that the touched files no longer have."""
    ids = {name for path in touched if (name := named_by(path))}
    ids -= {_id_of(record) for record in records.incidents}
    gone = ids - {one.id or one.named for one in others} if ids else ids
    return {one.path for one in others if gone and any(name in gone for _, name in references_of(one))}


def _id_of(record: Record) -> str:
    node = record.front.get("id") if record.front else None
    return node.text.strip() if node else named_by(record.path)
