"""What organisers of a gathering are asked, and how it becomes what the API takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.chassis.i18n import LANGUAGES, N_, current_language
from services.chassis.web.forms import (
    Form,
    checkbox,
    day,
    email,
    integer,
    long_text,
    radios,
    select,
    text,
    time,
    translated,
)
from services.website.public.names import METHODS, ROLE_GROUPS
from services.website.staff.cities import own_cities

WHEN = {"starts_at": "first_day begins", "ends_at": "ends last_day first_day"}


class GatheringForm(Form):
    """Everything of a gathering but what cannot change: its city and its method."""

    told_at = WHEN

    title = translated(
        N_("What is it called?"), hint=N_("For example: A city that learns. Write in the language of this page.")
    )
    description = translated(N_("What is it about?"), rows=4, optional=True)
    first_day = day(N_("First day"), hint=N_("For example 18 3 2027"))
    begins = time(N_("Begins at"), hint=N_("For example 09:30, in the time of the city"))
    last_day = day(N_("Last day, if it is another one"), optional=True)
    ends = time(N_("Ends at"))
    place__name = text(N_("Place"), optional=True)
    place__address = text(N_("Address of the place"), optional=True)
    language = select(N_("Working language"), choices=LANGUAGES.items)
    capacity = integer(N_("How many people are there places for?"))
    quotas__residents = integer(N_("Largest number of places for residents and their associations"), optional=True)
    quotas__experts = integer(N_("Largest number of places for experts and social workers"), optional=True)
    quotas__administrators = integer(N_("Largest number of places for administration and politics"), optional=True)
    quotas__business = integer(N_("Largest number of places for business and employers"), optional=True)
    published = checkbox(N_("Show it in the public calendar"), optional=True)

    def asked(self, zone: str) -> dict[str, Any]:
        """The gathering as the API takes it, times in `zone`."""
        body = self.body("title", "description", "language", "capacity", "published")
        body |= self.body(*(name for name in self._fields if name.startswith(("quotas__", "sizes__"))))
        place = {"name": self.place__name.data, "address": self.place__address.data}
        last_day = self.last_day.data or self.first_day.data
        return {
            **body,
            "description": body["description"] or None,
            "place": place if place["name"] else None,
            "starts_at": instant(self.first_day.data, self.begins.data, zone),
            "ends_at": instant(last_day, self.ends.data, zone),
        }


class NewGatheringForm(GatheringForm):
    """A gathering to be planned; the city and the method come first."""

    city = select(N_("City"), choices=own_cities)
    method = radios(N_("Method"), choices=METHODS)


class GatheringChangeForm(GatheringForm):
    """What can change of a gathering, and how many people its method needs before it can be confirmed."""

    sizes__block_below = integer(N_("Smallest number of people in all"), optional=True)
    sizes__block_group_below = integer(N_("Smallest number of people in each role group"), optional=True)
    sizes__block_above = integer(N_("Largest number of people in all"), optional=True)


SIZES = ("sizes__block_below", "sizes__block_group_below", "sizes__block_above")
NEW_FIRST = ("method", "city")
WHO = tuple(f"quotas__{group}" for group in ROLE_GROUPS)


class AgendaForm(Form):
    """The agenda as lines of text: quick to write, easy to move about."""

    lines = long_text(
        N_("Agenda"),
        rows=14,
        hint=N_("One point a line: day, time, title. For example: 2027-03-18 14:00 Welcome"),
        optional=True,
    )


class RegistrationForm(Form):
    """Somebody is registered by staff."""

    name = text(N_("Name"))
    role_group = radios(N_("Role group"), choices=ROLE_GROUPS)
    email = email(N_("E-mail address"), hint=N_("Without one they get no messages."), optional=True)
    organisation = text(N_("Organisation"), optional=True)
    language = select(N_("Language of our messages"), choices=LANGUAGES.items)
    group = text(N_("Thematic group"), optional=True)


class RegistrationChangeForm(RegistrationForm):
    """What can be put right of a registration; not its role group."""

    role_group = None


class RoundForm(Form):
    """How a vote goes."""

    votes_per_participant = integer(N_("Votes for each person"), width=3)
    max_votes_per_idea_per_person = integer(N_("Largest number of votes of one person for one idea"), width=3)
    top_ideas = integer(N_("How many ideas go on"), width=3)
    walk_in_seats = integer(
        N_("Places for people without a personal code"),
        width=3,
        hint=N_("They join with the short code and name their role group."),
    )
    allow_own_group = checkbox(N_("Ideas of one's own group may be voted for"), optional=True)


def instant(on: str | None, at: str | None, zone: str) -> str | None:
    """A day and a time of day in `zone` as an instant with its offset; None where one of them is missing."""
    if on is None or at is None:
        return None
    return datetime.fromisoformat(f"{on}T{at}").replace(tzinfo=ZoneInfo(zone)).isoformat()


def local(value: str, zone: str) -> datetime:
    """An instant of the API in `zone`."""
    return datetime.fromisoformat(value).astimezone(ZoneInfo(zone))


def written(gathering: dict[str, Any]) -> dict[str, Any]:
    """A gathering as the form shows it."""
    starts, ends = (local(gathering[name], gathering["timezone"]) for name in ("starts_at", "ends_at"))
    return {
        **gathering,
        "place": gathering["place"] or {"name": None, "address": None},
        "first_day": starts.date().isoformat(),
        "begins": f"{starts:%H:%M}",
        "last_day": ends.date().isoformat() if ends.date() != starts.date() else None,
        "ends": f"{ends:%H:%M}",
    }


def agenda_lines(gathering: dict[str, Any]) -> str:
    """The agenda as text, titles in the reader's language where there are such."""
    zone = gathering["timezone"]
    return "\n".join(
        f"{local(item['starts_at'], zone):%Y-%m-%d %H:%M} {_title(item['title'])}" for item in gathering["agenda"]
    )


def _title(title: dict[str, Any]) -> str:
    chosen = title.get(current_language()) or next(iter(title.values()))
    return str(chosen["text"])


def agenda_items(lines: str, gathering: dict[str, Any]) -> list[dict[str, Any]]:
    """The items that lines of text stand for; a title that is kept keeps its translations.

    Raises ValueError with the number of the line that cannot be read.
    """
    kept = {_title(item["title"]): item["title"] for item in gathering["agenda"]}
    items = []
    for number, line in enumerate(lines.splitlines(), 1):
        if line.strip():
            items.append(_item(line.strip(), number, kept, gathering["timezone"]))
    return items


def _item(line: str, number: int, kept: dict[str, Any], zone: str) -> dict[str, Any]:
    on, _blank, rest = line.partition(" ")
    at, _blank, title = rest.strip().partition(" ")
    try:
        starts_at = instant(on, at.zfill(5), zone)
    except ValueError as error:
        raise ValueError(number) from error
    if not title.strip():
        raise ValueError(number)
    text_of = {current_language(): {"text": title.strip(), "status": "original"}}
    return {"starts_at": starts_at, "title": kept.get(title.strip(), text_of)}
