"""Countries, languages, numbers as directories write them, in the codes that the register keeps."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1000)
def country(written: str) -> str | None:
    """The ISO 3166 code of "US", "USA" or "United States"; None for what is none."""
    import pycountry

    try:
        return str(pycountry.countries.lookup("GB" if written.upper() == "UK" else written).alpha_2)
    except LookupError:
        return None


@lru_cache(maxsize=1000)
def language(written: str) -> str | None:
    """The BCP 47 tag of "it", "pt-BR", "ita" or "Italian"; None for what is none."""
    import pycountry

    from services.chassis.http.fields import Language

    name, _hyphen, rest = written.partition("-")
    code = name.lower()
    try:
        found = (
            pycountry.languages.get(alpha_2=code)
            or pycountry.languages.get(alpha_3=code)  # before a name: "Hu" is a language of China
            or pycountry.languages.lookup(name)
        )
    except LookupError:
        return None
    short = getattr(found, "alpha_2", found.alpha_3)
    tag = f"{short}-{rest}" if rest else short
    return tag if Language.form.fullmatch(tag) else None


def telephone(written: str, country: str) -> str:
    """A number with the code of its country, which many directories leave out; as it is written where that fails."""
    import phonenumbers

    try:
        number = phonenumbers.parse(written.strip().strip('"'), country)
    except phonenumbers.NumberParseException:
        return written
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def degrees(written: Any, most: int) -> float | None:
    """Degrees from a number or its text, up to `most` either way; None for what is none."""
    try:
        number = float(written)
    except (TypeError, ValueError):
        return None
    return number if abs(number) <= most else None
