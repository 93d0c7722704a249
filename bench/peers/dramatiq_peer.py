"""Dramatiq as its manual shows it: an actor an event, one insert each. As a program it publishes as many as told."""

import os
import sys

import dramatiq
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from pymongo import MongoClient

dramatiq.set_broker(RabbitmqBroker(url=os.environ["BROKER_URL"].replace("pyamqp", "amqp")))
rows = MongoClient(os.environ["MONGO_URL"], connect=False)["bench_peers"]["dramatiq"]


@dramatiq.actor(queue_name="dramatiq-peer")
def keep(event):
    """Insert what was heard."""
    rows.insert_one(event)


if __name__ == "__main__":
    for line in sys.stdin:
        for number in range(int(line)):
            keep.send({"name": f"Centro {number}", "kind": "training_provider", "country": "IT"})
