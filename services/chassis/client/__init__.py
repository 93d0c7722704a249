"""Calls to the outside: what another service keeps (datarefs), addresses that strangers gave (guarded posts).

Only jobs call out. A request or a reaction writes a row, and a job acts on it.
"""

from services.chassis.client.addresses import Reach, Refused, check_address
from services.chassis.client.datarefs import fetch_dataref
from services.chassis.client.outgoing import Answer, Unanswered, guarded_post

__all__ = ["Answer", "Reach", "Refused", "Unanswered", "check_address", "fetch_dataref", "guarded_post"]
