"""/problems/<slug>: the address that stands in `type` of every problem, as a page in the reader's language."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from services.chassis.errors import PROBLEM_TYPES, NotFound
from services.chassis.web import shown

problems = Blueprint("problems", __name__, url_prefix="/problems")


@problems.get("/")
def all_problems() -> Response:
    """Every problem type."""
    return _varying(
        shown("account/problems/list.html", kinds=sorted(PROBLEM_TYPES.values(), key=lambda kind: kind.status))
    )


@problems.get("/<slug>")
def one_problem(slug: str) -> Response:
    """What is wrong, and what to do."""
    if slug not in PROBLEM_TYPES:
        raise NotFound()
    return _varying(shown("account/problems/show.html", kind=PROBLEM_TYPES[slug]))


def _varying(answer: Response) -> Response:
    """The same address is a page in each language."""
    answer.vary.add("Accept-Language")
    return answer
