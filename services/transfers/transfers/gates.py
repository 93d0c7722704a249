"""Whether a transfer may take a step, said in sentences. The rules themselves are in model.py."""

from services.chassis.errors import Invalid
from services.chassis.i18n import N_, _
from services.chassis.store import Document
from services.transfers.steps import no_such_step
from services.transfers.transfers import model

MISSING = {
    "needs_analysis": N_("The needs analysis of the receiving city is not on file."),
    "match_decision": N_("The decision that matches city and practice is not on file."),
    "study_visit_report": N_("The report of the study visit is not on file."),
    "transferability_study": N_("The approval of the transferability study is not on file."),
    "transfer_plan": N_("The approval of the transfer plan by the partnership's lead is not on file."),
    "pilot_report": N_("The report of the pilot is not on file."),
}
UNDECIDED = N_("Decide first how this part is taken up.")
NOT_IN_USE = N_("This part is not in use yet.")


def check_step(transfer: Document, state: str, reason: str | None) -> None:
    """Raise `Conflict` when `state` does not follow, `Invalid` naming each item that its gate misses."""
    if not model.may_enter(transfer, state):
        raise no_such_step(model.NEXT[transfer["state"]])
    missing = {f"evidence.{item}": [_(MISSING[item])] for item in model.missing_items(transfer, state)}
    sentence = UNDECIDED if state == "re_using" else NOT_IN_USE
    missing |= {f"components.{id}": [_(sentence)] for id in model.open_components(transfer, state)}
    if state == "abandoned" and not reason:
        missing["reason"] = [_("Say why the transfer is given up.")]
    if missing:
        raise Invalid(missing)


def check_under_way(transfer: Document) -> None:
    """Raise `Conflict` once a transfer has ended."""
    if not transfer["under_way"]:
        raise no_such_step(())
