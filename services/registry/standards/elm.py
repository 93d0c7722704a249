"""The learning offers of the directory as learning opportunities of the European Learning Model 3 (Europass).

Courses and the like only: advice and mediation teach nothing that ELM could hold. Pure functions.
"""

from __future__ import annotations

from typing import Any, Final

from services.chassis.store import Document
from services.registry.standards.linked import (
    PREFIXES,
    concept,
    country_address,
    iri,
    language_address,
    node,
    told,
    typed,
)
from services.registry.standards.offers import Offer, texts

CONTEXT: Final = {name: PREFIXES[name] for name in ("adms", "dct", "elm", "foaf", "locn", "rov", "skos", "xsd")} | {
    "cv": PREFIXES["cv"]
}

FIELDS: Final = {
    "language_course": "0231",
    "literacy_and_basic_skills": "0021",
    "vocational_training": "0011",
    "adult_education": "0031",
    "digital_skills": "0611",
}
"""The themes that are learning, with their field of ISCED-F 2013: language acquisition, literacy and numeracy, basic
programmes and qualifications, personal skills and development, computer use."""

_FIELD: Final = "http://data.europa.eu/snb/isced-f/{}"
_COURSE: Final = "http://data.europa.eu/snb/learning-opportunity/7e1ac538db"
"""Class, of Europass's list of types of learning opportunities."""


def is_learning(service: Document) -> bool:
    """Whether a service is a learning offer."""
    return any(theme in FIELDS for theme in service["themes"])


def opportunity(offer: Offer) -> Document:
    """The service as an elm:LearningOpportunity."""
    service, page = offer.service, offer.page
    name, about = texts(service["name"]), texts(service["description"])
    return node(
        "elm:LearningOpportunity",
        page,
        adms__identifier=node("elm:Identifier", f"{page}#id", skos__notation=service["_id"]),
        dct__title=told(name),
        dct__description=told(about),
        dct__type=concept(_COURSE),
        dct__modified=typed(service["updated_at"].isoformat(), "dateTime"),
        foaf__homepage=_web_page(service["website"] or page, f"{page}#web"),
        elm__providedBy=_provider(offer),
        elm__defaultLanguage=concept(language_address(next(iter(name)))),
        elm__location=_locations(offer),
        elm__scheduleInformation=_note(service["hours"], f"{page}#hours"),
        elm__admissionProcedure=_note(service["how_to_apply"], f"{page}#how"),
        elm__priceDetail=_price(offer),
        elm__learningAchievementSpecification=_achievement(offer, name, about),
    )


def _achievement(offer: Offer, name: dict[str, str], about: dict[str, str]) -> Document:
    """What is learnt. ELM wants an outcome, and the directory has none but what the offer is called."""
    service, page = offer.service, offer.page
    return node(
        "elm:LearningAchievementSpecification",
        f"{page}#achievement",
        dct__title=told(name),
        dct__description=told(about),
        dct__language=[concept(language_address(one)) for one in service["languages"] or [offer.language]],
        elm__ISCEDFCode=[concept(_FIELD.format(FIELDS[one])) for one in service["themes"] if one in FIELDS],
        elm__entryRequirement=_note(service["eligibility"], f"{page}#eligibility"),
        elm__learningOutcome=node("elm:LearningOutcome", f"{page}#outcome", dct__title=told(name)),
    )


def _provider(offer: Offer) -> Document:
    organisation = offer.organisation
    here = f"{offer.page.rsplit('/', 2)[0]}/partners/{organisation['_id']}"
    seat = {offer.language: organisation["seat"]} if organisation["seat"] else {}
    # An altLabel that is the legalName breaks a rule of ELM.
    name, short = organisation.get("legal_name") or organisation["name"], organisation["short_name"]
    return node(
        "elm:Organisation",
        here,
        rov__legalName=told({offer.language: name}),
        skos__altLabel=told({offer.language: short} if short not in (None, name) else {}),
        adms__identifier=node("elm:Identifier", f"{here}#id", skos__notation=organisation["_id"]),
        foaf__homepage=_web_page(organisation["website"], f"{here}#web"),
        elm__location=_location(f"{here}#seat", seat, organisation["country"], {}, organisation),
    )


def _locations(offer: Offer) -> list[Document]:
    language = offer.language
    return [
        _location(f"{offer.page}#place-{number}", {language: one["town"]}, one["country"], _full(one, language), one)
        for number, one in enumerate(offer.service["places"], start=1)
    ]


def _full(place: Document, language: str) -> dict[str, str]:
    parts = (place["address"], " ".join(filter(None, (place["postcode"], place["town"]))))
    return {language: ", ".join(filter(None, parts))}


def _location(here: str, name: dict[str, str], country: str, full: dict[str, str], at: Document) -> Document:
    address = node(
        "elm:Address",
        f"{here}-address",
        elm__countryCode=concept(country_address(country)),
        elm__fullAddress=node("elm:Note", f"{here}-full", elm__noteLiteral=told(full)) if full else None,
    )
    point = None
    if at["lat"] is not None:
        point = node("locn:Geometry", f"{here}-point", cv__latitude=str(at["lat"]), cv__longitude=str(at["lon"]))
    return node("dct:Location", here, elm__geographicName=told(name), elm__address=address, locn__geometry=point)


def _price(offer: Offer) -> Document | None:
    cost = texts(offer.service["cost"])
    return node("elm:PriceDetail", f"{offer.page}#cost", dct__description=told(cost)) if cost else None


def _note(translated: Document | None, here: str) -> Document | None:
    found = texts(translated)
    return node("elm:Note", here, elm__noteLiteral=told(found)) if found else None


def _web_page(address: str | None, here: str) -> Document | None:
    return node("elm:WebResource", here, elm__contentUrl=typed(iri(address), "anyURI")) if address else None


def catalogue(offers: list[Offer]) -> dict[str, Any]:
    """The learning offers of a page of services as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": [opportunity(one) for one in offers if is_learning(one.service)]}
