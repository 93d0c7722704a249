"""What a partnership has besides its members, made through the registry's own API, full of MARK."""

from __future__ import annotations

from typing import Any

from services.chassis.testing import Caller
from services.registry.partnerships.agreements.schemas import AgreementBody
from services.registry.partnerships.assessments.schemas import AssessmentBody
from services.registry.partnerships.decisions.schemas import DecisionBody
from services.registry.partnerships.meetings.schemas import MeetingBody
from services.registry.partnerships.tables.schemas import TableBody
from tests.security.examples import MARK, body_of


def working_together(owner: Caller, ids: dict[str, str], lead: str) -> dict[str, Any]:
    """What partners sign, work at, meet for, decide and judge, added to `ids`; what a decision needs."""
    here = f"/partnerships/{ids['/partnerships']}"
    signed = {"signed_on": "2026-01-01", "expires_on": None, "quorum_percent": 0}
    bodies = {
        "agreements": body_of(AgreementBody, **signed), "tables": body_of(TableBody),
        "meetings": body_of(MeetingBody, day="2026-02-01", time="09:30"),
    }  # fmt: skip
    for name, body in bodies.items():
        ids[f"/partnerships/{name}"] = owner.post(f"{here}/{name}", body, status=201)["id"]
    meeting = f"{here}/meetings/{ids['/partnerships/meetings']}"
    owner.post(f"{meeting}/attendance", {"present": [lead]})
    owner.patch(meeting, {"minutes": MARK})
    taken = {"meeting": ids["/partnerships/meetings"], "method": "consensus", "due_on": "2031-01-01"}
    taken |= dict.fromkeys(("votes_for", "votes_against", "abstentions"))
    ids["/partnerships/decisions"] = owner.post(f"{here}/decisions", body_of(DecisionBody, **taken), status=201)["id"]
    ids["/partnerships/assessments"] = owner.post(f"{here}/assessments", body_of(AssessmentBody, day=None), status=201)[
        "moment"
    ]
    return taken
