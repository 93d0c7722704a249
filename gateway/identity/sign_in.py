"""The first step of signing in, address and password: throttled, in the same words and time for who has no account."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from gateway.identity import accounts, passwords, sessions
from gateway.identity.second_factor import begun
from gateway.limits import Limits
from gateway.records import Records
from gateway.settings import GatewaySettings
from services.chassis.errors import Invalid
from services.chassis.i18n import _
from services.chassis.store import UnitOfWork


@dataclass(frozen=True)
class Attempt:
    """What somebody gives to sign in, and where from."""

    email: str
    password: str
    address: str
    user_agent: str


def sign_in(records: Records, limits: Limits, settings: GatewaySettings, attempt: Attempt) -> tuple[str, begun.Step]:
    """The secret of a new session, or of a sign-in that has begun, and the step that is still to come.

    Invalid, in the same words, for an unknown address, a wrong password and an account switched off. RateLimited after
    too many tries for one account from one address, or from one address for any; nobody elsewhere is kept out by them.
    """
    pair = _pair(attempt)
    limits.spend("sign_in_address", attempt.address)
    limits.spend("sign_in", pair)
    found = records.read().first("accounts", {"email": accounts.folded_email(attempt.email)})
    account = found if found is not None and found["status"] == accounts.ACTIVE else None
    right = passwords.matches(account["password"] if account else None, attempt.password)
    if account is None or not right:
        if found is not None:
            records.note("refused-sign-in", "accounts", found)
        raise Invalid({"_": [_("The address or the password is not right.")]})
    limits.forgive("sign_in", pair)
    secret, step = records.write(lambda uow: _begin(uow, account["_id"], attempt, settings))
    done = "signed-in" if step == "none" else "passed-first-step"
    records.note(done, "accounts", account, accounts.actor_of(account))
    return secret, step


def check_present_password(records: Records, limits: Limits, account_id: str, password: str) -> bool:
    """True when `password` is the account's. Invalid (path `present`) when not; RateLimited after too many tries."""
    limits.spend("sign_in", account_id)
    account = records.read().get("accounts", account_id)
    if not passwords.matches(account["password"], password):
        raise Invalid({"present": [_("This is not your present password.")]})
    return True


def _begin(uow: UnitOfWork, account_id: str, attempt: Attempt, settings: GatewaySettings) -> tuple[str, begun.Step]:
    account = uow.get("accounts", account_id)
    if passwords.is_outdated(account["password"]):
        account["password"] = passwords.hash_of(attempt.password)
        uow.save("accounts", account)
    step = begun.step_for(uow, account)
    if step == "none":
        return sessions.begin(uow, account, attempt.user_agent, settings.session_longest), step
    return begun.begin(uow, account), step


def _pair(attempt: Attempt) -> str:
    """One key for who is tried and from where, that names neither."""
    text = f"{accounts.folded_email(attempt.email)} {attempt.address}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
