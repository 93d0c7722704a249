"""Moving an EASW from stage to stage; confirming that it will take place."""

from __future__ import annotations

from services.chassis.errors import Conflict
from services.chassis.i18n import N_, _
from services.chassis.store import Document, UnitOfWork
from services.contracts.workshops import GatheringChanged
from services.workshops.easw.model import stages
from services.workshops.gatherings import facts
from services.workshops.gatherings.checks import check_planned
from services.workshops.gatherings.model import Sizes, findings
from services.workshops.gatherings.wording import said
from services.workshops.registrations.roster import keep, roster_of

REFUSALS = {
    "confirm": N_("This workshop is confirmed already."),
    "submit_idea": N_("Ideas go to the plenary after the workshop was confirmed and before the vote."),
    "withdraw_idea": N_("Ideas can be taken back before the vote only."),
    "open_round": N_("A vote can be opened once ideas were brought to the plenary and no other vote is open."),
    "close_round": N_("No vote is open."),
}


def easw_of(uow: UnitOfWork, id: str) -> Document:
    """The EASW `id`. Raises Conflict for a gathering of another method, or one that was cancelled."""
    gathering = uow.get("gatherings", id)
    if gathering["method"] != "easw":
        raise Conflict(_("Only a workshop with the EASW method has ideas and votes."))
    if gathering["status"] == "cancelled":
        check_planned(gathering)
    return gathering


def take_step(uow: UnitOfWork, gathering: Document, step: stages.Step) -> None:
    """Move the workshop on by `step`. Raises Conflict where its stage does not allow it.

    It is saved even when the stage stays the same: of two steps at once the store then lets one win and does the
    other again, so that no sixth idea of a group slips in and no idea after the vote was opened.
    """
    before = gathering["stage"]
    try:
        gathering["stage"] = stages.after(before, step)
    except stages.WrongStage as refused:
        raise Conflict(_(REFUSALS[refused.step])) from refused
    uow.save("gatherings", gathering)
    if gathering["stage"] != before:
        uow.publish(GatheringChanged, gathering, **facts.of_gathering(gathering))


def confirm(uow: UnitOfWork, id: str) -> Document:
    """Confirm that the workshop takes place. Raises Conflict while its size or a role group's forbids it."""
    gathering = easw_of(uow, id)
    check_planned(gathering)
    roster = roster_of(uow, gathering)
    found = findings(Sizes(**gathering["sizes"]), roster["registered"])
    blocks = [said(finding)["message"] for finding in found if finding.level == "block"]
    if blocks:
        raise Conflict(_("The workshop cannot start with these participants."), errors={"registrations": blocks})
    take_step(uow, gathering, "confirm")
    keep(uow, roster)  # a cancellation at the same moment is then seen
    return gathering
