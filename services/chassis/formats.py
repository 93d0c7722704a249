"""Dates, times with their zone, numbers and names of countries, as the reader's language writes them.

Sentences live in `i18n`. Babel is imported when first needed: most processes never format anything.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from services.chassis.i18n import current_language

if TYPE_CHECKING:
    from babel import Locale

NETWORK_ZONE = "Europe/Brussels"
"""The time zone of what is of no city: that of the institutions which the network reports to."""

# British English: the platform is European, its English writes the day before the month.
_LOCALES = {"en": "en_GB"}


def format_date(value: date | datetime | str, style: str = "long", zone: str | None = None) -> str:
    """A date ("18 March 2027"); style is full, long, medium or short. ISO text will do."""
    from babel.dates import format_date as babel_format_date

    moment = _moment(value, zone)
    return babel_format_date(moment, format=style, locale=_locale())


def format_time(value: datetime | str, zone: str) -> str:
    """A time of day with its zone's name ("14:30 CET"), in the event's zone."""
    from babel.dates import get_timezone_name

    moment = _in_zone(value, zone)
    name = get_timezone_name(moment, width="short", locale=_locale())
    # Some languages have no short name for the zone and Babel falls back to "+0100"; CET says more.
    return f"{moment:%H:%M} {moment.tzname() if name[0] in '+-' else name}"


def format_datetime(value: datetime | str, zone: str, style: str = "long") -> str:
    """A date and a time with its zone ("18 March 2027, 14:30 CET"), in the event's zone."""
    return f"{format_date(value, style, zone)}, {format_time(value, zone)}"


def format_period(start: datetime | str, end: datetime | str, zone: str) -> str:
    """From when to when, with the date said once when it is one day ("18 March 2027, 14:00–18:00 CET")."""
    first, last = _in_zone(start, zone), _in_zone(end, zone)
    if first.date() == last.date():
        return f"{format_date(start, zone=zone)}, {first:%H:%M}–{format_time(end, zone)}"
    return f"{format_datetime(start, zone)} – {format_datetime(end, zone)}"


def format_month(value: date | str) -> str:
    """A month with its year ("March 2027")."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", _moment(value, None), locale=_locale())


def weekday_names() -> list[str]:
    """The seven days from Monday, short, for the head of a calendar."""
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", locale=_locale())
    return [names[day] for day in range(7)]


def month_names() -> list[str]:
    """The twelve months, as they are named where they stand alone."""
    from babel.dates import get_month_names

    names = get_month_names("wide", context="stand-alone", locale=_locale())
    return [names[month] for month in range(1, 13)]


def format_number(value: int | float) -> str:
    """A number with the language's separators."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_locale())


def format_percent(share: float) -> str:
    """A share between 0 and 1 as whole per cents."""
    from babel.numbers import format_percent as babel_format_percent

    return babel_format_percent(share, locale=_locale())


def format_money(money: dict[str, Any]) -> str:
    """An amount of integer minor units, `{"amount": 1250000, "currency": "EUR"}`, as people write it."""
    from babel.numbers import format_currency, get_currency_precision

    currency = money["currency"]
    amount = Decimal(money["amount"]).scaleb(-get_currency_precision(currency))
    return format_currency(amount, currency, locale=_locale())


def country_name(code: str) -> str:
    """A country's name in the reader's language; the code itself when there is none."""
    return str(_locale().territories.get(code, code))


def language_name(tag: str) -> str:
    """A language's name in the reader's language; the tag itself when there is none."""
    return str(_locale().languages.get(tag.split("-")[0], tag))


def countries() -> list[tuple[str, str]]:
    """All ISO 3166 countries as (code, name), in the reader's alphabet."""
    import pycountry

    names = ((country.alpha_2, country_name(country.alpha_2)) for country in pycountry.countries)
    return sorted(names, key=lambda pair: _folded(pair[1]))


def _folded(name: str) -> str:
    """A name without its accents, so that Österreich sorts with O."""
    return "".join(letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))


def _locale() -> Locale:
    return _locale_of(current_language())


@cache
def _locale_of(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALES.get(language, language))


def _moment(value: date | datetime | str, zone: str | None) -> date:
    """The day that a value falls on, seen from the zone when it is an instant."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime) and zone and value.tzinfo:
        return value.astimezone(_zone(zone)).date()
    return value


def _in_zone(value: datetime | str, zone: str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(_zone(zone))


@cache
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)
