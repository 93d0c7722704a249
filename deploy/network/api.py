"""A client of the platform's own API, as any city system could be: token, lists, writes that can be repeated safely."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
import requests

from services.chassis.local import LocalProblem
from services.chassis.local.problem import NOT_RUNNING

_PATIENCE_SECONDS: Final = 30.0
_SECONDS: Final = 30
_TRY_AGAIN: Final = (429, 502, 503, 504)

Body = Mapping[str, Any]


class Refused(Exception):
    """The platform says no: the problem it answered with (RFC 9457)."""

    def __init__(self, status: int, problem: Body) -> None:
        sentences = [f"{one['path']}: {one['message']}" for one in problem.get("errors", ())]
        super().__init__("; ".join(sentences) or problem.get("detail") or problem.get("title") or f"status {status}")
        self.status = status


class Api:
    """The API at `address`, spoken to as one client."""

    def __init__(self, address: str, client_id: str, secret: str) -> None:
        self._address = address
        self._credentials = (client_id, secret)
        self._session = requests.Session()
        self._session.headers["Accept-Language"] = "en"

    def items(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """Every item of a list, page after page; `path` as "registry/cities"."""
        after: str | None = None
        while True:
            page = self._ask("GET", path, params={**query, "limit": "200", **({"after": after} if after else {})})
            yield from page["items"]
            after = page["next"]
            if after is None:
                return

    def make(self, path: str, body: Body) -> dict[str, Any]:
        """Write `body`; the key is made of what is written, so that a repeated write changes nothing.

        What a service has not heard of yet (a city of a moment ago) it refuses: that is tried again for a while.
        """
        content = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
        key = hashlib.sha256(path.encode() + b"\n" + content).hexdigest()[:40]
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                made: dict[str, Any] = self._ask("POST", path, data=content, headers=headers)
                return made
            except Refused as refusal:
                if refusal.status != 422 or path.startswith("registry/") or time.monotonic() > deadline:
                    raise
            time.sleep(0.2)

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            answer = self._send(method, path, **options)
            if answer.status_code == 401 and "Authorization" in self._session.headers:
                del self._session.headers["Authorization"]
            elif answer.status_code not in _TRY_AGAIN or time.monotonic() > deadline:
                return _content(answer)
            else:
                time.sleep(min(5.0, float(answer.headers.get("Retry-After", "1"))))

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            if "Authorization" not in self._session.headers:
                self._session.headers["Authorization"] = f"Bearer {self._token()}"
            return self._session.request(method, f"{self._address}/api/v1/{path}", timeout=_SECONDS, **options)
        except requests.RequestException as error:
            what = f"The platform does not answer at {self._address} ({type(error).__name__})."
            raise LocalProblem(what, "Start it, or look at its logs.", NOT_RUNNING) from error

    def _token(self) -> str:
        form = {"grant_type": "client_credentials"}
        token = f"{self._address}/oauth/token"
        answer = self._session.post(token, data=form, auth=self._credentials, timeout=_SECONDS)
        return str(_content(answer)["access_token"])


def _content(answer: requests.Response) -> Any:
    """The JSON of an answer that says yes. Refused with the problem of one that says no."""
    try:
        content = answer.json() if answer.content else {}
    except ValueError:
        content = {}
    if not answer.ok:
        raise Refused(answer.status_code, content)
    return content
