"""What the events about a small network carry: ids, and the facts of each kind of thing."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from services.contracts import workshops

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


WORKSHOP = "0195a000-0000-7000-8000-000000000001"


SEMINAR = "0195a000-0000-7000-8000-000000000002"


IDEAS = [f"0195a000-0000-7000-8000-0000000001{number:02}" for number in range(4)]


ROUND, PLAN, MEASURE, LOOSE = (f"0195a000-0000-7000-8000-0000000002{number:02}" for number in range(4))


PRACTICE, TRANSFER, PARTNERSHIP, DIARY = (f"0195a000-0000-7000-8000-0000000003{number:02}" for number in range(4))


LEAD, MEMBER, OUTSIDE = (f"0195a000-0000-7000-8000-0000000004{number:02}" for number in range(3))


CODE, JOIN_CODE = "K7P4W", "T4XMR9CD"


def text(language: str, words: str, **others: str) -> dict[str, Any]:
    """A translated text: its own language first, others as translated by people."""
    translated = {other: {"text": said, "status": "human"} for other, said in others.items()}
    return {language: {"text": words, "status": "original"}, **translated}


CITIES: Mapping[str, Mapping[str, Any]] = {
    "bologna": {
        "name": "Bologna",
        "country": "IT",
        "nuts3": "ITH55",
        "role": "source",
        "languages": ["it"],
        "timezone": "Europe/Rome",
        "lat": 44.4949,
        "lon": 11.3426,
    },
    "catania": {
        "name": "Catania",
        "country": "IT",
        "nuts3": "ITG17",
        "role": "receiving",
        "languages": ["it"],
        "timezone": "Europe/Rome",
        "lat": 37.5079,
        "lon": 15.083,
    },
    "budapest": {
        "name": "Budapest",
        "country": "HU",
        "nuts3": "HU110",
        "role": "receiving",
        "languages": ["hu"],
        "timezone": "Europe/Budapest",
        "lat": 47.4979,
        "lon": 19.0402,
    },
}


def organisation(name: str, **more: Any) -> dict[str, Any]:
    """The public sheet of an organisation."""
    return {
        "name": name,
        "short_name": None,
        "kind": "training_provider",
        "country": "IT",
        "seat": None,
        "description": {},
        "website": None,
        "languages": [],
        "policy_areas": [],
        "lat": None,
        "lon": None,
        **more,
    }


def gathering(title: dict[str, Any], starts_at: datetime, **more: Any) -> dict[str, Any]:
    """The facts of a gathering of half a day."""
    agenda = [
        {"starts_at": starts_at, "title": text("it", "Benvenuto e regole", en="Welcome and rules")},
        {"starts_at": starts_at + timedelta(hours=1), "title": text("it", "Visioni del futuro")},
    ]
    return {
        "method": "easw",
        "title": title,
        "language": "it",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=4),
        "timezone": "Europe/Rome",
        "place": {"name": "Palazzo della Cultura", "address": "Via Vittorio Emanuele II 121"},
        "sequence": 0,
        "description": None,
        "status": "planned",
        "stage": "recruiting",
        "agenda": agenda,
        "capacity": 32,
        "quotas": dict.fromkeys(workshops.ROLE_GROUPS, 8),
        "registration_code": JOIN_CODE,
        "published": True,
        "illustration": True,
        **more,
    }


def idea(title: str, **more: Any) -> dict[str, Any]:
    """An idea with its WHAT, HOW and WHO, in Italian."""
    return {
        "gathering": WORKSHOP,
        "title": title,
        "language": "it",
        "theme": "Lingua e formazione",
        "group": "A",
        "what": "Un corso di italiano nei cantieri, nelle ore di lavoro.",
        "how": "Accordo tra il Comune, la scuola edile e tre imprese.",
        "who": "La scuola edile, con il Comune.",
        **more,
    }


TITLES = [
    "Italiano sul posto di lavoro",
    "Uno sportello unico per casa e formazione",
    "Mentori dal quartiere",
    "Biblioteca aperta la sera",
]


def round_facts(**more: Any) -> dict[str, Any]:
    """The facts of the voting round."""
    return {"gathering": WORKSHOP, "code": CODE, "ideas": IDEAS, "votes_per_participant": 2, "closes_at": None, **more}


def measure(number: int, title: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A measure of Catania's plan."""
    return {
        "plan": PLAN,
        "number": number,
        "title": title,
        "objective": {},
        "target_group": {},
        "target_number": None,
        "responsible": None,
        "starts_on": None,
        "ends_on": None,
        "linkages": [],
        "integrated": False,
        "state": "planned",
        "origin": None,
        "indicators": [],
        "budget": [],
        **more,
    }
