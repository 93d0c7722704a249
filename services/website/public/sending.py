"""Sending what a public form says to the service that owns it; when that service is down, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from services.chassis.errors import NotFound, RateLimited, Unavailable
from services.chassis.i18n import _
from services.chassis.store import Document
from services.chassis.web.forms import Form
from services.website.public.page import Answer, show


def accepted(form: Form, send: Callable[[], Document]) -> Document | None:
    """What the service answered, or None: nothing was sent yet, or the form now says what is wrong."""
    try:
        return form.accept(send)
    except NotFound:
        form.of_the_whole.append(_("This is not there any more. Go back and look again."))
    except (Unavailable, RateLimited) as problem:
        form.of_the_whole.append(_("We cannot take this just now. Nothing is lost: wait a moment and send it again."))
        form.problem = problem
    return None


def show_form(template: str, title: object, form: Form, **facts: Any) -> Answer:
    """The page of a form: 200, 422 when something is wrong, 503 with Retry-After when its service is down."""
    problem = getattr(form, "problem", None)
    status = problem.type.status if problem else 422 if form.failed else 200
    page = show(template, title, form=form, status=status, **facts)
    page.headers.update(dict(problem.headers) if problem else {})
    page.headers["Cache-Control"] = "no-store"
    return page


def reference_of(id: str) -> str:
    """The part of an id that a person can read to us on the telephone."""
    return id.replace("-", "")[-8:].upper()
