"""One sentence after something was done, shown once on the next page. No session: a short-lived cookie names it.

The cookie holds the key of a sentence of our own, never text, so that nobody can put words into our mouth.
"""

from __future__ import annotations

import hashlib

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from services.chassis.i18n import _

COOKIE = "done"
_SECONDS = 60
_sentences: dict[str, str] = {}


def confirmation(sentence: str) -> str:
    """Make a sentence (marked with N_) known at import; gives the key for `redirect_with`."""
    key = hashlib.sha256(sentence.encode()).hexdigest()[:16]
    _sentences[key] = sentence
    return key


def redirect_with(key: str, location: str) -> AnyResponse:
    """See Other (303) to `location`, where the sentence of `key` is shown."""
    answer = redirect(location, 303)
    answer.set_cookie(COOKIE, key, max_age=_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def confirmed() -> str:
    """The sentence to show on this page, or nothing; for page.html."""
    sentence = _sentences.get(request.cookies.get(COOKIE, ""))
    g.confirmation_shown = COOKIE in request.cookies
    return _(sentence) if sentence else ""


def install(app: Flask) -> None:
    """Forget a sentence once it was shown."""
    app.after_request(_forget)


def _forget(response: Response) -> Response:
    if g.get("confirmation_shown"):
        response.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    return response
