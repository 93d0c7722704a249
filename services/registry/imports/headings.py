"""What our fields are called at the head of a column: in our templates, and how other lists call the same.

A heading is understood in six languages, with or without accents; texts are taken to be in the language of the
headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from services.chassis.i18n import LANGUAGES, N_, _, current_language, translator
from services.chassis.store import fold
from services.registry.imports.model import ORGANISATIONS, PEOPLE, SERVICES
from services.registry.imports.targets import TARGETS

IDENTITY: Final = "identity"
"""The column that has the directory's own identifier; no field of ours."""

HEADINGS: Final[Mapping[str, Mapping[str, str]]] = {
    ORGANISATIONS: {
        "name": N_("Name"), "short_name": N_("Short name"), "kind": N_("Kind"), "country": N_("Country"),
        "seat": N_("Seat"), "description": N_("Description"), "website": N_("Web page"),
        "email": N_("E-mail address"), "languages": N_("Languages"), "policy_areas": N_("Policy areas"),
        "lat": N_("Latitude"), "lon": N_("Longitude"), "legal_name": N_("Legal name"),
        "target_groups": N_("For whom?"), "site.address": N_("Address"), "site.postcode": N_("Postcode"),
        "site.town": N_("Town"), "identifiers.vat": N_("VAT number"), "identifiers.tax_number": N_("Tax number"),
        "identifiers.national_register": N_("Number in the national register"),
        "identifiers.erasmus_oid": N_("Erasmus+ organisation number (OID)"),
        "identifiers.pic": N_("Participant number of the European Commission (PIC)"),
    },
    PEOPLE: {
        "given_name": N_("Given name"), "family_name": N_("Family name"), "email": N_("E-mail address"),
        "language": N_("Language"), "role.organisation": N_("Organisation"),
        "role.role": N_("Role in the organisation"), "role.since": N_("Since"), "role.until": N_("Until"),
    },
    SERVICES: {
        "name": N_("Name of the service"), "organisation": N_("Organisation"), "description": N_("What is offered?"),
        "themes": N_("What is it?"), "target_groups": N_("For whom?"), "policy_areas": N_("Policy areas"),
        "languages": N_("Languages"), "eligibility": N_("Who can come?"), "how_to_apply": N_("How to apply"),
        "cost": N_("What does it cost?"), "documents": N_("What to bring"), "hours": N_("When?"),
        "place.name": N_("Name of the place"), "place.address": N_("Address"), "place.postcode": N_("Postcode"),
        "place.town": N_("Town"), "place.country": N_("Country"), "place.lat": N_("Latitude"),
        "place.lon": N_("Longitude"), "phone": N_("Telephone"), "email": N_("E-mail address"),
        "website": N_("Web page"), "status": N_("State"),
        "takes_referrals": N_("Other organisations may send people here"), "free_places": N_("Free places"),
        "review_months": N_("To be confirmed every (months)"),
    },
}  # fmt: skip

_OF_SITES: Final[Mapping[str, str]] = {"site.name": N_("Name of the place"), "site.country": N_("Country")}
"""What a mapping can fill besides, and no template asks for."""

_ALSO: Final[Mapping[str, str]] = {
    IDENTITY: "id identifier identificativo identificador identifiant kennung nr no number numero numéro nummer "
              "azonosító sorszám uuid code codice código",
    "name": "organisation organization organizzazione organización szervezet organisationsname ente einrichtung "
            "denominazione ragione_sociale nom nombre nome név bezeichnung träger servizio service servicio angebot "
            "dienst szolgáltatás",
    "short_name": "acronym acronimo acrónimo sigle sigla abkürzung kürzel rövidítés abbreviation",
    "kind": "type tipo art típus categoria category kategorie catégorie rechtsform legal_form",
    "country": "land paese pays país ország state_code nation",
    "place.country": "land paese pays país ország",
    "seat": "town city città stadt ort ville ciudad localidad város sede sitz siège székhely comune",
    "place.town": "town city città stadt ort ville ciudad localidad város comune",
    "place.address": "address street via indirizzo adresse straße rue dirección calle cím utca anschrift",
    "place.postcode": "postcode zip zip_code cap plz code_postal código_postal irányítószám",
    "description": "beschreibung descrizione descripción leírás about",
    "website": "url web website sito sito_web homepage internet site site_web página_web honlap webseite",
    "email": "email e-mail mail posta_elettronica correo correo_electrónico courriel e-mail-adresse",
    "languages": "lingue sprachen langues idiomas nyelvek",
    "language": "lingua sprache langue idioma nyelv",
    "phone": "phone tel telephone telefono teléfono téléphone telefon",
    "given_name": "first_name firstname nome prénom nombre vorname keresztnév utónév",
    "family_name": "last_name lastname surname cognome nom nom_de_famille apellido apellidos nachname familienname "
                   "vezetéknév",
    "organisation": "organization ente organizzazione träger provider organisme organización szervezet einrichtung",
    "role.organisation": "organization träger ente organizzazione organisme organización szervezet einrichtung",
    "role.role": "role ruolo rolle rôle papel función funktion szerep beosztás",
    "lat": "lat latitude latitudine breite breitengrad latitud szélesség",
    "lon": "lon lng long longitude longitudine länge längengrad longitud hosszúság",
    "place.lat": "lat latitude latitudine breite breitengrad latitud szélesség",
    "place.lon": "lon lng long longitude longitudine länge längengrad longitud hosszúság",
    "status": "state stato status état estado állapot",
    "hours": "opening_hours orari orario öffnungszeiten horaires horario nyitvatartás",
    "cost": "cost costo kosten coût coste ár fees",
}  # fmt: skip
"""What other lists call our fields, in the words of all languages."""


def heading(makes: str, target: str) -> str:
    """What a target is called in the reader's language; a text by language says which."""
    name, _dot, rest = target.partition(".")
    known = HEADINGS[makes].get(target) or _OF_SITES.get(target)
    if known:
        return _(known)
    return f"{_(HEADINGS[makes][name])} ({LANGUAGES.get(rest, rest)})"


def targets_of_page(makes: str) -> list[str]:
    """The targets that a person chooses from, in the order of the template; a text by language in our six."""
    by_language = TARGETS[makes].by_language
    return [
        one
        for target in HEADINGS[makes]
        for one in ([f"{target}.{tag}" for tag in LANGUAGES] if target in by_language else [target])
    ]


def guessed(makes: str, columns: Iterable[str]) -> dict[str, str]:
    """The target of each column whose heading is understood, or `IDENTITY`; a target is given once."""
    columns = [column for column in columns if column]
    language = language_of(makes, columns)
    found: dict[str, str] = {}
    for known in (_headings(makes), _others(makes)):
        for column in columns:
            target = known.get(plain(column))
            if target and column not in found and target not in found.values():
                found[column] = target
    return {column: _spoken(makes, target, language) for column, target in found.items()}


def is_template(makes: str, columns: Iterable[str]) -> bool:
    """Whether all columns are headings of ours, and those that each row needs are there."""
    known = [_headings(makes).get(plain(column)) for column in columns if column]
    return None not in known and {*TARGETS[makes].needed} <= {*known}


def language_of(makes: str, columns: Iterable[str]) -> str:
    """The language in which most of the columns are our headings; else the reader's."""
    counted: Counter[str] = Counter()
    for column in columns:
        counted.update(tag for tag in LANGUAGES if plain(column) in _in(tag, makes))
    most = max(counted.values(), default=0)
    best = [tag for tag, times in counted.items() if times == most]
    return current_language() if current_language() in best or not best else best[0]


def plain(text: str) -> str:
    """A heading as it is compared: small letters and digits, without what stands in brackets."""
    return " ".join(re.findall(r"[^\W_]+", fold(re.sub(r"\(.*?\)", " ", text))))


def _spoken(makes: str, target: str, language: str) -> str:
    return f"{target}.{language}" if makes in TARGETS and target in TARGETS[makes].by_language else target


@cache
def _in(language: str, makes: str) -> dict[str, str]:
    said = translator(language).gettext
    return {plain(said(name)): target for target, name in HEADINGS[makes].items()}


@cache
def _headings(makes: str) -> dict[str, str]:
    codes = {plain(target.partition(".")[2] or target): target for target in HEADINGS[makes]}
    return codes | {word: target for language in LANGUAGES for word, target in _in(language, makes).items()}


@cache
def _others(makes: str) -> dict[str, str]:
    fitting = {target: words for target, words in _ALSO.items() if target in HEADINGS[makes] or target == IDENTITY}
    return {plain(word): target for target, words in fitting.items() for word in words.split()}
