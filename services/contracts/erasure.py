"""What each service that keeps something of people says once it has erased somebody: how much, never who.

The subject is the id that the registry knew the person by, which leads nowhere any more.
"""

from marshmallow import INCLUDE, Schema

from services.chassis.events import Event
from services.chassis.http import fields


class Erased(Schema):
    """How many things of a kind are gone."""

    class Meta:
        unknown = INCLUDE  # an older reader must live with what a newer writer adds

    kind = fields.Text(required=True)
    number = fields.Integer(required=True, min=0)


class ErasureDone(Event):
    """What every such event tells; one without a type of its own is said by nobody."""

    erased = fields.ListOf(fields.Nested(Erased), required=True)
