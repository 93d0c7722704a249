"""The addresses of OAuth 2.0: token, introspection, revocation, metadata, keys. Errors are those of RFC 6749.

Their descriptions are for programmers and, by the RFC, plain ASCII: they are not translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote_plus

import orjson
from flask import Blueprint, Response, request

from gateway.identity import clients
from gateway.identity.roles import SCOPES
from gateway.oauth.keys import TokenKeys
from gateway.oauth.tokens import Tokens
from gateway.records import Records
from services.chassis.errors import Unauthenticated
from services.chassis.store import Document, UnitOfWork

GRANT: Final = "client_credentials"
_LARGEST_FORM: Final = 16 * 1024


class Refusal(Exception):
    """An error of RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status


class Endpoints:
    """What is answered, with the gateway's own database and keys."""

    def __init__(self, records: Records, keys: TokenKeys, tokens: Tokens) -> None:
        self._records, self._keys, self._tokens = records, keys, tokens

    def blueprint(self) -> Blueprint:
        """The addresses as a part of a Flask application."""
        made = Blueprint("oauth", __name__)
        made.add_url_rule("/oauth/token", "token", self.token, methods=["POST"])
        made.add_url_rule("/oauth/introspect", "introspect", self.introspect, methods=["POST"])
        made.add_url_rule("/oauth/revoke", "revoke", self.revoke, methods=["POST"])
        made.add_url_rule("/.well-known/oauth-authorization-server", "metadata", self.metadata)
        made.add_url_rule("/.well-known/jwks.json", "jwks", self.jwks)
        made.register_error_handler(Refusal, _refused)
        return made

    def token(self) -> Response:
        """An access token for a client that shows its secret (RFC 6749, section 4.4)."""
        form = _form()
        client = self._client(form)
        if form.get("grant_type") != GRANT:
            code = "unsupported_grant_type" if "grant_type" in form else "invalid_request"
            raise Refusal(code, f"grant_type must be {GRANT}")
        scopes = _narrowed(client["scopes"], form.get("scope"))
        token, seconds = self._tokens.make(client["_id"], scopes)
        self._records.note("token-issued", "clients", client, clients.actor_of(client, scopes))
        answer = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": seconds,
            "scope": " ".join(scopes),
        }
        return _json(answer)

    def introspect(self) -> Response:
        """Whether one of the client's own tokens is good (RFC 7662)."""
        form = _form()
        claims = self._own_token(self._client(form), form)
        return _json({"active": True, "token_type": "Bearer", **claims} if claims else {"active": False})

    def revoke(self) -> Response:
        """End one of the client's own tokens within a second (RFC 7009); an unknown one is no error."""
        form = _form()
        claims = self._own_token(self._client(form), form)
        if claims:
            self._records.write(lambda uow: _forget(uow, claims))
        return _json({})

    def metadata(self) -> Response:
        """What this server can do (RFC 8414)."""
        base, methods = self._records.settings.public_url, ["client_secret_basic", "client_secret_post"]
        named = {f"{what}_endpoint": f"{base}/oauth/{path}" for what, path in _PATHS.items()}
        accepted = {f"{what}_endpoint_auth_methods_supported": methods for what in _PATHS}
        answer = {
            "issuer": base,
            "jwks_uri": f"{base}/.well-known/jwks.json",
            "scopes_supported": list(SCOPES),
            "response_types_supported": [],
            "grant_types_supported": [GRANT],
            "service_documentation": f"{base}/api/v1/openapi.json",
        }
        return _json(answer | named | accepted, "public, max-age=3600")

    def jwks(self) -> Response:
        """The public halves of the keys that sign access tokens."""
        return _json(self._keys.public(), "public, max-age=300")

    def _client(self, form: Mapping[str, str]) -> Document:
        """The client by its id and secret, from HTTP Basic or the form, not both (RFC 6749, section 2.3.1)."""
        basic = request.authorization if request.authorization and request.authorization.type == "basic" else None
        if basic is not None and "client_secret" in form:
            raise Refusal("invalid_request", "authenticate in one way only")
        if basic is not None:
            client_id, secret = unquote_plus(basic.username or ""), unquote_plus(basic.password or "")
        else:
            client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        client = clients.find_client(self._records.read(), client_id, secret)
        if client is None:
            raise Refusal("invalid_client", "unknown client or wrong secret", 401)
        return client

    def _own_token(self, client: Document, form: Mapping[str, str]) -> Mapping[str, Any] | None:
        """The claims of the token in the form if it is good and this client's own."""
        try:
            claims = self._tokens.read(form.get("token", ""))
        except Unauthenticated:
            return None
        revoked = self._records.read().first("revoked_tokens", {"_id": claims["jti"]})
        return claims if claims["client_id"] == client["_id"] and revoked is None else None


_PATHS: Final = {"token": "token", "introspection": "introspect", "revocation": "revoke"}


def _form() -> dict[str, str]:
    if (request.content_length or 0) > _LARGEST_FORM:
        raise Refusal("invalid_request", "the form is too large", 413)
    if request.mimetype != "application/x-www-form-urlencoded":
        raise Refusal("invalid_request", "send application/x-www-form-urlencoded")
    if any(len(values) > 1 for _name, values in request.form.lists()):
        raise Refusal("invalid_request", "a parameter is given twice")
    return request.form.to_dict()


def _narrowed(held: list[str], asked: str | None) -> list[str]:
    """The scopes asked for, all of which the client must hold; without a wish all it holds."""
    wanted = sorted(set(asked.split())) if asked and asked.strip() else held
    if not set(wanted) <= set(held):
        raise Refusal("invalid_scope", "the client does not hold every scope asked for")
    return wanted


def _forget(uow: UnitOfWork, claims: Mapping[str, Any]) -> None:
    uow.put("revoked_tokens", {"_id": claims["jti"], "at": uow.now()})


def _json(body: Any, caching: str = "no-store") -> Response:
    answer = Response(orjson.dumps(body), mimetype="application/json")
    answer.headers["Cache-Control"] = caching
    return answer


def _refused(refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)  # noqa: S101  registered for it alone  # nosec B101
    answer = _json({"error": refusal.error, "error_description": refusal.description})
    answer.status_code = refusal.status
    if refusal.status == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="oauth", charset="UTF-8"'
    return answer
