"""The numbers by which registers know an organisation: each in one spelling, its check digits right. Keeps nothing.

`python-stdnum` knows the forms; a number of a country that it does not know is taken as it is written.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final

from services.registry.organisations import model

VAT: Final = "vatin"
TAX: Final = {
    "AT": "at.tin", "BE": "be.vat", "DE": "de.stnr", "ES": "es.cif", "HU": "hu.anum", "IT": "it.iva", "PT": "pt.nif",
    "RO": "ro.cf",
}  # fmt: skip
"""Numbers of organisations only: the Italian codice fiscale of 16 signs and the Spanish DNI are those of a person."""
REGISTERS: Final = {
    "AT": "at.businessid", "BE": "be.vat", "BG": "bg.vat", "CH": "ch.uid", "DE": "de.handelsregisternummer",
    "DK": "dk.cvr", "EE": "ee.registrikood", "FI": "fi.ytunnus", "HR": "hr.oib", "NO": "no.orgnr", "PL": "pl.regon",
    "SE": "se.orgnr", "SI": "si.maticna",
}  # fmt: skip
SIREN, SIRET = "fr.siren", "fr.siret"
"""France counts organisations by 9 digits, and the establishments of each by 14."""


class NotAnIdentifier(ValueError):
    """The number does not have the form of its scheme, or its check digits are wrong."""


def in_its_form(scheme: str, country: str | None, written: str) -> str:
    """The number as it is kept: "it 00743110157" of the scheme vat is IT00743110157. Raises `NotAnIdentifier`."""
    if scheme in model.FORMS:
        return _after_form(scheme, written)
    if scheme == model.VAT and country:
        return _with_letters(country, written)
    name = _module_of(scheme, country or "", written)
    if name is None:
        return " ".join(written.upper().split())
    from stdnum.exceptions import ValidationError

    try:
        found: str = _module(name).validate(_core(name, written))
    except ValidationError as error:
        raise NotAnIdentifier from error
    return "".join(_digits(written)) if name == "hu.anum" else found


def _with_letters(country: str, written: str) -> str:
    """A VAT number of a country that is written as at home, without the letters of the country, or with them."""
    letters = model.LETTERS_OF_VAT.get(country, country)
    try:
        return in_its_form(model.VAT, None, letters + written)
    except NotAnIdentifier:
        return in_its_form(model.VAT, None, written)


def _after_form(scheme: str, written: str) -> str:
    number = "".join(written.upper().split())
    if not model.has_form(scheme, number):
        raise NotAnIdentifier
    return number


def _module_of(scheme: str, country: str, written: str) -> str | None:
    if scheme == model.VAT:
        return VAT
    if scheme == model.TAX:
        return TAX.get(country)
    if country == "FR":
        return SIREN if len(_digits(written)) == 9 else SIRET
    return REGISTERS.get(country)


def _core(name: str, written: str) -> str:
    """What has check digits: the first 8 of the 11 digits of a Hungarian tax number."""
    digits = _digits(written)
    return digits[:8] if name == "hu.anum" and len(digits) == 11 else written


def _digits(written: str) -> str:
    return "".join(sign for sign in written if sign.isdecimal())


@cache
def _module(name: str) -> ModuleType:
    return import_module(f"stdnum.{name}")
