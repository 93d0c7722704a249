"""What the registry says to the others of how a Local Development Partnership works together.

A part of the registry's language (`contracts/registry.py` names it all). The envelope has the id of the table, meeting,
decision or agreement (subject) and the city. Minutes and decisions are told when they are published, and not before.
"""

from services.chassis.events import Event
from services.chassis.http import fields


class AgreementExpiring(Event):
    """Said once when an agreement comes to its end and no later one is signed. Heard by notifications.

    `noted_by` is the account that last wrote the agreement down or corrected it, which is written to.
    """

    type = "eu.learning-cities.registry.agreement.expiring.v1"

    partnership = fields.Id(required=True)
    name = fields.Text(required=True)
    expires_on = fields.IsoDate(required=True)
    noted_by = fields.Text(max=200, allow_none=True)


class TableFacts(Event):
    """What every event about a thematic table tells; `until` is its last day, None while it works."""

    partnership = fields.Id(required=True)
    name = fields.Text(required=True)
    policy_areas = fields.ListOf(fields.Text())
    purpose = fields.LongText(max=2000, allow_none=True)
    members = fields.ListOf(fields.Id(), max=200)
    chair = fields.Id(allow_none=True)
    since = fields.IsoDate(required=True)
    until = fields.IsoDate(allow_none=True)


class TableOpened(TableFacts):
    """Said when a thematic table begins to work. Heard by website (partnership page)."""

    type = "eu.learning-cities.registry.table.opened.v1"


class TableChanged(TableFacts):
    """Said when a thematic table changes or gets its last day. Heard by website."""

    type = "eu.learning-cities.registry.table.changed.v1"


class MeetingFacts(Event):
    """What is told of a meeting before it takes place; `name` is the partnership's, `time` that of the city."""

    partnership = fields.Id(required=True)
    name = fields.Text(required=True)
    title = fields.Text(required=True)
    day = fields.IsoDate(required=True)
    time = fields.Text(allow_none=True)


class MeetingPlanned(MeetingFacts):
    """Said when a meeting of today or a day to come is planned. Heard by notifications."""

    type = "eu.learning-cities.registry.meeting.planned.v1"


class MeetingCancelled(MeetingFacts):
    """Said when a meeting of today or a day to come is cancelled. Heard by notifications."""

    type = "eu.learning-cities.registry.meeting.cancelled.v1"


class MinutesPublished(Event):
    """Said when everybody may read the approved minutes of a meeting. Heard by website (partnership page)."""

    type = "eu.learning-cities.registry.minutes.published.v1"

    partnership = fields.Id(required=True)
    title = fields.Text(required=True)
    day = fields.IsoDate(required=True)
    agenda = fields.ListOf(fields.Text(max=300))
    present = fields.ListOf(fields.Id(), max=500)
    minutes = fields.LongText(max=30_000, required=True)


class MinutesWithdrawn(Event):
    """Said when published minutes are taken back. Heard by website."""

    type = "eu.learning-cities.registry.minutes.withdrawn.v1"


class DecisionPublished(Event):
    """Said when everybody may read a decision, and when a published one changes. Heard by website."""

    type = "eu.learning-cities.registry.decision.published.v1"

    partnership = fields.Id(required=True)
    decided_on = fields.IsoDate(required=True)
    title = fields.Text(required=True)
    detail = fields.LongText(max=5000, allow_none=True)
    method = fields.OneOf("consensus", "vote", required=True)
    votes_for = fields.Integer(min=0, allow_none=True)
    votes_against = fields.Integer(min=0, allow_none=True)
    abstentions = fields.Integer(min=0, allow_none=True)
    outcome = fields.OneOf("adopted", "rejected", required=True)
    responsible = fields.Id(allow_none=True)
    due_on = fields.IsoDate(allow_none=True)
    status = fields.OneOf("open", "done", "dropped", "nothing_to_do", required=True)


class DecisionWithdrawn(Event):
    """Said when a published decision is taken back. Heard by website."""

    type = "eu.learning-cities.registry.decision.withdrawn.v1"


class DecisionOverdue(Event):
    """Said once when the day of an open decision has passed. Heard by notifications."""

    type = "eu.learning-cities.registry.decision.overdue.v1"

    partnership = fields.Id(required=True)
    title = fields.Text(required=True)
    due_on = fields.IsoDate(required=True)
