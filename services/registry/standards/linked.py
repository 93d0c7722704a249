"""Linked data in JSON-LD: texts with their language, terms of authorities, and nodes by their address.

The context is told with each answer; nobody has to fetch one. What a format says lives in the file of the format.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from services.chassis.store import Document

PREFIXES: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "elm": "http://data.europa.eu/snb/model/elm/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "rov": "http://www.w3.org/ns/regorg#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_NOT_IN_AN_IRI: Final = re.compile(r"""[\x00-\x20<>"{}|^`\\]""")
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority"


def told(texts: dict[str, str]) -> list[Document]:
    """Texts as values with a language."""
    return [{"@language": language, "@value": one} for language, one in texts.items()]


def typed(value: object, kind: str) -> Document:
    """A value of a type of XML Schema: dateTime, anyURI."""
    return {"@type": f"xsd:{kind}", "@value": str(value)}


def node(kind: str, address: str | None = None, **properties: Any) -> Document:
    """A node with what is known of it: None and empty lists are left out. `dct__title` is the property dct:title."""
    said = {name.replace("__", ":"): one for name, one in properties.items() if one not in (None, [])}
    return {**({"@id": address} if address else {}), "@type": kind, **said}


def iri(address: str) -> str:
    """A web address as linked data write it: with the signs that an IRI may not have (RFC 3987) in per cent."""
    return _NOT_IN_AN_IRI.sub(lambda sign: quote(sign[0]), address)


def concept(address: str) -> Document:
    """A term of somebody's list."""
    return {"@id": address, "@type": "skos:Concept"}


def language_address(code: str) -> str:
    """The Publications Office's address of a language ("it" or "pt-BR"), which has those of ISO 639-3."""
    return f"{_AUTHORITY}/language/{_alpha3_of_language(code.split('-')[0])}"


def country_address(code: str) -> str:
    """The Publications Office's address of a country (ISO 3166 alpha-2)."""
    return f"{_AUTHORITY}/country/{_alpha3_of_country(code)}"


@cache
def _alpha3_of_language(code: str) -> str:
    import langcodes  # the list of languages takes a while to read: not before it is needed

    return langcodes.get(code).to_alpha3().upper()


@cache
def _alpha3_of_country(code: str) -> str:
    import pycountry

    found = pycountry.countries.get(alpha_2=code)
    return str(found.alpha_3) if found else "OP_DATPRO"  # the authority's "provisional data"
