"""What the gateway says of itself in OpenAPI besides its chassis routes: the addresses of OAuth, and the frame."""

from __future__ import annotations

from typing import Any, Final

from gateway.identity.roles import SCOPES

TITLE: Final = "Learning Cities"
VERSION: Final = "1"
_TEXT: Final = {"type": "string"}
_FORM: Final = "application/x-www-form-urlencoded"


def openapi_frame(public_url: str) -> dict[str, Any]:
    """The head of the merged OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": VERSION,
            "description": (
                "The API of the network for city systems. Get a token at /oauth/token with your client id and secret "
                "(client credentials), send it as Authorization: Bearer. Errors are RFC 9457 problems; each type has "
                "a page. RateLimit headers say how much is left."
            ),
        },
        "servers": [{"url": public_url}],
    }


def asyncapi_frame(public_url: str) -> dict[str, Any]:
    """The head of the merged AsyncAPI document."""
    return {
        "asyncapi": "3.0.0",
        "id": "urn:eu:learning-cities:events",
        "info": {
            "title": f"{TITLE}: events",
            "version": VERSION,
            "description": (
                "Every event that the platform says, as CloudEvents 1.0. City systems receive them by webhook "
                f"(POST {public_url}/api/v1/notifications/webhooks), signed after Standard Webhooks."
            ),
        },
        "defaultContentType": "application/cloudevents+json",
    }


def oauth_paths() -> dict[str, Any]:
    """The addresses of OAuth 2.0 that a client calls."""
    token = {"access_token": _TEXT, "token_type": _TEXT, "expires_in": {"type": "integer"}, "scope": _TEXT}
    asked = {"grant_type": {"const": "client_credentials"}, "scope": _TEXT, "client_id": _TEXT, "client_secret": _TEXT}
    shown = {"token": _TEXT, "client_id": _TEXT, "client_secret": _TEXT}
    introspected = {"active": {"type": "boolean"}, "scope": _TEXT, "client_id": _TEXT, "exp": {"type": "integer"}}
    return {
        "/oauth/token": _post("token", "Get an access token.", asked, ["grant_type"], token),
        "/oauth/introspect": _post("introspect", "Ask whether a token is good.", shown, ["token"], introspected),
        "/oauth/revoke": _post("revoke", "End a token.", shown, ["token"], {}),
    }


def with_answers_of_the_door(paths: dict[str, Any]) -> dict[str, Any]:
    """The paths with what the server says, before any service is asked, to a request that is too long to be read."""
    too_long = {"414": "The address is too long", "431": "A header is too long"}
    told = {status: {"description": why, "content": {"text/html": {}}} for status, why in too_long.items()}
    return {
        path: {method: {**one, "responses": {**one["responses"], **told}} for method, one in operations.items()}
        for path, operations in paths.items()
    }


def security_schemes() -> dict[str, Any]:
    """How callers are known: clients by OAuth 2.0, people by their session."""
    scopes = {scope: f"{what} {service}" for scope in SCOPES for service, _colon, what in [scope.partition(":")]}
    flow = {"tokenUrl": "/oauth/token", "scopes": scopes}
    return {
        "client": {"type": "oauth2", "flows": {"clientCredentials": flow}},
        "session": {"type": "apiKey", "in": "cookie", "name": "session"},
        "client_secret": {"type": "http", "scheme": "basic"},
    }


def _post(name: str, summary: str, asked: dict[str, Any], needed: list[str], told: dict[str, Any]) -> dict[str, Any]:
    error = {"type": "object", "properties": {"error": _TEXT, "error_description": _TEXT}}
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    refused = {"description": "An error of RFC 6749, or of the door before it",
               "content": {"application/json": {"schema": error}, "application/problem+json": problem}}  # fmt: skip
    good = {"description": "Done", "content": {"application/json": {"schema": {"type": "object", "properties": told}}}}
    form = {"schema": {"type": "object", "required": needed, "properties": asked,
                       "additionalProperties": _TEXT}}  # fmt: skip
    return {
        "post": {
            "operationId": f"gateway.oauth.{name}",
            "tags": ["oauth"],
            "summary": summary,
            "security": [{"client_secret": []}, {}],
            "requestBody": {"required": True, "content": {_FORM: form}},
            "responses": {"200": good, "400": refused, "401": refused, "429": refused, "503": refused},
        }
    }
