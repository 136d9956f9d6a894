"""All records -> the mends of their files. Nothing is written here."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from generator.check.check import check
from generator.check.fix.draft import Draft, Setting
from generator.check.fix.file import mend
from generator.check.fix.ids import padded
from generator.check.fix.mend import Mend
from generator.check.fix.text import Text
from generator.check.rule import Pair
from generator.check.rules.promises import REPORT_OVERDUE, RESPONSE_MISSED, UPDATE_OVERDUE
from generator.check.sets.known import named_by
from generator.model.finding import Level
from generator.model.policy import Policy
from generator.read.record import Record, parse_record
from generator.read.records import Records

#: Judged only in records without an error: a mend that takes the last error away lets them show, but breaks no promise.
_SHOWN_LATER = {rule.name for rule in (RESPONSE_MISSED, UPDATE_OVERDUE, REPORT_OVERDUE)}
_ID = re.compile(r"INC-\d{4}-\d{3,}", re.ASCII)
_LATE = dt.datetime(2199, 12, 31, tzinfo=dt.UTC)  # promises are not what is compared here
_IN_THE_SET: Pair = (
    "直すと、ほかの記録との間に新しい誤りが出ます",
    "mending would bring up a finding among the records",
)


def plan(
    records: Records, policy: Policy, only: Collection[str] | None = None, *, as_of: dt.datetime | None = None
) -> tuple[Mend, ...]:
    """Return the mends of the files that need any, sorted by path.

    `only` restricts them to these paths (below the root, as findings name them). `as_of` is the instant by which
    the proof judges; times after it are errors, as in the check (None: any time may be written).
    """
    ids, free = _ids(records)
    settings = (Setting(policy, as_of, ids, free), Setting(policy, as_of, is_review=True))
    mends = []
    for setting, files in zip(settings, (records.incidents, records.reviews), strict=True):
        for record in files:
            text = _text(records.root / record.path, record) if only is None or record.path in only else None
            made = mend(Draft(text, record, setting)) if text else None
            mends += [made] if made and (made.changes or made.left) else []
    return tuple(sorted(_agreeing(mends, records, as_of), key=lambda made: made.path))


def _text(file: Path, record: Record) -> Text | None:
    """Return the file's characters; None where it has no front matter or is not any more what was read."""
    if record.front is None:
        return None
    try:
        text = Text.of(file.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
    return text if text.lines == record.lines else None


def _ids(records: Records) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids that references can mean, and those that one record alone would have after mending its own."""
    known, held, wanted = set(), set(), Counter[str]()
    for record in records.incidents:
        node = record.front.get("id") if record.front else None
        name = node.text.strip() if node is not None and node.kind == "scalar" else ""
        if _ID.fullmatch(name):
            held.add(name)
        elif named := named_by(record.path):
            known.add(named)  # also what a file too broken to say its id is called by
        if form := padded(name):
            wanted[form] += 1
    return frozenset(known | held), frozenset(form for form, n in wanted.items() if n == 1 and form not in held)


def _agreeing(mends: list[Mend], records: Records, as_of: dt.datetime | None) -> list[Mend]:
    """Return the mends; those with which an error or warning appears among the records leave their files alone."""
    if not any(made.changes for made in mends):
        return mends
    before = _wrong(records, [], as_of)
    kept, doubtful = mends, list[Mend]()
    while appearing := _wrong(records, kept, as_of) - before:
        paths = {path for path, _, _ in appearing}
        changing = [made for made in kept if made.changes]
        out = [made for made in changing if made.path in paths] or changing
        kept, doubtful = [made for made in kept if made not in out], [*doubtful, *out]
    tried = bool(doubtful)
    while tried:  # one that is not the cause is taken back
        tried = False
        for made in list(doubtful):
            if not _wrong(records, [*kept, made], as_of) - before:
                kept, tried = [*kept, made], True
                doubtful.remove(made)
    return [*kept, *(made.unwritten(_IN_THE_SET) for made in doubtful)]


def _wrong(records: Records, mends: list[Mend], as_of: dt.datetime | None) -> Counter[tuple[str, str, str]]:
    """Return the errors and warnings of all files as they would be with the mends."""
    new = {made.path: parse_record(Text.of(made.new).plain, made.path) for made in mends if made.changes}
    incidents, reviews = (tuple(new.get(r.path, r) for r in files) for files in (records.incidents, records.reviews))
    changed = replace(records, incidents=incidents, reviews=reviews)
    found = check(changed, as_of or _LATE, language="en", future=as_of).findings
    return Counter(
        (finding.path, finding.code, finding.message)
        for finding in found
        if finding.level is not Level.ADVICE and finding.name not in _SHOWN_LATER
    )
