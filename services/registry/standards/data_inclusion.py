"""The directory in the form of data·inclusion, version 1 (France): services, a row for each place, and structures.

Its words are French: codes go by the tables below, texts in French where there are any. Pure functions.
"""

from __future__ import annotations

from typing import Any, Final

from services.chassis.store import Document
from services.registry.organisations.model import public_identifiers
from services.registry.standards.offers import Offer, text

SOURCE: Final = "learning-cities"
_FRENCH: Final = "FR"
_RIGHTS: Final = "difficultes-administratives-ou-juridiques--"

THEMES: Final = {
    "vocational_training": "se-former--trouver-sa-formation",
    "adult_education": "se-former--trouver-sa-formation",
    "recognition_of_qualifications": "preparer-sa-candidature--valoriser-ses-competences",
    "career_guidance": "choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite",
    "job_placement": "trouver-un-emploi--repondre-a-des-offres-demploi",
    "business_start_up": "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
    "housing_advice": "logement-hebergement--louer-un-logement",
    "legal_advice": f"{_RIGHTS}accompagnement-pour-lacces-aux-droits",
    "social_counselling": f"{_RIGHTS}accompagnement-aux-demarches-administratives",
    "intercultural_mediation": f"{_RIGHTS}beneficier-dune-mesure-daccompagnement-adapte",
    "health": "sante--acces-aux-soins",
    "childcare": "famille--garde-denfants",
    "digital_skills": "numerique--maitriser-les-fondamentaux-du-numerique",
    "meeting_place": "remobilisation--lien-social",
}
TEACHING_FRENCH: Final = ("language_course", "literacy_and_basic_skills")
"""Themes that mean French where the place is in France; elsewhere data·inclusion has no word for them."""
MASTERING_FRENCH: Final = "lecture-ecriture-calcul--maitriser-le-francais"

PUBLICS: Final = {
    "everybody": "tous-publics",
    "newcomers": "personnes-exilees",
    "refugees_and_asylum_seekers": "personnes-exilees",
    "women": "femmes",
    "young_people": "jeunes",
    "parents": "familles",
    "older_people": "seniors",
    "job_seekers": "demandeurs-emploi",
    "workers": "actifs",
    "professionals": "actifs",
}
KINDS: Final = {
    "formation": ("language_course", "literacy_and_basic_skills", "vocational_training", "adult_education",
                  "digital_skills"),
    "atelier": ("meeting_place",),
    "information": ("interpreting", "health", "childcare", "other"),
}  # fmt: skip
"""The themes of each type of service; all others accompany somebody."""


def services_of(offer: Offer) -> list[Document]:
    """A row for each place, or one without a place; further places have a number in their id."""
    service = offer.service
    places = service["places"] or [None]
    return [_service(offer, place, number) for number, place in enumerate(places)]


def _service(offer: Offer, place: Document | None, number: int) -> Document:
    service = offer.service
    name = _cut(text(service["name"], "fr") or "", 3, 150)
    french = offer.country == _FRENCH
    return {
        "source": SOURCE,
        "structure_id": offer.organisation["_id"],
        "id": f"{service['_id']}-{number + 1}" if number else service["_id"],
        "nom": name,
        "description": _cut(text(service["description"], "fr") or name, 5, 10_000),
        "date_maj": service["updated_at"].date().isoformat(),
        "lien_source": offer.page,
        "type": next((kind for kind, themes in KINDS.items() if {*themes} & {*service["themes"]}), "accompagnement"),
        "thematiques": _codes(_themes(service["themes"], french)),
        "publics": _codes([PUBLICS[one] for one in service["target_groups"]]) or None,
        "publics_precisions": text(service["eligibility"], "fr"),
        "conditions_acces": text(service["documents"], "fr"),
        "frais_precisions": text(service["cost"], "fr"),
        "horaires_accueil": text(service["hours"], "fr"),
        "mobilisation_precisions": text(service["how_to_apply"], "fr"),
        "mobilisable_par": ["usagers", *(["professionnels"] if service["takes_referrals"] else [])],
        "modes_mobilisation": _ways(service),
        "modes_accueil": ["en-presentiel"] if place else None,
        "telephone": service["phone"],
        "lien_mobilisation": service["website"],
        **_at(place),
    }


def structure(organisation: Document, page: str) -> Document:
    """An organisation as a structure, at its main site."""
    main = next((site for site in organisation.get("sites") or [] if site.get("main")), None)
    return {
        "source": SOURCE,
        "id": organisation["_id"],
        "nom": _cut(organisation["name"], 3, 150),
        "description": _optional(text(organisation["description"], "fr"), 5),
        "date_maj": organisation["updated_at"].date().isoformat(),
        "lien_source": page,
        "siret": _siret(organisation),
        "site_web": organisation["website"],
        "commune": organisation["seat"],
        "latitude": organisation["lat"],
        "longitude": organisation["lon"],
        **_at(main),
    }


def _siret(organisation: Document) -> str | None:
    """The 14 digits by which France counts an establishment; the 9 of a whole company are none."""
    numbers = (one["value"] for one in public_identifiers(organisation) if one.get("country") == _FRENCH)
    return next((number for number in numbers if len(number) == 14), None)


def _themes(themes: list[str], french: bool) -> list[str]:
    known = [THEMES[one] for one in themes if one in THEMES]
    return known + [MASTERING_FRENCH for one in themes if french and one in TEACHING_FRENCH]


def _codes(codes: list[str]) -> list[str]:
    """Each once, in the order in which they came."""
    return list(dict.fromkeys(codes))


def _ways(service: Document) -> list[str] | None:
    ways = {"telephoner": service["phone"], "utiliser-lien-mobilisation": service["website"]}
    ways["se-presenter"] = service["places"]
    return [name for name, known in ways.items() if known] or None


def _at(place: Document | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        "adresse": place["address"],
        "complement_adresse": place["name"],
        "commune": place["town"],
        # The form takes five figures only; a postcode of another country would be taken for a French one.
        "code_postal": place["postcode"] if place["country"] == _FRENCH and _is_postcode(place["postcode"]) else None,
        "latitude": place["lat"],
        "longitude": place["lon"],
    }


def _is_postcode(postcode: str | None) -> bool:
    return postcode is not None and len(postcode) == 5 and postcode.isdigit()


def _cut(value: str, least: int, most: int) -> str:
    """The text in the length that the form takes: too short a one is filled with points."""
    return value[:most].ljust(least, ".")


def _optional(value: str | None, least: int) -> str | None:
    return value[:10_000] if value and len(value) >= least else None
