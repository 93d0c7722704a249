"""What workshops says to the others: gatherings, registrations, ideas and voting rounds.

Public texts, ids and codes only. Who a registration belongs to is read, when somebody writes to them, at the
event's dataref: `/contacts/registrations/<id>` or, for the author of an idea, `/contacts/ideas/<id>`. Both answer
{"name", "email", "language", "link", "personal_code"}, or 410 once the person is erased. A gathering's .ics has
the gathering's id as UID and `sequence` as SEQUENCE, whoever writes it.
"""

from marshmallow import INCLUDE, Schema

from services.chassis.events import Event
from services.chassis.http import fields
from services.contracts.erasure import ErasureDone

PREFIX = "eu.learning-cities.workshops."

METHODS = ("easw", "gopp", "training_seminar", "study_visit")
ROLE_GROUPS = ("residents", "experts", "administrators", "business")
EASW_STAGES = (
    "draft",
    "recruiting",
    "confirmed",
    "phase1",
    "visions_published",
    "common_vision_adopted",
    "phase2",
    "ideas_submitted",
    "voting_open",
    "voting_closed",
    "reported",
    "archived",
)


class Part(Schema):
    """A part of an event; an older reader must live with what a newer writer adds."""

    class Meta:
        unknown = INCLUDE


class Place(Part):
    """Where people meet."""

    name = fields.Text(required=True)
    address = fields.Text(max=300, required=True, allow_none=True)


class AgendaItem(Part):
    """A point of the agenda and when it begins."""

    starts_at = fields.Instant(required=True)
    title = fields.Translated(required=True)


class Quotas(Part):
    """Most places for each role group; None where only the capacity limits."""

    residents = fields.Integer(required=True, allow_none=True)
    experts = fields.Integer(required=True, allow_none=True)
    administrators = fields.Integer(required=True, allow_none=True)
    business = fields.Integer(required=True, allow_none=True)


class CalendarFacts(Event):
    """What a calendar entry needs. `sequence` rises whenever title, time, place or cancellation change."""

    method = fields.OneOf(*METHODS, required=True)
    title = fields.Translated(required=True)
    language = fields.Language(required=True)
    starts_at = fields.Instant(required=True)
    ends_at = fields.Instant(required=True)
    timezone = fields.TimeZone(required=True)
    place = fields.Nested(Place, required=True, allow_none=True)
    sequence = fields.Integer(required=True)


class GatheringFacts(CalendarFacts):
    """What every event about a gathering tells; `stage` is None unless it is an EASW.

    `published` False: by invitation only, show it nowhere.
    """

    description = fields.Translated(max=5000, required=True, allow_none=True)
    status = fields.OneOf("planned", "cancelled", "held", required=True)
    stage = fields.OneOf(*EASW_STAGES, required=True, allow_none=True)
    agenda = fields.ListOf(fields.Nested(AgendaItem), required=True)
    capacity = fields.Integer(required=True)
    quotas = fields.Nested(Quotas, required=True)
    registration_code = fields.Text(required=True)
    published = fields.Boolean(required=True)
    illustration = fields.Boolean(required=True)


class GatheringPlanned(GatheringFacts):
    """Said when a gathering is planned. Heard by website (calendar) and notifications."""

    type = PREFIX + "gathering.planned.v1"


class GatheringChanged(GatheringFacts):
    """Said when anything of a gathering changes. Heard by website; participants are told by registration.informed."""

    type = PREFIX + "gathering.changed.v1"


class GatheringCancelled(GatheringFacts):
    """Said when a gathering will not take place. Heard by website; participants: see registration.informed."""

    type = PREFIX + "gathering.cancelled.v1"


class RegistrationFacts(CalendarFacts):
    """What every event about a registration tells: enough for a mail with an .ics, but for name and address.

    `position` counts from 1 within the role group's waiting list, None for who has a place.
    """

    gathering = fields.Id(required=True)
    role_group = fields.OneOf(*ROLE_GROUPS, required=True)
    status = fields.OneOf("registered", "waiting", "cancelled", required=True)
    position = fields.Integer(required=True, allow_none=True)


class RegistrationAccepted(RegistrationFacts):
    """Said when a person is registered or put on the waiting list. Heard by notifications: invitation with .ics."""

    type = PREFIX + "registration.accepted.v1"


class RegistrationPromoted(RegistrationFacts):
    """Said when somebody on the waiting list gets a place. Heard by notifications: invitation with .ics."""

    type = PREFIX + "registration.promoted.v1"


class RegistrationCancelled(RegistrationFacts):
    """Said when a registration ends before the gathering. Heard by notifications: cancellation with .ics."""

    type = PREFIX + "registration.cancelled.v1"


class RegistrationRepeated(RegistrationFacts):
    """Said when an address that is registered already is registered again. Heard by notifications: a reminder.

    At most once a day, so that nobody can be flooded by a stranger.
    """

    type = PREFIX + "registration.repeated.v1"


class RegistrationInformed(RegistrationFacts):
    """Said once a registration when its gathering changes or is cancelled, so that listeners need no list.

    `changes` names what is different (title, starts_at, ends_at, timezone, place) or is ["cancelled"]. Heard by
    notifications: .ics with a higher SEQUENCE for who has a place, a note for who waits.
    """

    type = PREFIX + "registration.informed.v1"

    changes = fields.ListOf(
        fields.OneOf("title", "starts_at", "ends_at", "timezone", "place", "cancelled"), required=True
    )


class IdeaFacts(Event):
    """What every event about an idea tells. The dataref, if any, leads to its author."""

    gathering = fields.Id(required=True)
    title = fields.Text(required=True)
    what = fields.LongText(required=True)
    how = fields.LongText(required=True)
    who = fields.LongText(required=True)
    theme = fields.Text(required=True, allow_none=True)
    group = fields.Text(required=True, allow_none=True)
    language = fields.Language(required=True)


class IdeaSubmitted(IdeaFacts):
    """Said when a thematic group brings an idea to the plenary. Heard by transfers, website, notifications."""

    type = PREFIX + "idea.submitted.v1"


class IdeaWithdrawn(IdeaFacts):
    """Said when the group takes the idea back before the vote. Heard by the listeners of idea.submitted."""

    type = PREFIX + "idea.withdrawn.v1"


class RoundFacts(Event):
    """What every event about a voting round tells."""

    gathering = fields.Id(required=True)
    code = fields.Text(required=True)
    ideas = fields.ListOf(fields.Id(), required=True, max=1000)
    votes_per_participant = fields.Integer(required=True)
    closes_at = fields.Instant(required=True, allow_none=True)


class RoundOpened(RoundFacts):
    """Said when the vote begins. Heard by website (the page for the code)."""

    type = PREFIX + "round.opened.v1"


class GroupVotes(Part):
    """Votes from each role group; None where small numbers are withheld so that nobody's ballot shows."""

    residents = fields.Integer(required=True, allow_none=True)
    experts = fields.Integer(required=True, allow_none=True)
    administrators = fields.Integer(required=True, allow_none=True)
    business = fields.Integer(required=True, allow_none=True)


class IdeaResult(Part):
    """An idea's place in the ranking; its texts came with idea.submitted (twenty of them would overfill a webhook).

    `rank` is shared by ideas with equal votes from equally many role groups.
    """

    idea = fields.Id(required=True)
    title = fields.Text(required=True)
    rank = fields.Integer(required=True)
    votes = fields.Integer(required=True)
    role_groups = fields.Integer(required=True)
    by_role_group = fields.Nested(GroupVotes, required=True)
    top = fields.Boolean(required=True)


class RoundClosed(RoundFacts):
    """Said when the vote is over. Heard by transfers (ideas that may become measures), website, notifications.

    `results` are ranked, best first. `run_off` names ideas that tie across the last place among the top ideas.
    """

    type = PREFIX + "round.closed.v1"

    voters = fields.Integer(required=True)
    results = fields.ListOf(fields.Nested(IdeaResult), required=True, max=1000)
    run_off = fields.ListOf(fields.Id(), required=True)


class PersonErasureDone(ErasureDone):
    """Said when the registrations of a person erased by the registry are gone. Heard by registry, for its receipt."""

    type = "eu.learning-cities.workshops.person.erasure_done.v1"
