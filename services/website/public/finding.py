"""What the pages have in common on which something is searched on a map and in a list: filters, choices, points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request

from services.chassis.i18n import _
from services.chassis.store import Document, fold
from services.website.projections.network import DISTANCES

Choices = list[tuple[str, str]]
NAMES_AT_A_POINT = 5


def asked(filters: Iterable[str]) -> dict[str, str]:
    """What the address asks of the filters; the empty text where it asks nothing."""
    return {name: request.args.get(name, "").strip()[:100] for name in filters}


def sorted_choices(offered: Mapping[str, Iterable[tuple[str, str]]]) -> dict[str, Choices]:
    """What each select offers, as (code, name) in the reader's alphabet; distances by their length."""
    choices = {name: sorted(pairs, key=lambda pair: fold(pair[1])) for name, pairs in offered.items()}
    around = [(str(km), _("Up to %(km)s km around the city", km=km)) for km in DISTANCES]
    return {**choices, "within": around}


def map_point(place: Document, names: Sequence[str], several: str, href: str) -> dict[str, Any]:
    """A point of the map: one thing with its page, or how many there are with their names."""
    alone = len(names) == 1
    more = " …" if len(names) > NAMES_AT_A_POINT else ""
    return {
        "lat": place["lat"],
        "lon": place["lon"],
        "name": names[0] if alone else several,
        "text": "" if alone else ", ".join(names[:NAMES_AT_A_POINT]) + more,
        "href": href if alone else None,
    }
