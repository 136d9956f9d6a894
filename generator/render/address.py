"""Where the site is served, and names of its things that last when pages move."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from urllib.parse import urlsplit

from generator.model.incident import Incident
from generator.render.casebook import Casebook

#: Our own name space; the names below are made in it (RFC 4122, version 5), the same in every build.
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:furikaeri")
#: A day on which whoever serves the site surely held the host's name: it makes a `tag:` (RFC 4151) and must stay.
_SINCE = "2026"
#: What XML 1.0 and iCalendar cannot hold.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def fit(text: str) -> str:
    """Return a text without the characters that no feed or calendar may hold."""
    return _UNFIT.sub("", text)


def lasting_name(site_url: str, thing: str) -> str:
    """Return an absolute name for a thing of the site, such as `incidents/inc-2026-014`; it never changes.

    `tag:host,2026:/path/thing` where the site says at what address it is served, else `urn:uuid:…`: two sites
    without an address give records of the same id the same name.
    """
    parts = urlsplit(site_url)
    if not parts.hostname:
        return f"urn:uuid:{uuid.uuid5(_NAMES, thing)}"
    return f"tag:{parts.hostname},{_SINCE}:{parts.path.rstrip('/')}/{thing}"


def last_change(book: Casebook, incident: Incident) -> dt.datetime:
    """Return the last instant at which anything of a record happened (UTC), at most `as_of`.

    Of a day alone it is the day's beginning in the policy's zone; a record without any day has that of its id's year.
    """
    days = [action.done_at for action in incident.actions if action.done_at]
    days += [incident.occurred_on] if incident.occurred_on else []
    instants = [_midnight(book, day) for day in days]
    instants += [row.at for row in incident.rows if row.at]
    milestones = (incident.started_at, incident.detected_at, incident.acknowledged_at, incident.mitigated_at)
    instants += [at for at in (*milestones, incident.resolved_at, incident.report_at) if at]
    known = [at for at in instants if at <= book.as_of]
    return max(known, default=_midnight(book, dt.date(int(incident.id.split("-")[1]), 1, 1))).astimezone(dt.UTC)


def _midnight(book: Casebook, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=book.table.zone)
