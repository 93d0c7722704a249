"""What the pages of a partnership's work share: its members to choose from, the way back, steps to confirm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, request, url_for

from services.chassis.i18n import N_, _
from services.chassis.web.forms import Form, checkbox
from services.website.clients import Found
from services.website.staff.blueprint import who
from services.website.staff.cities import cities
from services.website.staff.page import Answer, Way, ask, done
from services.website.staff.registry.lookups import organisation_names
from services.website.staff.registry.organisations import registry
from services.website.staff.registry.traces import Trace, traces_in


def partnership_of(id: str) -> Found:
    """The partnership that a page is about."""
    return registry().get(f"/partnerships/{id}")


def members_to_choose() -> list[tuple[str, str]]:
    """The organisations that are or were members of the partnership of this page, as (id, name)."""
    found = partnership_of(str((request.view_args or {})["id"]))
    return list(organisation_names(one["organisation"] for one in found["members"]).items())


def is_mine(partnership: Mapping[str, Any]) -> bool:
    """Whether the person may write here and the partnership lasts."""
    mine = who().may("registry:write") and who().reaches(partnership["city"])
    return bool(mine and partnership["status"] == "active")


def to_partnership(partnership: Mapping[str, Any]) -> Way:
    """The way back to the partnership."""
    return url_for("staff.partnership", id=partnership["id"]), partnership["name"]


Texts = Mapping[str, str | None]
Steps = Mapping[str, tuple[str, str, str]]
"""What a page asks, the word on its button, and what follows, by the name of the step in the address."""


BEFORE_ALL_READ = ("approve", "publish")
"""The steps after which everybody may read what stands there, or nobody can correct it any more."""


LOOKED = N_("I have looked at this: it may stay as it is, and everybody may read it")


class LookedForm(Form):
    """That somebody has looked at what may lead to a person."""

    looked = checkbox(LOOKED)


def confirm_step(
    path: str, step: str, steps: Steps, to: Callable[[Found], Way], saved: str, texts: Callable[[Found], Texts]
) -> Answer:
    """A page to confirm a step of what is at `path`, which is then taken; an unknown one is 404.

    What in the `texts` that everybody is going to read leads to a person is named, and has to be looked at.
    """
    if step not in steps:
        abort(404)
    title, button, intro = steps[step]
    found = registry().get(path)
    traces = to_look_at(texts(found)) if step in BEFORE_ALL_READ else []
    form = LookedForm(etag=found.etag) if traces else Form(etag=found.etag)
    if form.accept(lambda: registry().post(f"{path}/{step}", key=form.key, etag=form.etag)):
        return done(saved, to(found)[0])
    return ask(_(title), form, _(button), back=to(found), caption=found["title"], intro=_(intro), traces=traces)


def to_look_at(texts: Texts, public: Texts | None = None) -> list[Trace]:
    """What in `texts` may lead to a person, but for what everybody reads already in `public`: that was looked at."""
    country = _country()
    known = {(one.kind, one.written) for one in traces_in(public or {}, country)}
    return [one for one in traces_in(texts, country) if (one.kind, one.written) not in known]


def _country() -> str | None:
    """The country of the partnership of this page."""
    city = partnership_of(str((request.view_args or {})["id"]))["city"]
    return cities().get(city, {}).get("country")


def given(body: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in; the rest is left to the register."""
    return {name: value for name, value in body.items() if value not in (None, "")}
