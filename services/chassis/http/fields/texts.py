"""Texts and codes, one line or several, each of a certain form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import ValidationError, fields

from services.chassis.http.fields.messages import COMMON_MESSAGES
from services.chassis.i18n import N_, _, n_

_UNWANTED_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Text(fields.String):
    """A line of text of up to `max` signs, trimmed, in Unicode's composed form, without control characters."""

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_("This must be a text.")}
    longest = 200

    def __init__(self, *, max: int | None = None, min: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.max, self.min = max or self.longest, min

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        text = unicodedata.normalize("NFC", value).strip()
        if _UNWANTED_CONTROL.search(text) or (self.longest <= 1000 and "\n" in text):
            raise ValidationError(_("This holds characters that cannot be shown."))
        if len(text) > self.max:
            raise ValidationError(
                n_("This is longer than %(n)s character.", "This is longer than %(n)s characters.", self.max)
            )
        if len(text) < max(self.min, 1 if self.required else 0):
            raise (
                self.make_error("required")
                if not text
                else ValidationError(
                    n_("This is shorter than %(n)s character.", "This is shorter than %(n)s characters.", self.min)
                )
            )
        return text

    def _validate(self, value: Any) -> None:
        """Nothing where a field has no validators: marshmallow would make an object each time to find that out."""
        if self.validators:
            super()._validate(value)


class LongText(Text):
    """Several lines of text, up to 10,000 signs unless `max` says otherwise."""

    longest = 10_000


class _Formed(Text):
    """A text of a certain form."""

    form: re.Pattern[str]

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and not self.form.fullmatch(text):
            raise self.make_error("invalid_form")
        return text


class Slug(_Formed):
    """Small letters, digits and single hyphens: "catania"."""

    default_error_messages = {"invalid_form": N_("Use small letters a to z, digits and hyphens only.")}
    form, longest = _SLUG, 80


class Id(_Formed):
    """The identifier of an object."""

    default_error_messages = {"invalid_form": N_("This is not an identifier.")}
    form, longest = _ID, 100


class Language(_Formed):
    """A language tag after BCP 47: "it", "pt-BR", "sr-Latn"."""

    default_error_messages = {"invalid_form": N_("Give a language as its BCP 47 tag, for example it or pt-BR.")}
    form, longest = _LANGUAGE, 12


class Email(_Formed):
    """An e-mail address; that it takes mail is only known once mail was sent."""

    default_error_messages = {"invalid_form": N_("Enter an e-mail address like name@example.org.")}
    form, longest = _MAIL, 254


class WebAddress(_Formed):
    """An address of the web, with http or https."""

    default_error_messages = {"invalid_form": N_("Enter a web address that begins with https:// or http://.")}
    form, longest = re.compile(r"https?://[^\s<>\"]+"), 900


class Phone(Text):
    """A telephone number, kept in the form of ITU-T E.164: "+390951234567".

    One without the code of its country is one of `country` (ISO 3166 alpha-2), and refused where that is not given.
    """

    default_error_messages = {
        "invalid_form": N_("Enter a telephone number with the code of its country, for example +39 095 1234567.")
    }
    longest = 40

    def __init__(self, *, country: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.country = country

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        import phonenumbers  # slow to load, and few bodies have a number

        text = super()._deserialize(value, attr, data, **kwargs)
        if not text:
            return text
        try:
            number = phonenumbers.parse(text, self.country)
        except phonenumbers.NumberParseException as unreadable:
            raise self.make_error("invalid_form") from unreadable
        if not phonenumbers.is_possible_number(number):
            raise self.make_error("invalid_form")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class Country(_Formed):
    """A country as ISO 3166 alpha-2."""

    default_error_messages = {"invalid_form": N_("Give a country as its two-letter ISO code, for example IT.")}
    form, longest = re.compile(r"[A-Z]{2}"), 2

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        code = super()._deserialize(value, attr, data, **kwargs)
        if code and code not in _countries():
            raise self.make_error("invalid_form")
        return code


@cache
def _countries() -> frozenset[str]:
    """The two-letter codes; read on first use, since the list is slow to load."""
    import pycountry

    return frozenset(country.alpha_2 for country in pycountry.countries)


class OneOf(fields.String):
    """One of a fixed list of codes."""

    default_error_messages = {**COMMON_MESSAGES, "invalid": N_("This must be a text.")}

    def __init__(self, *codes: str, **options: Any) -> None:
        super().__init__(**options)
        self.codes = codes

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        code: str = super()._deserialize(value, attr, data, **kwargs)
        if code not in self.codes:
            raise ValidationError(_("Choose one of: %(codes)s.", codes=", ".join(self.codes)))
        return code
