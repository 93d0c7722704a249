"""Tables to be filled in: their headings and one example row, in the reader's language."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from services.chassis.errors import NotFound
from services.chassis.formats import country_name, language_name
from services.chassis.i18n import LANGUAGES, N_, _, translator
from services.chassis.store import Document
from services.registry.imports import words
from services.registry.imports.headings import HEADINGS, heading
from services.registry.imports.model import ORGANISATIONS, PEOPLE, SERVICES
from services.registry.imports.targets import TARGETS

_EXAMPLE_NAME: Final = N_("Example (delete this row): School at the Harbour")
_EXAMPLE_SERVICE: Final = N_("Example (delete this row): Italian for beginners")
_EXAMPLE_PERSON: Final = N_("Example (delete this row)")

_EXAMPLES: Final[dict[str, dict[str, str]]] = {
    ORGANISATIONS: {
        "name": _EXAMPLE_NAME, "short_name": "SH", "kind": "school", "country": "IT", "seat": "Catania",
        "description": N_("Courses for adults who come back to learning"), "website": "www.example.org",
        "email": "school@example.org", "languages": "it; ar", "policy_areas": "training_and_education; employment",
        "lat": "37.5", "lon": "15.09", "legal_name": "", "target_groups": "newcomers; women",
        "site.address": "Via Etnea 1", "site.postcode": "95124", "site.town": "Catania", "identifiers.vat": "",
        "identifiers.tax_number": "", "identifiers.national_register": "", "identifiers.erasmus_oid": "",
        "identifiers.pic": "",
    },
    PEOPLE: {
        "given_name": "Maria", "family_name": _EXAMPLE_PERSON, "email": "maria@example.org", "language": "it",
        "role.organisation": "", "role.role": "trainer", "role.since": "2026-01-31", "role.until": "",
    },
    SERVICES: {
        "name": _EXAMPLE_SERVICE, "organisation": _EXAMPLE_NAME, "description": N_("Twice a week, in small groups"),
        "themes": "language_course; adult_education", "target_groups": "newcomers",
        "policy_areas": "training_and_education", "languages": "it; ar",
        "eligibility": N_("Everybody from 16 years of age"), "how_to_apply": N_("Come by or call"),
        "cost": N_("Free of charge"), "documents": N_("An identity document"), "hours": N_("Monday 9 to 11"),
        "place.name": "", "place.address": "Via Etnea 1", "place.postcode": "95124", "place.town": "Catania",
        "place.country": "IT", "place.lat": "37.5", "place.lon": "15.09", "phone": "+39 095 7301111",
        "email": "school@example.org", "website": "www.example.org", "status": "active", "takes_referrals": "true",
        "free_places": "4", "review_months": "6",
    },
}  # fmt: skip
LIST_SEPARATOR: Final = ";"


def template(makes: str) -> Document:
    """The columns of a template with their headings, an example of each, and the words that may stand there."""
    if makes not in HEADINGS:
        raise NotFound()
    columns = [_column(makes, target) for target in HEADINGS[makes]]
    return {"makes": makes, "columns": columns}


def _column(makes: str, target: str) -> dict[str, Any]:
    known = words.choices(target)
    return {
        "target": target,
        "heading": heading(makes, target),
        "needed": target in TARGETS[makes].needed,
        "example": _shown(target, _EXAMPLES[makes][target]),
        "choices": [name for _code, name in known],
    }


def _shown(target: str, example: str) -> str:
    """The example in the reader's words."""
    if target in words.CODES:
        called = dict(words.choices(target))
        return f"{LIST_SEPARATOR} ".join(called[code] for code in example.split(f"{LIST_SEPARATOR} "))
    if target in words.COUNTRIES:
        return country_name(example)
    if target in words.TONGUES:
        return f"{LIST_SEPARATOR} ".join(language_name(tag) for tag in example.split(f"{LIST_SEPARATOR} "))
    return _(example) if example else ""


def is_example(written: str) -> bool:
    """Whether a name or an identifier is that of the example of a template, which somebody forgot to delete."""
    return "(" in written and written.startswith(_examples())


@cache
def _examples() -> tuple[str, ...]:
    names = (_EXAMPLE_NAME, _EXAMPLE_SERVICE, _EXAMPLE_PERSON)
    return tuple(translator(language).gettext(name) for language in LANGUAGES for name in names)
