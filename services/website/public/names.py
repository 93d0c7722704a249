"""What the codes of the other services are called in the reader's language. Words only, no rules."""

from services.chassis.i18n import N_, _
from services.contracts.names import ORGANISATION_KINDS, POLICY_AREAS, SERVICE_STATUSES, TARGET_GROUPS, THEMES

CITY_ROLES = {
    "source": N_("Has a practice that others take up"),
    "receiving": N_("Takes up a practice from another city"),
    "both": N_("Gives a practice and takes one up"),
}
MEMBER_ROLES = {
    "lead": N_("Lead Organisation"),
    "core": N_("Core member"),
    "associate": N_("Associate member"),
    "observer": N_("Observer"),
}
METHODS = {
    "easw": N_("Scenario workshop (EASW)"),
    "gopp": N_("Planning workshop (GOPP)"),
    "training_seminar": N_("Training seminar"),
    "study_visit": N_("Study visit"),
}
ROLE_GROUPS = {
    "residents": N_("Residents and their associations"),
    "experts": N_("Experts and social workers"),
    "administrators": N_("Administration and politics"),
    "business": N_("Business and employers"),
}
ROLE_GROUPS_IN_SHORT = {
    "residents": N_("Residents"),
    "experts": N_("Experts"),
    "administrators": N_("Administration"),
    "business": N_("Business"),
}
SCHEMES = {
    "vat": N_("VAT number"),
    "tax_number": N_("Tax number"),
    "national_register": N_("Number in the national register"),
    "erasmus_oid": N_("Erasmus+ organisation number (OID)"),
    "pic": N_("Participant number of the European Commission (PIC)"),
}
PUBLICATIONS = {
    "draft": N_("Draft: seen in the network only"), "published": N_("Published"),
    "withdrawn": N_("Withdrawn from the public"),
}  # fmt: skip
VERIFICATIONS = {
    "unverified": N_("Nobody has verified it"), "verified": N_("Verified"),
    "refused": N_("It is not what it says"),
}  # fmt: skip
TRANSFER_STATES = {
    "proposed": N_("Proposed"),
    "screened": N_("Screened"),
    "understanding": N_("Understanding"),
    "adapting": N_("Adapting"),
    "re_using": N_("Trying it out"),
    "embedded": N_("Part of everyday work"),
    "partly_embedded": N_("Partly in everyday work"),
    "abandoned": N_("Given up"),
}
ADAPTATIONS = {
    "as_is": N_("Taken up as it is"),
    "adapted": N_("Adapted"),
    "replaced": N_("Replaced by something else"),
    "dropped": N_("Left out"),
}
COMPONENT_PROGRESS = {
    "not_started": N_("Not started"),
    "in_progress": N_("In progress"),
    "in_use": N_("In use"),
}
PLAN_STATES = {
    "draft": N_("Draft"),
    "consultation": N_("Open for comments"),
    "adopted": N_("Adopted"),
    "in_implementation": N_("Being carried out"),
    "revised": N_("Revised"),
    "closed": N_("Concluded"),
}
MEASURE_STATES = {
    "planned": N_("Planned"),
    "in_progress": N_("In progress"),
    "completed": N_("Carried out"),
    "dropped": N_("Dropped"),
}
ORIGINS = {
    "easw_idea": N_("An idea from a scenario workshop"),
    "gopp_activity": N_("An activity from a planning workshop"),
    "practice_component": N_("A part of a practice from another city"),
}
FUNDING_SOURCES = {
    "esf_plus": N_("European Social Fund Plus"),
    "amif": N_("Asylum, Migration and Integration Fund"),
    "erdf": N_("European Regional Development Fund"),
    "national": N_("National funds"),
    "regional": N_("Regional funds"),
    "municipal": N_("Municipal funds"),
    "private": N_("Private funds"),
    "other": N_("Other funds"),
}
OUTCOMES = {"adopted": N_("Agreed"), "rejected": N_("Rejected")}
TICKET_STATES = {
    **dict.fromkeys(["new", "triaged", "assigned", "waiting_expert", "reopened"], N_("We are working on it")),
    "waiting_requester": N_("We are waiting for you"),
    "answered": N_("Answered"),
    "closed": N_("Closed"),
}
TAG_COLOURS = {
    **dict.fromkeys(["completed", "embedded", "in_use", "answered"], "green"),
    **dict.fromkeys(["adopted", "in_implementation", "in_progress"], "blue"),
    **dict.fromkeys(["partly_embedded", "re_using"], "turquoise"),
    **dict.fromkeys(["adapting", "understanding", "consultation"], "yellow"),
    **dict.fromkeys(["dropped", "abandoned"], "red"),
}
_TABLES = {
    "scheme": SCHEMES,
    "publication": PUBLICATIONS,
    "verification": VERIFICATIONS,
    "city_role": CITY_ROLES,
    "member_role": MEMBER_ROLES,
    "method": METHODS,
    "role_group": ROLE_GROUPS,
    "role_group_in_short": ROLE_GROUPS_IN_SHORT,
    "policy_area": POLICY_AREAS,
    "transfer_state": TRANSFER_STATES,
    "adaptation": ADAPTATIONS,
    "component_progress": COMPONENT_PROGRESS,
    "plan_state": PLAN_STATES,
    "measure_state": MEASURE_STATES,
    "origin": ORIGINS,
    "funding_source": FUNDING_SOURCES,
    "kind": ORGANISATION_KINDS,
    "ticket_state": TICKET_STATES,
    "theme": THEMES,
    "target_group": TARGET_GROUPS,
    "service_status": SERVICE_STATUSES,
    "outcome": OUTCOMES,
}


def name_of(table: str, code: str) -> str:
    """The name of a code in the reader's language; a code we do not know yet is shown as readable words."""
    sentence = _TABLES[table].get(code)
    return _(sentence) if sentence else code.replace("_", " ").replace("-", " ").capitalize()


def colour_of(code: str) -> str:
    """The colour of a state's tag; the words always stand beside it."""
    return TAG_COLOURS.get(code, "grey")
