"""Taking part in a gathering by its link: the form, what became of it, and what happens next."""

from flask import redirect, request, url_for

from services.chassis.i18n import _, current_language
from services.chassis.store import Document
from services.website.projections import gatherings
from services.website.public import owners
from services.website.public.blueprint import public
from services.website.public.gatherings.views import is_open
from services.website.public.join.forms import JoinForm
from services.website.public.page import Answer, read, show
from services.website.public.sending import accepted, reference_of, show_form


@public.route("/join/<code>", methods=["GET", "POST"])
def join(code: str) -> Answer:
    """The form; the link is the authorisation, for gatherings by invitation too."""
    reader = read()
    gathering = gatherings.by_code(reader, code)
    open = is_open(gathering, reader.now())
    form = JoinForm({"language": current_language()})
    made = accepted(form, lambda: owners.register(code, form.body(), key=form.key)) if open else None
    if made:
        reference, status = reference_of(made["id"]), made["status"]
        return redirect(url_for("public.joined", code=code, reference=reference, status=status), 303)
    return show_form(
        "join/join.html",
        _("Take part"),
        form,
        back=_back(gathering),
        gathering=gathering,
        closed=None if open else _closed(gathering),
    )


@public.get("/join/<code>/done")
def joined(code: str) -> Answer:
    """What became of the registration, and what happens next."""
    gathering = gatherings.by_code(read(), code)
    waiting = request.args.get("status") == "waiting"
    return show(
        "join/joined.html",
        _("You are on the waiting list") if waiting else _("You are registered"),
        gathering=gathering,
        waiting=waiting,
        reference=request.args.get("reference", "")[:12],
    )


def _back(gathering: Document) -> tuple[str, str]:
    if gathering["published"]:
        return url_for("public.gathering", id=gathering["id"]), _("Back to the gathering")
    return url_for("public.calendar"), _("Calendar")


def _closed(gathering: Document) -> str:
    if gathering["status"] == "cancelled":
        return _("This gathering was cancelled. Whoever had registered has been told.")
    return _("This gathering has begun or is over, so nobody can register any more.")
