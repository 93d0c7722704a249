"""Who is asking, from what a request brings: an access token, a session, or nothing. Fails closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gateway.fresh import Fresh
from gateway.identity import accounts, clients, sessions
from gateway.identity.secrets import kept_of
from gateway.oauth.tokens import Tokens
from gateway.records import Records
from gateway.server.threads import Threads
from gateway.settings import GatewaySettings
from services.chassis.actor import Actor
from services.chassis.errors import Unauthenticated
from services.chassis.i18n import negotiate


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and by what they are known."""

    actor: Actor
    by: Literal["token", "session", "nothing"]


accepted_language = lru_cache(1000)(negotiate)
"""`negotiate`, remembered: the languages that people's programs send are few."""


@lru_cache(100)
def _nobody(language: str) -> Caller:
    return Caller(Actor.anonymous(language), "nothing")


class Who:
    """Finds the caller of a request; what is found is remembered for less than a second."""

    def __init__(self, records: Records, settings: GatewaySettings, tokens: Tokens) -> None:
        self._records, self._settings, self._tokens = records, settings, tokens
        self._clients: Fresh[tuple[str, str], Actor] = Fresh()
        self._people: Fresh[tuple[str, str | None], Actor | None] = Fresh()

    async def asks(
        self, headers: Mapping[str, str], session: str | None, language: str | None, threads: Threads
    ) -> Caller:
        """The caller; `language` is that of the page, if it has one, and `session` the cookie's secret. What is not
        remembered is looked up on one of `threads`.

        Unauthenticated when a token is given and not good: a wrong token is never taken for none. A session that has
        ended is nobody, so that the public pages go on.
        """
        accepted = accepted_language(headers.get("accept-language", ""), language)
        scheme, _space, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            key = (token.strip(), accepted)
            return Caller(await self._clients.find(key, lambda: self._client(*key), threads.run), "token")
        if session:
            known = (session, language)
            person = await self._people.find(known, lambda: self._person(*known), threads.run)
            if person is not None:
                return Caller(person, "session")
        return _nobody(accepted)

    def _client(self, token: str, language: str) -> Actor:
        claims, read = self._tokens.read(token), self._records.read()
        client = clients.active(read, claims["client_id"])
        if client is None or read.first("revoked_tokens", {"_id": claims["jti"]}) is not None:
            raise Unauthenticated(headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        return clients.actor_of(client, claims["scope"].split(), language)

    def _person(self, session_secret: str, language: str | None) -> Actor | None:
        read = self._records.read()
        session = sessions.find(read, session_secret, self._settings.session_idle)
        if session is None:
            return None
        account = read.first("accounts", {"_id": session["account"], "status": accounts.ACTIVE})
        if account is None:
            return None
        if session["seen_at"] + sessions.SEEN_TO_THE < read.now():
            self._records.write(lambda uow: sessions.note_use(uow, kept_of(session_secret)))
        return accounts.actor_of(account, language)
