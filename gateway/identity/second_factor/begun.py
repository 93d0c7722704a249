"""Sign-ins between their two steps: the password was right, the second factor is still to come.

Such a browser has a secret in its session cookie that is no session: to everything else its person is nobody. The
session that follows has a secret of its own (ASVS 7.2.4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal, TypeVar

from gateway.identity import accounts, sessions
from gateway.identity.second_factor import kept, recovery, rule
from gateway.identity.secrets import kept_of, new_secret
from gateway.limits import Limits
from gateway.records import Records
from gateway.settings import GatewaySettings
from services.chassis.errors import Conflict, Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork

GOOD_FOR: Final = timedelta(minutes=10)
Step = Literal["none", "code", "set-up"]
Check = Callable[[UnitOfWork, Document], bool]
Result = TypeVar("Result")


def step_for(read: Reader, account: Document) -> Step:
    """What still has to come after the password: nothing, a code, or setting up what a role needs."""
    if kept.has_any(account):
        return "code"
    return "set-up" if rule.is_needed(read, account) else "none"


def begin(uow: UnitOfWork, account: Document) -> str:
    """Keep that the account's password was right just now; the secret for the cookie, which is kept nowhere."""
    secret = new_secret()
    uow.put("begun_sign_ins", {"_id": kept_of(secret), "account": account["_id"], "ends_at": uow.now() + GOOD_FOR})
    return secret


def account_of(read: Reader, secret: str | None) -> Document | None:
    """The account whose sign-in `secret` has begun, unless that has run out or the account is switched off."""
    system = read.as_system()
    row = system.first("begun_sign_ins", {"_id": kept_of(secret or ""), "ends_at": {"$gt": read.now()}})
    return system.first("accounts", {"_id": row["account"], "status": accounts.ACTIVE}) if row else None


@dataclass(frozen=True)
class SecondStep:
    """What somebody in the middle of signing in may do; each ends in the secret of a session."""

    records: Records
    limits: Limits
    own: GatewaySettings
    secret: str
    user_agent: str

    def with_code(self, code: str) -> str:
        """By a code of the authenticator app. Invalid (path `code`) for a wrong one, RateLimited after too many."""
        account = self._account()
        return self._by(account, lambda uow, found: kept.accept_code(uow, found, code), kept.wrong_code())

    def with_recovery_code(self, code: str) -> str:
        """By a recovery code. As `with_code`."""
        account = self._account()
        used = kept.recovery_code(self.records.read(), account, code)
        refusal = _("This is not one of your recovery codes, or it was used already.")
        return self._by(account, lambda uow, found: kept.spend_recovery_code(uow, found, used), refusal)

    def by_setting_up(self, sealed: bytes, code: str) -> tuple[str, list[str]]:
        """By setting up the app that a role needs; with the recovery codes. As `with_code`."""
        account, fresh = self._account(), recovery.new_codes()

        def work(uow: UnitOfWork) -> tuple[str, list[str]]:
            found = self._loaded(uow)
            if kept.has_any(found):
                raise Conflict(_("This took too long. Sign in again."))
            codes = kept.add_app(uow, found, sealed, code, fresh)
            return self._end(uow, found), codes

        return self._write(account, work)

    def _by(self, account: Document, accept: Check, refusal: str) -> str:
        def work(uow: UnitOfWork) -> str | None:
            found = self._loaded(uow)
            return self._end(uow, found) if accept(uow, found) else None

        session = self._write(account, work)
        if session is None:
            self.records.note("refused-second-step", "accounts", account)
            raise Invalid({"code": [refusal]})
        return session

    def _write(self, account: Document, work: Callable[[UnitOfWork], Result]) -> Result:
        actor = accounts.actor_of(account)
        done = self.records.write(work, actor)
        if done is not None:
            self.limits.forgive("second_step", _key(account))
            self.records.note("signed-in", "accounts", account, actor)
        return done

    def _account(self) -> Document:
        """The account, with one more try counted."""
        account = self._still_there(self.records.read())
        self.limits.spend("second_step", _key(account))
        self.limits.spend("second_step_day", _key(account))
        return account

    def _still_there(self, read: Reader) -> Document:
        account = account_of(read, self.secret)
        if account is None:
            raise Conflict(_("This took too long. Sign in again."))
        return account

    def _loaded(self, uow: UnitOfWork) -> Document:
        return uow.as_system().get("accounts", self._still_there(uow)["_id"])

    def _end(self, uow: UnitOfWork, account: Document) -> str:
        uow.discard("begun_sign_ins", kept_of(self.secret))
        return sessions.begin(uow, account, self.user_agent, self.own.session_longest)


def _key(account: Document) -> str:
    """One key for an account with its password: who has stolen that keeps the owner out only until there is another."""
    return hashlib.sha256(f"{account['_id']} {account['password']}".encode()).hexdigest()
