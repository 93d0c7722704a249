"""Celery as its manual shows it: a task an event, one insert each. As a program it publishes as many as it reads."""

import os
import sys

from celery import Celery
from pymongo import MongoClient

app = Celery("celery_peer", broker=os.environ["BROKER_URL"])
app.conf.update(task_ignore_result=True, task_default_queue="celery-peer", worker_prefetch_multiplier=64)
_kept = {}


@app.task
def keep(event):
    """Insert what was heard; the client is made after the fork."""
    if not _kept:
        _kept["rows"] = MongoClient(os.environ["MONGO_URL"])["bench_peers"]["celery"]
    _kept["rows"].insert_one(event)


if __name__ == "__main__":
    for line in sys.stdin:
        for number in range(int(line)):
            keep.delay({"name": f"Centro {number}", "kind": "training_provider", "country": "IT"})
