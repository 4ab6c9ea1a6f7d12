"""A calendar file (RFC 5545): what phones and mail programs subscribe to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import icalendar

from app.calendar_events import Event
from assistant.french import typeset

NAME = "Échéances de correction"
EVERY = timedelta(hours=6)  # how often a program is asked to look again


def write_calendar(events: Iterable[Event], *, now: datetime, site: str) -> bytes:
    """The file; hours are those of Paris, whose time zone comes with it. `site` is our own address."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Permanence//Calendrier//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    calendar.add("x-wr-timezone", "Europe/Paris")
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in events:
        calendar.add_component(_component(event, now, site))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: Event, now: datetime, site: str) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("summary", event.title)
    made.add("dtstamp", event.changed_at or now)
    made.add("last-modified", event.changed_at or now)
    made.add("sequence", event.sequence)
    made.add("dtstart", event.starts)
    if not isinstance(event.ends, datetime):
        made.add("dtend", event.ends + timedelta(days=1))  # the day after: it is excluded
    elif event.ends > event.starts:
        made.add("dtend", event.ends)
    lines = [typeset(line) for line in event.lines]
    if event.path:
        lines.append(site + event.path)
        made.add("url", site + event.path)
    made.add("description", "\n".join(lines))
    made.add("transp", "TRANSPARENT")  # a date to know, not an hour that is taken
    made.add("class", "PRIVATE")
    return made
