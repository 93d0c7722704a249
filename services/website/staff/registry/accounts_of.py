"""What becomes of the accounts of a person who is erased, said beforehand.

The gateway knows, and tells who is signed in of the accounts that work in their cities alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.errors import Problem
from services.chassis.i18n import N_, _
from services.website.clients import api
from services.website.staff.blueprint import who

NOT_KNOWN = N_(
    "Whether the person has an account cannot be told at the moment. If one works in your cities alone, it goes too."
)


def what_becomes_of_accounts(person: Mapping[str, Any]) -> list[str]:
    """A sentence about each account with an address of the person, and who hears of it."""
    try:
        found = api("gateway").post("/held-about", {"addresses": _addresses(person), "subjects": []})["accounts"]
    except Problem:
        return [_(NOT_KNOWN)]
    if not found:
        return [_("In your cities nobody signs in with these addresses: no account goes.")]
    told = [_becomes(one) for one in found]
    if any(one["goes_with_person"] for one in found) and not who().may("gateway:write"):
        told.append(_("Those who administer accounts are told of it."))
    return told


def _addresses(person: Mapping[str, Any]) -> list[str]:
    more = [one["address"] for one in person["channels"] or [] if one["kind"] == "email"]
    return [address for address in (person["email"], *more) if address]


def _becomes(account: Mapping[str, Any]) -> str:
    named = {"name": account["name"], "email": account["email"]}
    if account["goes_with_person"]:
        return _("The account of %(name)s (%(email)s) is erased too: nobody can sign in with it any more.", **named)
    if account["id"] == who().id:
        return _("Your own account (%(email)s) stays. Ask somebody else who administers accounts to erase it.", **named)
    return _("The account of %(name)s (%(email)s) stays. Who administers accounts can erase it.", **named)
