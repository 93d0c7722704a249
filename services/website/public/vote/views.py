"""Voting on a phone, without an account and without scripts, and the results when the round is closed."""

from flask import redirect, url_for

from services.chassis.errors import Invalid, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document, Reader
from services.contracts.workshops import ROLE_GROUPS
from services.website.projections import ideas as projections
from services.website.projections.network import named
from services.website.public import owners
from services.website.public.blueprint import public
from services.website.public.page import Answer, read, show
from services.website.public.sending import accepted, show_form
from services.website.public.vote.forms import BallotForm, CodeForm


@public.route("/vote", methods=["GET", "POST"])
def vote() -> Answer:
    """The short code leads to the ballot."""
    form = CodeForm()
    if round := form.accept(lambda: _round_with(form.code.data)):
        return redirect(url_for("public.ballot", code=round["code"]), 303)
    return show_form("vote/code.html", _("Vote"), form, back=(url_for("public.home"), _("Start page")))


@public.route("/vote/<code>", methods=["GET", "POST"])
def ballot(code: str) -> Answer:
    """The ballot; once the round is closed, its results."""
    reader = read()
    round = projections.round(reader, code)
    if round["status"] == "closed":
        return redirect(url_for("public.results", code=round["code"]), 303)
    form = BallotForm.for_round(round["ideas"], round["votes_per_participant"])
    if accepted(form, lambda: owners.vote(round["code"], form.body(), key=form.key)) is not None:
        return redirect(url_for("public.voted", code=round["code"]), 303)
    return show_form(
        "vote/ballot.html",
        _("Choose your ideas"),
        form,
        back=(url_for("public.vote"), _("Another code")),
        round=round,
        gathering=_gathering(reader, round),
    )


@public.get("/vote/<code>/done")
def voted(code: str) -> Answer:
    """The vote is in; it can still be changed."""
    return show("vote/voted.html", _("Your vote is in"), round=projections.round(read(), code))


@public.get("/vote/<code>/results")
def results(code: str) -> Answer:
    """What the gathering chose, by group; small numbers are withheld by who counted them."""
    reader = read()
    round = projections.round(reader, code)
    most = max((result["votes"] for result in round.get("results", [])), default=0)
    for result in round.get("results", []):
        result["share"] = 100 * result["votes"] // most if most else 0
    return show(
        "vote/results.html",
        _("Results of the vote"),
        back=(url_for("public.ideas"), _("Where ideas went")),
        round=round,
        gathering=_gathering(reader, round),
        groups=ROLE_GROUPS,
    )


def _round_with(code: str) -> Document:
    """The round with the typed code; an unknown one is told at the field."""
    try:
        return projections.round(read(), code)
    except NotFound:
        raise Invalid({"code": [_("We know no vote with this code. Look at the screen again.")]}) from None


def _gathering(reader: Reader, round: Document) -> Document | None:
    found = reader.first("gatherings", {"_id": round["gathering"]})
    return named(reader, [found])[0] if found else None
