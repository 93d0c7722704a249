"""The life of one event from one service to another, on a real broker of each kind."""

from __future__ import annotations

import pytest
from kombu import Connection

from services.chassis.events import bus
from services.chassis.store import feed, inbox
from tests.rabbitmq_node import RabbitNode
from tests.reliability.conftest import Pair, until


def publish_raw(pair: Pair, body: bytes, key: str = "eu.learning-cities.notes.note.written.v1") -> None:
    publisher = bus.Publisher(pair.settings["notes"].broker_url)
    publisher.publish([(key, body)])
    publisher.close()


def test_every_event_arrives_once_and_in_number(pair: Pair) -> None:
    pair.start("listener")
    pair.start("notes")
    pair.write(30)
    until(pair.converged, "thirty effects")
    assert [row["sequence"] for row in feed.read(pair.writer.database, 0, 100)] == list(range(1, 31))
    until(lambda: inbox.cursor(pair.listener.database, "notes")[1] == 30, "the cursor at the feed's head")


def test_what_was_said_while_the_listener_was_away_arrives(pair: Pair) -> None:
    pair.start("notes")
    pair.write(20)
    pair.start("listener")
    until(pair.converged, "twenty effects")


def test_a_wiped_broker_loses_nothing(pair: Pair) -> None:
    pair.start("notes")
    listener = pair.start("listener")
    pair.write(5)
    until(pair.converged, "five effects")
    pair.stop(listener)
    pair.write(20, "waiting")
    wipe(pair)
    pair.start("listener")
    until(pair.converged, "what the broker lost")
    pair.write(5, "later")
    until(pair.converged, "what came after the broker was wiped")


def wipe(pair: Pair) -> None:
    """Throw away what the broker holds for the listener, messages and bindings."""
    url = pair.settings["listener"].broker_url
    with Connection(("py" + url) if url.startswith("amqp") else url) as connection:
        channel = connection.channel()
        if bus.is_rabbitmq(url):
            channel.queue_delete("learning-cities.listener.v1")
        else:
            channel.client.flushall()


def test_the_broker_speaks_again_after_a_wipe_while_everybody_runs(pair: Pair) -> None:
    pair.start("notes")
    pair.start("listener")
    pair.write(5)
    until(pair.converged, "five effects")
    wipe(pair)
    pair.write(5, "after")
    until(pair.converged, "what was said after the wipe")


@pytest.mark.parametrize("broker_url", [pytest.param("rabbitmq", marks=pytest.mark.needing_rabbitmq)], indirect=True)
def test_a_queue_that_the_broker_has_broken_is_made_anew(pair: Pair, rabbitmq_node: RabbitNode) -> None:
    pair.start("notes")
    pair.start("listener")
    pair.write(3)
    until(pair.converged, "three effects")
    for service in ("notes", "listener"):
        rabbitmq_node.break_queue(pair.settings[service].broker_url, f"learning-cities.{service}.v1")
    pair.write(3, "after")
    until(pair.converged, "what was said after the queues broke")
    until(lambda: feed.pending(pair.writer.database, pair.writer.clock.now())["pending"] == 0, "the broker to take")


def test_duplicates_and_undecodable_bytes_do_no_harm_and_are_seen(pair: Pair) -> None:
    pair.start("listener")
    pair.start("notes")
    pair.write(3)
    until(pair.converged, "three effects")
    row = feed.read(pair.writer.database, 0, 1)[0]
    body = bus_body(pair, row)
    for _copy in range(3):
        publish_raw(pair, body)
    publish_raw(pair, b"\xff\xfenot an event")
    until(lambda: inbox.dead(pair.listener.database), "the undecodable message in the dead letters")
    pair.write(1, "last")
    until(pair.converged, "the last effect")
    [letter] = pair.listener.signed_in("operator").get("/dead-letters")["items"]
    assert (letter["type"], letter["bytes"]) == ("undecodable", 14)


def bus_body(pair: Pair, row: dict) -> bytes:
    """The bytes of an event as they were published."""
    from services.chassis.events import envelope

    return envelope.encode(row, "notes", feed.head(pair.writer.database)["epoch"])


def test_a_restored_producer_is_noticed_by_its_epoch(pair: Pair) -> None:
    pair.start("listener")
    pair.start("notes")
    pair.write(5)
    until(pair.converged, "five effects")
    epoch = feed.new_epoch(pair.writer.database, pair.writer.clock.now())
    pair.write(2, "after the restore")
    until(pair.converged, "two more effects")
    until(lambda: inbox.cursor(pair.listener.database, "notes") == (epoch, 7), "the cursor in the new epoch")


def test_a_stopped_worker_gives_its_lease_to_the_next_at_once(pair: Pair) -> None:
    first = pair.start("notes")
    pair.start("listener")
    pair.write(2)
    until(pair.converged, "two effects")
    pair.stop(first)
    pair.start("notes")
    pair.write(2, "second worker")
    until(pair.converged, "two more effects")


def test_the_status_tells_how_far_everything_is(pair: Pair) -> None:
    pair.start("listener")
    pair.start("notes")
    pair.write(4)
    until(pair.converged, "four effects")
    until(lambda: feed.pending(pair.writer.database, pair.writer.clock.now())["pending"] == 0, "an empty outbox")
    status = pair.writer.signed_in("operator").get("/status")
    assert status["outbox"] == {"pending": 0, "oldest_seconds": 0.0}
    assert status["feed"] == {"epoch": status["feed"]["epoch"], "head": 4}
    until(lambda: inbox.cursor(pair.listener.database, "notes")[1] == 4, "the cursor at the head")
    heard = pair.listener.signed_in("operator").get("/status")["inbox"]
    assert heard == {"notes": {"sequence": 4, "waiting": 0, "dead": 0, "lag_seconds": 0.0}}
