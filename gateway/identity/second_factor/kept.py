"""What an account has set up as second factors: added, checked, removed, reset. The only writer of their rows.

The account itself shows which kinds there are and how many recovery codes are left, so that the audit trail has each
change; its owner is told of each by mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import structlog
from cryptography.exceptions import InvalidTag

from gateway.identity import sessions
from gateway.identity.second_factor import recovery, rule, totp
from gateway.identity.second_factor.sealing import seal, unseal
from services.chassis.config import Settings
from services.chassis.errors import Conflict, Invalid, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork
from services.contracts.gateway import SecondFactorChanged

APP: Final = "app"
KINDS: Final = (APP,)
_CODES: Final = "recovery-codes"
Change = Literal["added", "removed", "reset", "codes_made", "code_used"]

log = structlog.get_logger()


def of_account(read: Reader, account_id: str) -> list[Document]:
    """The factors of an account, the oldest first: kind, created_at, used_at."""
    wanted = {"account": account_id, "kind": {"$in": list(KINDS)}}
    return read.as_system().find("second_factors", wanted, sort=[("created_at", 1), ("_id", 1)])


def has_any(account: Mapping[str, Any]) -> bool:
    """Whether signing in to the account takes a second step."""
    return bool(account.get("second_factors"))


def new_app_secret(settings: Settings, account: Mapping[str, Any]) -> bytes:
    """A secret for an authenticator app of the account, sealed: it comes back with the first code, kept nowhere."""
    return seal(settings, account["_id"], totp.new_secret())


def app_secret(settings: Settings, account: Mapping[str, Any], sealed: bytes) -> bytes:
    """The secret that was sealed for the account. Conflict when it was not."""
    try:
        return unseal(settings, account["_id"], sealed)
    except InvalidTag as error:
        raise Conflict(_("This page is too old. Open it again and begin anew.")) from error


def add_app(uow: UnitOfWork, account: Document, sealed: bytes, code: str, fresh: recovery.Codes) -> list[str]:
    """Add the app that shows `code`, in place of a former one; ends the account's sessions.

    Gives the `fresh` recovery codes, to be shown once, where the account has none left. Invalid (path `code`) for a
    wrong code.
    """
    step = totp.step_of(app_secret(uow.settings, account, sealed), code, uow.now(), after=-1)
    if step is None:
        raise Invalid({"code": [wrong_code()]})
    now = uow.now()
    row = {
        "_id": f"{account['_id']}.{APP}",
        "account": account["_id"],
        "kind": APP,
        "sealed": sealed,
        "last_step": step,
    }
    uow.put("second_factors", row | {"created_at": now, "used_at": now})
    new = not account.get("recovery_codes")
    if new:
        _put_codes(uow, account, fresh)
    _note(uow, account, "added")
    return fresh.shown if new else []


def accept_code(uow: UnitOfWork, account: Document, code: str) -> bool:
    """Whether `code` is one that the account's app shows now and was not used before; it then counts as used."""
    row = uow.as_system().first("second_factors", {"_id": f"{account['_id']}.{APP}"})
    if row is None:
        return False
    try:
        secret = unseal(uow.settings, account["_id"], row["sealed"])
    except InvalidTag:
        log.error("second_factor.unreadable", account=account["_id"])
        return False
    step = totp.step_of(secret, code, uow.now(), after=row["last_step"])
    if step is None:
        return False
    uow.put("second_factors", row | {"last_step": step, "used_at": uow.now()})
    return True


def recovery_code(read: Reader, account: Document, code: str) -> str | None:
    """What is kept of `code` where it is one of the account's recovery codes: for `spend_recovery_code`."""
    row = read.as_system().first("second_factors", {"_id": f"{account['_id']}.{_CODES}"})
    return recovery.match_of(row["codes"], code) if row else None


def spend_recovery_code(uow: UnitOfWork, account: Document, used: str | None) -> bool:
    """Whether the recovery code is still there; it is then gone, and its owner is told."""
    row = uow.as_system().first("second_factors", {"_id": f"{account['_id']}.{_CODES}"})
    if row is None or used not in row["codes"]:
        return False
    left = [one for one in row["codes"] if one != used]
    uow.put("second_factors", row | {"codes": left, "used_at": uow.now()})
    account["recovery_codes"] = len(left)
    _note(uow, account, "code_used")
    return True


def change_codes(uow: UnitOfWork, account: Document, fresh: recovery.Codes) -> list[str]:
    """Other recovery codes, to be shown once; the former are good no more. Conflict without a second factor."""
    if not has_any(account):
        raise Conflict(_("Set up an authenticator app first."))
    _put_codes(uow, account, fresh)
    _note(uow, account, "codes_made")
    return fresh.shown


def remove(uow: UnitOfWork, account: Document, id: str) -> None:
    """Take one factor away, with the recovery codes when it was the last; ends the account's sessions.

    NotFound when it is not the account's. Conflict when it is the last and a role of the account needs one.
    """
    found = of_account(uow, account["_id"])
    others = [one for one in found if one["_id"] != id]
    if len(others) == len(found):
        raise NotFound()
    if not others and rule.is_needed(uow, account):
        raise Conflict(_("Your role needs a second factor, so the last one cannot be removed."))
    uow.discard("second_factors", id)
    if not others:
        _forget_codes(uow, account)
    _note(uow, account, "removed")


def reset(uow: UnitOfWork, account: Document) -> None:
    """Take everything away from somebody who lost it; ends the account's sessions. Who may is for the caller to say."""
    forget(uow, account["_id"])
    account["recovery_codes"] = 0
    _note(uow, account, "reset")


def forget(uow: UnitOfWork, account_id: str) -> None:
    """Throw away every row of the account."""
    for row in uow.as_system().find("second_factors", {"account": account_id}, fields=("_id",)):
        uow.discard("second_factors", row["_id"])


def wrong_code() -> str:
    """What is said of a code that is not right."""
    return _("This code is not right, or was used already. Wait for the next one and check the clock of your device.")


def _put_codes(uow: UnitOfWork, account: Document, codes: recovery.Codes) -> None:
    row = {"_id": f"{account['_id']}.{_CODES}", "account": account["_id"], "kind": _CODES}
    uow.put("second_factors", row | {"codes": codes.kept, "created_at": uow.now(), "used_at": None})
    account["recovery_codes"] = len(codes.kept)


def _forget_codes(uow: UnitOfWork, account: Document) -> None:
    uow.discard("second_factors", f"{account['_id']}.{_CODES}")
    account["recovery_codes"] = 0


def _note(uow: UnitOfWork, account: Document, change: Change) -> None:
    """Bring the account up to date, end its sessions where a factor came or went, and have its owner told."""
    if change in ("added", "removed", "reset"):
        account["second_factors"] = sorted({one["kind"] for one in of_account(uow, account["_id"])})
        sessions.end_all(uow, account["_id"])
    uow.as_system().save("accounts", account)
    uow.publish(SecondFactorChanged, account, dataref=f"/contacts/accounts/{account['_id']}", change=change)
