"""Who takes up which practice, and how far it has got."""

from flask import url_for

from services.chassis.i18n import N_, _
from services.website.projections import transfers as projections
from services.website.public.blueprint import public
from services.website.public.page import Answer, read, show
from services.website.public.translated import say

WAY = {
    "proposed": N_("The city has said what it needs and which practice could meet it."),
    "screened": N_("Both cities have checked whether the practice can work there."),
    "understanding": N_("People of the city go and see the practice at work."),
    "adapting": N_("The partnership decides part by part what is kept and what is changed."),
    "re_using": N_("The city tries the practice out with its first participants."),
    "embedded": N_("The practice has become everyday work, with money and people of its own."),
}
"""The way of a transfer in order, and what happens in each state (Understand, Adapt, Re-use)."""
ENDS = {
    "partly_embedded": N_("Some parts have become everyday work, others were left out."),
    "abandoned": N_("The cities ended this transfer and wrote down why."),
}


@public.get("/transfers")
def transfers() -> Answer:
    """All transfers of the network."""
    return show("transfers/transfers.html", _("Transfers"), transfers=projections.transfers(read()))


@public.get("/transfers/<id>")
def transfer(id: str) -> Answer:
    """One transfer: its way, its parts, its diary."""
    reader = read()
    found = projections.transfer(reader, id)
    cities = {"from_city": found["from_name"], "to_city": found["to_name"]}
    return show(
        "transfers/transfer.html",
        f"{say(found['practice_title'])}, " + _("from %(from_city)s to %(to_city)s", **cities),
        back=(url_for("public.transfers"), _("Transfers")),
        transfer=found,
        steps=way(found["state"]),
        explained=lambda state: _((WAY | ENDS)[state]),
        diary=projections.diary(reader, id),
    )


def way(state: str) -> list[tuple[str, str]]:
    """The states of a transfer in order with done, current or todo; another end takes the place of the last."""
    if state in ENDS:
        walked = list(WAY)[:1] if state == "abandoned" else list(WAY)[:-1]
        return [*((one, "done") for one in walked), (state, "current")]
    reached = list(WAY).index(state)
    return [
        (one, "done" if place < reached or state == "embedded" else "current" if place == reached else "todo")
        for place, one in enumerate(WAY)
    ]
