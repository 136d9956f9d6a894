"""Which records differ, by id and key. A file that was renamed is the same record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.measure.comparison.values import same
from generator.model.comparison import FieldChange, RecordChange, Side
from generator.model.incident import Action, Incident

#: Where a record's file writes what the model calls otherwise.
_KEYS = {
    "team": "response.team",
    "escalated_to": "response.escalated_to",
    "recovery": "response.recovery",
    "cause": "cause.category",
    "cause_summary": "cause.summary",
    "fingerprint": "cause.fingerprint",
    "rows": "timeline",
    "sections": "text",
}
_PROSE = ("rows", "sections")
#: The id is what records are compared by; a path is no content; the others follow from the milestones.
_NOT_COMPARED = frozenset({"id", "path", "anchor", "unknown", "actions"})


def record_changes(before: Side, after: Side) -> tuple[RecordChange, ...]:
    """Return the records that differ, by id."""
    old, new = (_by_id(side) for side in (before, after))
    broken, mended = dict(after.unusable), dict(before.unusable)
    found = []
    for id_ in sorted(old.keys() | new.keys()):
        one, other = old.get(id_), new.get(id_)
        incident = other or one
        assert incident is not None  # the id came from one of them
        about = (incident.title, incident.path)
        if one is None:
            found.append(RecordChange(id_, "mended" if id_ in mended else "added", *about, (), mended.get(id_, "")))
        elif other is None:
            found.append(RecordChange(id_, "broken" if id_ in broken else "removed", *about, (), broken.get(id_, "")))
        elif fields := tuple(field_changes(one, other)):
            found.append(RecordChange(id_, "changed", *about, fields))
    return tuple(found)


def _by_id(side: Side) -> dict[str, Incident]:
    return {incident.id: incident for incident in side.incidents}


def field_changes(before: Incident, after: Incident) -> Iterator[FieldChange]:
    """Yield the keys that differ, as the record's file calls them; instants are in UTC, an unknown one `unknown`."""
    for name in Incident._fields:
        old, new = _value(before, name), _value(after, name)
        if name == "sections" and before.rows != after.rows:  # the timeline's own section says it again
            old, new = _without_timeline(before), _without_timeline(after)
        if name in _NOT_COMPARED or same(old, new):
            continue
        key = _KEYS.get(name, name)
        if name in _PROSE:
            yield FieldChange(key, None, None)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _entries(key, old, new)
        else:
            yield FieldChange(key, old, new)
    yield from _actions(before.actions, after.actions)


def _value(incident: Incident, name: str) -> object:
    if name in incident.unknown:
        return "unknown"
    return _plain(getattr(incident, name))


def _without_timeline(incident: Incident) -> object:
    return _plain(tuple(section for section in incident.sections if section.key != "timeline"))


def _plain(value: object) -> object:
    """Return maps for named tuples, and lists for all others."""
    if isinstance(value, tuple):
        if names := getattr(value, "_fields", None):
            return {str(name): _plain(item) for name, item in zip(names, value, strict=True)}
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    return value


def _entries(key: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*before, *after)):
        if not same(before.get(name), after.get(name)):
            yield FieldChange(f"{key}.{name}", before.get(name), after.get(name))


def _actions(before: tuple[Action, ...], after: tuple[Action, ...]) -> Iterator[FieldChange]:
    """Yield what differs in the actions of the same id; of one that is new or gone, its title."""
    old, new = ({action.id: action for action in actions} for actions in (before, after))
    for id_ in dict.fromkeys((*old, *new)):
        one, other = old.get(id_), new.get(id_)
        key = f"actions.{id_}"
        if one is None or other is None:
            yield FieldChange(key, one and one.title, other and other.title)
        else:
            yield from _entries(key, one._asdict(), other._asdict())
