"""A city's own system, as the tests of access tokens need one."""

from __future__ import annotations

from typing import Any

from gateway.identity.clients import create_client
from tests.service.gateway.under_test import GatewayUnderTest

GRANT = {"grant_type": "client_credentials"}


class System:
    """A city's own system, with its id and secret."""

    def __init__(self, gateway: GatewayUnderTest, *scopes: str, city: str | None = "catania") -> None:
        self.gateway = gateway
        self.id, self.secret = create_client(gateway.database, "Welfare system", scopes, city)

    def ask(self, path: str = "token", **form: str) -> Any:
        """POST a form to /oauth/<path> with HTTP Basic."""
        return self.gateway.client().post(f"/oauth/{path}", data=form, auth=(self.id, self.secret))

    def token(self, **form: str) -> str:
        """An access token."""
        return str(self.ask(**{**GRANT, **form}).get_json()["access_token"])


def answer_to(gateway: GatewayUnderTest, token: str) -> Any:
    """The answer to a request with `token`, once what the door remembered has passed."""
    gateway.forget()
    return gateway.client().get("/api/v1/registry/x", headers={"Authorization": f"Bearer {token}"})
