"""iCalendar files (RFC 5545) of all-day events: the due dates of open actions, and the review meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar, Event, vText

from generator.check.clock import is_business_day
from generator.model.month import DAY, Month
from generator.model.policy import Policy
from generator.render.address import fit, last_change, lasting_name
from generator.render.casebook import Casebook, Task
from generator.render.links import Links, slugs

_NEXT = 2  # months to come whose meetings are shown, beside that of the month before
_PRODUCT = "-//Furikaeri//Furikaeri//EN"


def calendars(book: Casebook) -> dict[str, bytes]:
    """Return the calendars by uri: of all open actions, of each owner's that any action names, and of the reviews."""
    words = book.words
    due = [task for task in book.tasks if task.action.due and not _restricted(task)]
    events = [(task.action.owner, _due(book, task).to_ical()) for task in due]  # each in two calendars, written once
    files = {"calendar/actions.ics": _calendar(words("Due dates of actions"), (event for _, event in events))}
    for owner, slug in owner_slugs(book).items():
        mine = (event for name, event in events if name == owner)
        files[f"calendar/owners/{slug}.ics"] = _calendar(f"{words('Due dates of actions')}: {owner}", mine)
    meetings = (event.to_ical() for event in _reviews(book))
    files["calendar/reviews.ics"] = _calendar(words("Review meetings"), meetings)
    return files


def owner_slugs(book: Casebook) -> dict[str, str]:
    """Return the last part of the address of each owner's calendar; done actions keep theirs at its address."""
    named = [action.owner for incident in book.incidents for action in incident.actions]
    named += [action.owner for review in book.inputs.reviews for action in review.actions]
    return slugs({name for name in named if name})


def _restricted(task: Task) -> bool:
    return task.incident is not None and task.incident.visibility == "restricted"


def _calendar(name: str, events: Iterable[bytes]) -> bytes:
    """Return a calendar of events that are written already."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(fit(" ".join(name.split()))))
    head, end, _ = calendar.to_ical().partition(b"END:VCALENDAR")
    return b"".join((head, *events, end, b"\r\n"))


def _due(book: Casebook, task: Task) -> Event:
    """Return an action's due date; its time stamp is the last change of its origin, so that a build changes nothing."""
    action, incident = task.action, task.incident
    assert action.due is not None
    origin = incident.id if incident else task.review.month if task.review else ""
    stamp = last_change(book, incident) if incident else _held(book, task)
    path = f"incidents/{incident.slug}/" if incident else f"reviews/{origin}/"
    said = [f"{origin} {incident.title}" if incident else origin]
    said.append(f"{book.words('Owner')}: {action.owner or book.words('no owner')}")
    owner = f" ({action.owner})" if action.owner else ""
    summary = f"{book.words('Due')}: {action.title}{owner}"
    return _event(book, f"actions/{origin}/{action.id}", (summary, "\n".join(said), path), action.due, stamp)


def _held(book: Casebook, task: Task) -> dt.datetime:
    day = task.review.held_on if task.review and task.review.held_on else None
    month = task.review.month if task.review else ""
    return dt.datetime.combine(day or dt.date.fromisoformat(f"{month}-01"), dt.time(), tzinfo=book.table.zone)


def _reviews(book: Casebook) -> Iterable[Event]:
    """Yield the meetings that were held, and the next ones where the policy names their day."""
    days = {month: review.held_on for month, review in book.reviews.items() if review.held_on}
    for month, day in sorted((_planned(book) | days).items()):
        title = book.words("Review meeting: {month}", month=book.words.month(Month.parse(month)))
        if month not in days:
            title = book.words("{title} (planned)", title=title)
        decided = "\n".join(book.reviews[month].decisions) if month in days else ""
        stamp = dt.datetime.combine(day if month in days else day.replace(day=1), dt.time(), tzinfo=book.table.zone)
        yield _event(book, f"reviews/{month}", (title, decided, f"reviews/{month}/"), day, stamp)


def _planned(book: Casebook) -> dict[str, dt.date]:
    """Return the days to come of the next meetings, by the month they review; past days prove no meeting."""
    this = Month(book.today.year, book.today.month)
    days = {str(month): review_day(month, book.policy) for month in (this.plus(ahead) for ahead in range(-1, _NEXT))}
    return {month: day for month, day in days.items() if day is not None and day >= book.today}


def review_day(month: Month, policy: Policy) -> dt.date | None:
    """Return the business day of the following month on which the policy has a month reviewed.

    The last one of a month that has fewer; None where the policy names none, or the month has no business day.
    """
    after = month.plus(1)
    first, end = dt.date(after.year, after.number, 1), dt.date(after.plus(1).year, after.plus(1).number, 1)
    every = (first + DAY * ahead for ahead in range((end - first).days))
    days = [day for day in every if is_business_day(day, policy.business_hours)] if policy.review_business_day else []
    return days[min(policy.review_business_day, len(days)) - 1] if days else None


def _event(book: Casebook, thing: str, said: tuple[str, str, str], day: dt.date, stamp: dt.datetime) -> Event:
    """Return an all-day event; `said` is its title, its text and the path of its page, linked where the site has one.

    The end is exclusive: the next day.
    """
    title, text, path = said
    site = book.inputs.site_url
    event = Event()
    event.add("uid", fit(lasting_name(site, thing)))
    event.add("dtstamp", stamp.astimezone(dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("summary", fit(" ".join(title.split())))
    address = Links(site.rstrip("/") + "/").page(path) if site else ""
    event.add("description", fit("\n".join(part for part in (text, address) if part)))
    if address:
        event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
