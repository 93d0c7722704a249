"""Browsers keep public pages but ask each time whether they are still the newest (ETag, 304)."""

import hashlib

from flask import Flask, Response, request

from services.chassis.web.headers import nonce
from services.website.public.blueprint import public


def install(app: Flask) -> None:
    """Compare pages after all else was done with them: call it before the web kit, whose part runs earlier."""
    app.after_request(_compare)


@public.after_request
def _tag(response: Response) -> Response:
    """An entity tag of what the page says, without the nonce that differs in each answer."""
    if request.method in ("GET", "HEAD") and response.status_code == 200 and not response.cache_control.no_store:
        said = response.get_data().replace(nonce().encode(), b"")
        response.set_etag(hashlib.sha256(said).hexdigest()[:32])
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _compare(response: Response) -> Response:
    """Answer 304 where the reader has this page already; its content policy stays the one that came with it."""
    if request.blueprint == public.name:
        response.make_conditional(request)
        if response.status_code == 304:
            response.headers.pop("Content-Security-Policy", None)
    return response
