"""Links by which a person chooses a password: asked for, mailed by notifications, used once. No secret is kept.

The link's secret is a keyed hash of the row's id, so it can be made again when the mail is sent or sent again, and a
copy of the database alone opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Final
from urllib.parse import quote

from gateway.identity import accounts
from services.chassis.config import Settings
from services.chassis.errors import Gone, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork
from services.contracts.gateway import AccountInvited, PasswordResetRequested

_PURPOSE: Final = b"password reset\0"


def request(uow: UnitOfWork, account: Document, valid: timedelta) -> None:
    """Have a link for a new password mailed to the person; it is good for `valid`."""
    uow.publish(PasswordResetRequested, account, dataref=_ask(uow, account, valid))


def request_for(uow: UnitOfWork, email: str, valid: timedelta) -> None:
    """`request` for the account with this address. Where there is none a row that leads nowhere takes as long."""
    account = uow.as_system().first("accounts", {"email": accounts.folded_email(email), "status": accounts.ACTIVE})
    if account is None:
        uow.put("resets", {"_id": uow.new_id(), "account": None, "ends_at": uow.now() + valid})
    else:
        request(uow, account, valid)


def invite(uow: UnitOfWork, account: Document, valid: timedelta) -> None:
    """Have a link for the first password mailed to the person; it is good for `valid`."""
    uow.publish(AccountInvited, account, dataref=_ask(uow, account, valid))


def _ask(uow: UnitOfWork, account: Document, valid: timedelta) -> str:
    id = uow.new_id()
    uow.put("resets", {"_id": id, "account": account["_id"], "ends_at": uow.now() + valid})
    return f"/contacts/password-resets/{id}"


def contact(read: Reader, id: str) -> Document:
    """Whom to write to and the link to send. Gone when the link was used, has run out, or the account is no more."""
    account = _account_of(read, id)
    if account is None:
        raise Gone()
    return accounts.contact(account, _link(read.settings, account["language"], id))


def use(uow: UnitOfWork, token: str, password: str) -> Document:
    """Set the password by the link's token, and spend every link of the account. Invalid when the link is not good."""
    account = uow.as_system().get("accounts", account_of_token(uow, token)["_id"])
    accounts.set_password(uow, account, password)
    forget(uow, account["_id"])
    return account


def forget(uow: UnitOfWork, account_id: str) -> None:
    """Spend every link of the account."""
    for row in uow.as_system().find("resets", {"account": account_id}, fields=("_id",)):
        uow.discard("resets", row["_id"])


def account_of_token(read: Reader, token: str) -> Document:
    """The account that a link's token opens. Invalid when it does not."""
    id, _dot, sign = token.partition(".")
    genuine = hmac.compare_digest(_sign(read.settings, id).encode(), sign.encode("utf-8", "replace"))
    account = _account_of(read, id) if genuine else None
    if account is None:
        raise Invalid({"_": [_("This link was used already or has run out. Ask for a new one.")]})
    return account


def _account_of(read: Reader, id: str) -> Document | None:
    system = read.as_system()
    row = system.first("resets", {"_id": id, "ends_at": {"$gt": read.now()}})
    return system.first("accounts", {"_id": row["account"], "status": accounts.ACTIVE}) if row else None


def _link(settings: Settings, language: str, id: str) -> str:
    return f"{settings.public_url}/{language}/account/new-password?token={quote(id)}.{_sign(settings, id)}"


def _sign(settings: Settings, id: str) -> str:
    """The secret half of a token: only who has the gateway's private key can make it."""
    if settings.signing_key is None:
        raise RuntimeError("the gateway has no signing key (SIGNING_KEY)")
    return hmac.new(settings.signing_key.read_bytes(), _PURPOSE + id.encode(), hashlib.sha256).hexdigest()
