"""The directory as public services of the Core Public Service Vocabulary, application profile 3.2.0 (EU).

Each service with its organisation, ways to reach it, cost, conditions and languages. Pure functions.
"""

from __future__ import annotations

from typing import Any, Final

from services.chassis.store import Document
from services.registry.organisations.model import public_identifiers
from services.registry.standards.hsds.terms import Term
from services.registry.standards.linked import PREFIXES, concept, country_address, iri, language_address, node, told
from services.registry.standards.offers import Offer, text, texts, towns

CONTEXT: Final = {
    name: PREFIXES[name] for name in ("adms", "cpsv", "cv", "dcat", "dct", "foaf", "locn", "org", "skos", "time", "xsd")
}


def public_service(offer: Offer, at: str) -> Document:
    """The service as a cpsv:PublicService; `at` is the address of the HSDS API, which tells what our codes mean."""
    service, here = offer.service, offer.page
    name = texts(service["name"])
    return node(
        "cpsv:PublicService",
        here,
        dct__identifier=service["_id"],
        dct__title=told(name),
        # The profile wants a description; where nobody wrote one, the name says what there is to say.
        dct__description=told(texts(service["description"]) or name),
        dct__language=[{"@id": language_address(one), "@type": "dct:LinguisticSystem"} for one in service["languages"]],
        dct__audience=_codes("target_groups", service, at),
        dct__spatial=_location(offer.country),
        cv__thematicArea=_codes("themes", service, at),
        cv__sector=_codes("policy_areas", service, at),
        cv__hasCompetentAuthority=_organisation(offer),
        cv__contactPoint=_contact(offer),
        cv__hasChannel=_channels(offer),
        cv__hasCost=_said(offer, "cost", "cv:Cost", "dct__description"),
        cv__holdsRequirement=_said(offer, "eligibility", "cv:Requirement", "dct__title"),
        cpsv__hasInput=_said(offer, "documents", "cv:Evidence", "dct__title"),
    )


def _codes(taxonomy: str, service: Document, at: str) -> list[Document]:
    return [concept(f"{at}/taxonomy_terms/{Term(taxonomy, code).id}") for code in service[taxonomy]]


def _organisation(offer: Offer) -> Document:
    organisation = offer.organisation
    here = f"{offer.page.rsplit('/', 2)[0]}/partners/{organisation['_id']}"
    return node(
        "cv:PublicOrganisation",
        here,
        # The profile allows an agent one dct:identifier; its numbers in public registers stand beside it.
        dct__identifier=organisation["_id"],
        adms__identifier=[_number(here, one) for one in public_identifiers(organisation)],
        skos__prefLabel=told({offer.language: organisation["name"]}),
        skos__altLabel=told({offer.language: organisation["short_name"]} if organisation["short_name"] else {}),
        dct__spatial=_location(organisation["country"]),
        foaf__homepage=_document(organisation["website"]),
    )


def _number(here: str, one: Document) -> Document:
    """A number of an organisation; `adms:schemaAgency` names the register, with the country of a national one."""
    scheme = "-".join(filter(None, (one["scheme"], one["country"])))
    return node(
        "adms:Identifier", f"{here}#{scheme}-{one['value']}", skos__notation=one["value"], adms__schemaAgency=scheme
    )


def _contact(offer: Offer) -> Document | None:
    service, page = offer.service, offer.page
    hours = texts(service["hours"])
    open_at = node("time:TemporalEntity", f"{page}#hours", dct__description=told(hours)) if hours else None
    known = {
        "cv__telephone": service["phone"],
        "cv__contactPage": _document(service["website"]),
        "cv__openingHours": open_at,
    }
    return node("cv:ContactPoint", f"{page}#contact", **known) if any(known.values()) else None


def _channels(offer: Offer) -> list[Document]:
    """A channel for each place where it is given."""
    how = text(offer.service["how_to_apply"], offer.language)
    lines = towns(offer.service["places"])
    return [
        node(
            "cv:Channel",
            f"{offer.page}#place-{number}",
            dct__identifier=f"{offer.service['_id']}-place-{number}",
            dct__description=told({offer.language: f"{line}. {how}" if how else line}),
        )
        for number, line in enumerate(lines, start=1)
    ]


def _said(offer: Offer, field: str, kind: str, words: str) -> Document | None:
    """What the service says in a field as a node of its own, with the texts as its property `words`."""
    found = texts(offer.service[field])
    if not found:
        return None
    identifier = f"{offer.service['_id']}-{field}"
    return node(kind, f"{offer.page}#{field}", dct__identifier=identifier, **{words: told(found)})


def _document(address: str | None) -> Document | None:
    return node("foaf:Document", iri(address)) if address else None


def _location(country: str) -> Document:
    return {"@id": country_address(country), "@type": "dct:Location"}


def catalogue(offers: list[Offer], at: str) -> dict[str, Any]:
    """A page of services as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": [public_service(one, at) for one in offers]}
