"""How somebody is reached besides their main address: e-mail and telephone, checked and written in one way."""

from __future__ import annotations

from marshmallow import ValidationError

from services.chassis.errors import Invalid
from services.chassis.http import fields
from services.chassis.i18n import _
from services.chassis.store import Document

_EMAIL = fields.Email(required=True)


def checked(channels: list[Document], country: str | None) -> list[Document]:
    """The channels as they are kept, each once; a number without a code is one of `country`. Raises `Invalid`."""
    kept, errors = _judged(channels, country)
    if errors:
        raise Invalid(errors)
    return kept


def faults_anywhere(channels: list[Document]) -> dict[str, list[str]]:
    """What is wrong with channels wherever somebody lives: a number without a code may be right in some country."""
    _kept, errors = _judged(channels, None)
    local = {_path(place) for place, one in enumerate(channels) if _needs_country(one)}
    return {path: told for path, told in errors.items() if path not in local}


def _judged(channels: list[Document], country: str | None) -> tuple[list[Document], dict[str, list[str]]]:
    """The channels as they are kept, and what is wrong with the others."""
    kept: list[Document] = []
    errors: dict[str, list[str]] = {}
    for place, channel in enumerate(channels):
        try:
            one = {**channel, "address": _written(channel, country)}
        except ValidationError as error:
            told = [_(str(message)) for message in error.messages]
            errors[_path(place)] = [f"{channel['address']}: {message}" for message in told]
        else:
            kept += [one] if one not in kept else []
    return kept, errors


def _path(place: int) -> str:
    return f"channels.{place}.address"


def _needs_country(channel: Document) -> bool:
    """Whether it is a number that says nothing of its country."""
    address = channel["address"].strip()
    return channel["kind"] == "phone" and not address.startswith("+") and any(sign.isdecimal() for sign in address)


def addresses(person: Document) -> list[str]:
    """Every e-mail address of a person, the main one first."""
    more = [one["address"] for one in person.get("channels") or [] if one["kind"] == "email"]
    return [address for address in (person["email"], *more) if address]


def _written(channel: Document, country: str | None) -> str:
    if channel["kind"] == "phone":
        return str(fields.Phone(country=country, required=True).deserialize(channel["address"]))
    return str(_EMAIL.deserialize(channel["address"]))
