"""FastStream as its manual shows it: a subscriber with one insert each. As a program it publishes as many as told."""

import asyncio
import os
import sys

from faststream import FastStream
from faststream.rabbit import RabbitBroker
from pymongo import AsyncMongoClient

broker = RabbitBroker(os.environ["BROKER_URL"].replace("pyamqp", "amqp"))
app = FastStream(broker)
client = AsyncMongoClient(os.environ["MONGO_URL"])


@broker.subscriber("faststream-peer")
async def keep(event: dict):
    """Insert what was heard."""
    await client["bench_peers"]["faststream"].insert_one(event)


async def publish() -> None:
    """Publish, each with its confirm, as many as each line says."""
    async with broker:
        while line := await asyncio.to_thread(sys.stdin.readline):
            for number in range(int(line)):
                event = {"name": f"Centro {number}", "kind": "training_provider", "country": "IT"}
                await broker.publish(event, "faststream-peer", persist=True)


if __name__ == "__main__":
    asyncio.run(publish())
