"""Voting on a phone, without an account and without scripts: the short code, who votes, the ballot, the results.

The vote itself is read from its owner, for a room cannot wait; the results are a projection and stand by themselves.
"""

from flask import Response, redirect, request, url_for

from services.chassis.errors import Invalid, NotFound
from services.chassis.i18n import _
from services.chassis.store import Document
from services.contracts.workshops import ROLE_GROUPS
from services.website.projections import gatherings
from services.website.projections import ideas as projections
from services.website.public import owners
from services.website.public.blueprint import public
from services.website.public.names import name_of
from services.website.public.page import Answer, read, show
from services.website.public.sending import accepted, show_form
from services.website.public.vote.forms import BallotForm, CodeForm, VoterForm
from services.website.public.vote.voter import Voter


@public.route("/vote", methods=["GET", "POST"])
def vote() -> Answer:
    """The short code leads to the vote."""
    form = CodeForm()
    if round := accepted(form, lambda: _round_with(form.code.data)):
        return redirect(url_for("public.voter", code=round["code"]), 303)
    return show_form("vote/code.html", _("Vote"), form, back=(url_for("public.home"), _("Start page")))


@public.route("/vote/<code>", methods=["GET", "POST"])
def voter(code: str) -> Answer:
    """Who votes; somebody who has joined on this phone goes on to the ballot."""
    round = owners.round(code)
    if round["status"] == "closed":
        return redirect(url_for("public.results", code=round["code"]), 303)
    if request.method == "GET" and Voter.of_phone(round):
        return redirect(url_for("public.ballot", code=round["code"]), 303)
    form = VoterForm.for_round(round)
    if joined := accepted(form, lambda: owners.join_vote(round["code"], form.body(), key=form.key)):
        return _go_on("public.ballot", round, Voter(joined["token"], joined["votes"]))
    back = (url_for("public.vote"), _("Another code"))
    return show_form("vote/voter.html", _("Before you vote"), form, back=back, round=round)


@public.route("/vote/<code>/ballot", methods=["GET", "POST"])
def ballot(code: str) -> Answer:
    """The ballot, with what was chosen before."""
    round = owners.round(code)
    known = Voter.of_phone(round)
    if round["status"] == "closed" or known is None:
        return redirect(url_for("public.voter", code=round["code"]), 303)
    form = BallotForm({"votes": known.votes})
    form.votes.choices = [(idea["id"], idea["title"]) for idea in round["ideas"]]
    sent = {"voter": known.token, "votes": form.votes.data or []}
    if (taken := accepted(form, lambda: owners.vote(round["code"], sent, key=form.key))) is not None:
        return _go_on("public.voted", round, Voter(known.token, taken["votes"]))
    back = (url_for("public.vote"), _("Another code"))
    return show_form("vote/ballot.html", _("Choose your ideas"), form, back=back, round=round, chosen=sent["votes"])


@public.get("/vote/<code>/done")
def voted(code: str) -> Answer:
    """The vote is in; it can still be changed."""
    return show("vote/voted.html", _("Your vote is in"), code=code)


@public.get("/vote/<code>/results")
def results(code: str) -> Answer:
    """What the gathering chose, by group; small numbers are withheld by who counted them."""
    reader = read()
    round = projections.round(reader, code)
    ranked = round.get("results", [])
    most = max((result["votes"] for result in ranked), default=0)
    for result in ranked:
        result["share"] = 100 * result["votes"] // most if most else 0
    return show(
        "vote/results.html",
        _("Results of the vote"),
        back=(url_for("public.ideas"), _("Where ideas went")),
        round=round,
        gathering=gatherings.published(reader, round["gathering"]),
        groups=ROLE_GROUPS,
        group_heads=[{"text": name_of("role_group_in_short", group), "numeric": True} for group in ROLE_GROUPS],
        by_group=any(number is not None for result in ranked for number in result["by_role_group"].values()),
    )


def _round_with(code: str) -> Document:
    """The round with the typed code; an unknown one is told at the field."""
    try:
        return owners.round("".join(sign for sign in code if sign.isalnum()) or "-")
    except NotFound:
        raise Invalid({"code": [_("There is no vote with this code. Look at the screen again.")]}) from None


def _go_on(endpoint: str, round: Document, voter: Voter) -> Response:
    answer = redirect(url_for(endpoint, code=round["code"]), 303)
    voter.stay_on_phone(answer, round)
    return answer  # type: ignore[return-value]
