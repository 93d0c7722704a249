"""A person with a browser, as the tests of the gateway's pages need one."""

from __future__ import annotations

from typing import Any

from tests.service.gateway.under_test import PASSWORD, GatewayUnderTest

SAME_SITE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


class Browser:
    """Opens pages and fills in forms; keeps cookies; runs no script."""

    def __init__(
        self, gateway: GatewayUnderTest, user_agent: str = "Mozilla/5.0 (X11; Linux x86_64) Firefox/130"
    ) -> None:
        self.gateway = gateway
        self.client = gateway.client()
        self.headers = {**SAME_SITE, "User-Agent": user_agent}
        self.answer: Any = None

    def open(self, address: str, status: int = 200) -> str:
        """GET a page; its text."""
        return self._said(self.client.get(address, headers=self.headers), status)

    def send(self, address: str, status: int = 303, /, **fields: Any) -> str:
        """POST a form; the text of the answer."""
        return self._said(self.client.post(address, data=fields, headers=self.headers), status)

    def sign_in(self, email: str = "ada@example.org", password: str = PASSWORD, status: int = 303) -> str:
        """With address and password."""
        return self.send("/en/account/sign-in", status, email=email, password=password)

    def is_signed_in(self) -> bool:
        """Whether the platform knows this browser's person, once what it remembered has passed."""
        self.gateway.forget()
        return bool(self.client.get("/api/v1/gateway/me").status_code == 200)

    @property
    def session(self) -> str | None:
        """The secret in the session cookie."""
        cookie = self.client.get_cookie("session")
        return cookie.value if cookie else None

    def _said(self, answer: Any, status: int) -> str:
        self.answer = answer
        text = str(answer.get_data(as_text=True))
        assert answer.status_code == status, text[text.find("<main") :][:3000]
        return text
