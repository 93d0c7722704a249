"""Answering with a page, in the right state."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template

from services.chassis.web.forms.form import Form


def shown(template: str, *, form: Form | None = None, status: int = 200, **values: Any) -> Response:
    """The page; 422 instead of `status` when `form` failed, 503 when the service it was for does not answer."""
    page = make_response(render_template(template, form=form, **values))
    page.status_code = 422 if form is not None and form.failed else status
    if form is not None and form.problem:
        page.status_code = form.problem.type.status
        page.headers.update(dict(form.problem.headers))
    return page
