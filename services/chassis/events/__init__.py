"""Events between services: the contract, the reactions to it, and (in their own modules) how they travel.

The only place that imports kombu, and that only in `bus`.
"""

from services.chassis.events.contract import Event
from services.chassis.events.reactions import NotYet, Reactions, Received

__all__ = ["Event", "NotYet", "Reactions", "Received"]
