"""The broker: topology, publishing with confirms, receiving with acknowledgement. The only place that imports kombu.

The broker is for speed: whatever it loses, consumers find in the feed (events/healing.py). Web processes never
come here.
"""

from services.chassis.events.bus.publisher import BrokerProblem, Publisher
from services.chassis.events.bus.subscriber import Delivery, Subscriber
from services.chassis.events.bus.topology import is_rabbitmq, ping, queue_of

__all__ = ["BrokerProblem", "Delivery", "Publisher", "Subscriber", "is_rabbitmq", "ping", "queue_of"]
