"""What the codes of the services are called on staff pages only; what the public reads too stands in public/names."""

from __future__ import annotations

from collections.abc import Mapping

from services.chassis.i18n import N_, _
from services.contracts.names import PERSON_ROLES
from services.website.public.names import TAG_COLOURS, name_of
from services.website.staff.words_of_privacy import PRIVACY

STATES = {
    "planned": N_("Planned"), "cancelled": N_("Cancelled"), "held": N_("Held"),
    "draft": N_("Draft"), "published": N_("Published"), "submitted": N_("In the plenary"),
    "open": N_("Open"), "closed": N_("Closed"), "active": N_("Active"), "ended": N_("Ended"),
    "disabled": N_("Switched off"),
    "queued": N_("On its way"), "delivered": N_("Delivered"), "failed": N_("Failed"), "sent": N_("Sent"),
    "gone": N_("Erased before it was sent"), "withheld": N_("Held back: too many to one address"),
    "reading": N_("Being read"), "refused": N_("Not readable"),
    "previewed": N_("Preview"), "applying": N_("Being imported"), "applied": N_("Imported"),
    "undoing": N_("Being taken back"), "undone": N_("Taken back"),
    "new": N_("New"), "triaged": N_("Sorted"), "assigned": N_("Assigned"),
    "waiting_requester": N_("Waiting for the asker"), "waiting_expert": N_("Waiting for the expert"),
    "answered": N_("Answered"), "reopened": N_("Opened again"),
    "pending": N_("Pending"), "ok": N_("Works"), "down": N_("Does not answer"),
}  # fmt: skip
REGISTRATION_STATES = {
    "registered": N_("Has a place"), "waiting": N_("On the waiting list"), "cancelled": N_("Registration cancelled"),
}  # fmt: skip
SERVICES = {
    "registry": N_("Network"), "workshops": N_("Gatherings"), "transfers": N_("Practices, transfers, Action Plans"),
    "support": N_("Support desk"), "notifications": N_("Messages"), "website": N_("Pages"),
    "gateway": N_("Door and accounts"),
}  # fmt: skip
STAGES = {
    "recruiting": N_("Registration is open"),
    "confirmed": N_("Confirmed"),
    "ideas_submitted": N_("Ideas are in the plenary"),
    "voting_open": N_("The vote is open"),
    "voting_closed": N_("The vote is closed"),
}
GATE_ITEMS = {
    "needs_analysis": N_("Needs analysis of the receiving city"),
    "match_decision": N_("Decision on the match"),
    "study_visit_report": N_("Report of the study visit"),
    "transferability_study": N_("Approval of the transferability study"),
    "transfer_plan": N_("Approval of the transfer plan"),
    "pilot_report": N_("Report of the pilot"),
}
CATEGORIES = {
    "method": N_("The methods (EASW, GOPP)"),
    "practice": N_("A practice"),
    "funding": N_("Funding"),
    "legal": N_("Law"),
    "technical": N_("Technical matters"),
    "integration": N_("Connecting a city's own systems"),
}
MESSAGE_KINDS = {
    "ticket-opened": N_("Somebody asks the support desk"),
    "ticket-reopened": N_("A question is opened again"),
    "gathering-cancelled": N_("A gathering is cancelled"),
    "round-closed": N_("A vote is closed"),
    "transfer-opened": N_("A transfer is proposed"),
    "transfer-advanced": N_("A transfer takes a step"),
    "diary-overdue": N_("A diary entry is overdue"),
    "diary-entry-written": N_("A diary entry is written"),
    "service-review-due": N_("A service of the directory is to be confirmed"),
    "agreement-expiring": N_("An agreement comes to its end"),
    "meeting-planned": N_("A meeting of the partnership is planned"),
    "meeting-cancelled": N_("A meeting of the partnership is cancelled"),
    "decision-overdue": N_("A decision is not carried out in time"),
    "search-matched": N_("A saved search finds something new"),
    "erasure-late": N_("An erasure of somebody's data is late"),
    "erasure-took-account": N_("An account is erased with the data of its owner"),
    "cities-without-staff": N_("A city has no account for staff any more"),
    "webhook-disabled": N_("A webhook is switched off"),
}
MAIL_KINDS = {
    "account-invited": N_("An invitation to choose a password"),
    "password-changed": N_("A password was changed"),
    "password-reset": N_("A link for a new password"),
    "registration-accepted": N_("A place in a gathering"),
    "registration-waiting": N_("A place on a waiting list"),
    "registration-promoted": N_("A place that became free"),
    "registration-cancelled": N_("A registration was cancelled"),
    "registration-repeated": N_("Somebody registered a second time"),
    "gathering-changed": N_("A gathering was changed"),
    "idea-became-measure": N_("An idea became a measure"),
    "ticket-received": N_("A question has arrived"),
    "ticket-answered": N_("A question was answered"),
    "ticket-closed": N_("A question was closed"),
    "gathering-cancelled": MESSAGE_KINDS["gathering-cancelled"],
    "agreement-expiring": MESSAGE_KINDS["agreement-expiring"],
    "search-matched": MESSAGE_KINDS["search-matched"],
    "erasure-late": MESSAGE_KINDS["erasure-late"],
    "webhook-disabled": MESSAGE_KINDS["webhook-disabled"],
}
PARTNERSHIP_GROUPS = {
    "authorities": N_("the authorities"),
    "economic_and_social_partners": N_("the economic and social partners"),
    "civil_society": N_("civil society"),
    "people_concerned": N_("the people concerned, such as an association of migrants"),
}
MINUTES_STATES = {"none": N_("Not written yet"), "draft": N_("Draft"), "approved": N_("Approved")}
DECISION_METHODS = {"consensus": N_("By consensus"), "vote": N_("By vote")}
DECISION_STATES = {
    "open": N_("Still to be done"), "done": N_("Done"), "dropped": N_("Given up"),
    "nothing_to_do": N_("Nothing to be done"),
}  # fmt: skip
MOMENTS = {"start": N_("At the start"), "middle": N_("In the middle"), "end": N_("At the end")}
DIMENSIONS = {
    "network_management": N_("Managing the network"), "participation": N_("Participation"),
    "monitoring": N_("Monitoring"), "funding": N_("Funding"),
}  # fmt: skip
ATTITUDES = {"supporter": N_("Supporter"), "neutral": N_("Neutral"), "opponent": N_("Opponent")}
INVOLVEMENTS = {
    "none": N_("Not at all"),
    "inform": N_("It is informed"),
    "consult": N_("It is asked"),
    "involve": N_("It takes part"),
    "collaborate": N_("It works with us"),
    "empower": N_("It decides"),
}
STRATEGIES = {
    "manage_closely": N_("Work closely with it"),
    "keep_satisfied": N_("Keep it satisfied"),
    "keep_informed": N_("Keep it informed"),
    "empower": N_("Strengthen its voice"),
    "monitor": N_("Keep an eye on it"),
}
SEARCHED_LISTS = {
    "organisations": N_("Organisations"),
    "services": N_("Services"),
    "partnerships": N_("Partnerships"),
    "people": N_("People"),
    "stakeholders": N_("Stakeholders"),
}
LIKENESS_REASONS = {
    "by_hand": N_("Somebody put them together"),
    "identifier": N_("The same identifier"),
    "name": N_("Names that are alike"),
    "acronym": N_("The same short name"),
    "web_page": N_("The same web page"),
    "place": N_("The same town"),
    "position": N_("The same place on the map"),
}
PAIR_STATES = {
    "open": N_("To be looked at"), "not_duplicate": N_("Not the same"), "merged": N_("Merged"),
}  # fmt: skip
WHY_NOT_THE_SAME = {
    "namesake": N_("They are only called alike"),
    "part": N_("One is a part or a branch of the other"),
    "successor": N_("One took the place of the other"),
    "other": N_("Another reason"),
}
MOVED = {
    "people": N_("People"), "partnerships": N_("Partnerships"), "stakeholders": N_("Stakeholders"),
    "services": N_("Services"), "tables": N_("Tables"), "meetings": N_("Meetings"), "decisions": N_("Decisions"),
    "assessments": N_("Assessments"), "searches": N_("Saved searches"), "organisations": N_("Organisations"),
}  # fmt: skip
ACTIONS = {"added": N_("Added"), "changed": N_("Changed"), "removed": N_("Removed")}
ACTORS = {
    "person": N_("A person"),
    "client": N_("A city system"),
    "service": N_("The platform"),
    "anonymous": N_("Somebody who is not signed in"),
}
FIELDS = {
    "name": N_("Name"), "short_name": N_("Short name"), "kind": N_("Kind"), "country": N_("Country"),
    "city": N_("City"), "seat": N_("Seat"), "description": N_("Description"), "website": N_("Web page"),
    "email": N_("E-mail address"), "languages": N_("Languages"), "policy_areas": N_("Policy areas"),
    "legal_name": N_("Legal name"), "target_groups": N_("For whom it works"), "identifiers": N_("Numbers in registers"),
    "sites": N_("Sites"), "parent": N_("Part of"), "successor": N_("Successor"), "publication": N_("Publication"),
    "verification": N_("Verification"), "lat": N_("Latitude"), "lon": N_("Longitude"), "origin": N_("Origin"),
}  # fmt: skip
COLOURS = {
    **TAG_COLOURS,
    **dict.fromkeys(
        ["registered", "published", "active", "delivered", "sent", "applied", "answered", "ok", "held", "done"], "green"
    ),
    **dict.fromkeys(["waiting", "open", "queued", "reading", "applying", "undoing", "pending"], "yellow"),
    **dict.fromkeys(["waiting_requester"], "yellow"),
    **dict.fromkeys(["merged"], "green"),
    **dict.fromkeys(["planned", "submitted", "previewed", "new", "reopened", "assigned"], "blue"),
    **dict.fromkeys(["manage_closely", "empower"], "turquoise"),
    **dict.fromkeys(["temporarily_closed"], "orange"),
    **dict.fromkeys(["cancelled", "failed", "refused", "disabled", "down"], "red"),
}
_TABLES = {
    **PRIVACY,
    "state": STATES,
    "registration_state": REGISTRATION_STATES,
    "platform_service": SERVICES,
    "stage": STAGES,
    "gate_item": GATE_ITEMS,
    "category": CATEGORIES,
    "person_role": PERSON_ROLES,
    "message_kind": MESSAGE_KINDS,
    "mail_kind": MAIL_KINDS,
    "action": ACTIONS,
    "actor": ACTORS,
    "field": FIELDS,
    "partnership_group": PARTNERSHIP_GROUPS,
    "attitude": ATTITUDES,
    "involvement": INVOLVEMENTS,
    "strategy": STRATEGIES,
    "minutes_state": MINUTES_STATES,
    "decision_method": DECISION_METHODS,
    "decision_state": DECISION_STATES,
    "moment": MOMENTS,
    "dimension": DIMENSIONS,
    "likeness_reason": LIKENESS_REASONS,
    "pair_state": PAIR_STATES,
    "why_not_the_same": WHY_NOT_THE_SAME,
    "moved": MOVED,
}


def word(table: str, code: str | None) -> str:
    """The name of a code in the reader's language; "" for none."""
    if not code:
        return ""
    sentence = _TABLES.get(table, {}).get(code)
    return _(sentence) if sentence else name_of(table, code) if table not in _TABLES else code.replace("_", " ")


def colour(code: str | None) -> str:
    """The colour of a state's tag; the words always stand beside it."""
    return COLOURS.get(code or "", "grey")


def choices(table: Mapping[str, str]) -> list[tuple[str, str]]:
    """A table as (code, name) in the reader's language, for a filter."""
    return [(code, _(name)) for code, name in table.items()]
