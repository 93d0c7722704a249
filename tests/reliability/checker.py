"""The independent checker: eight invariants that hold after any run, however many processes were killed in it.

Each is a function from what was left behind to what is wrong with it. How the platform keeps them is not known here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.reliability import chains
from tests.reliability.facts import EVERYTHING, Facts


@dataclass(frozen=True)
class Wrong:
    """One fault: which invariant, the id of the event or document, a sentence."""

    invariant: str
    id: str
    what: str


class Broken(AssertionError):
    """An invariant does not hold; the message has the first fault and the whole history of that one event."""

    def __init__(self, facts: Facts, faults: list[Wrong]) -> None:
        first = faults[0]
        counted = ", ".join(
            f"{name} {count}" for name, count in sorted(Counter(one.invariant for one in faults).items())
        )
        examples = {one.invariant: f"{one.what} ({one.id})" for one in reversed(faults)}
        lines = [f"{first.invariant} is broken: {first.what} ({first.id})", f"In all: {counted}."]
        lines += [f"also {name}: {what}" for name, what in examples.items() if name != first.invariant]
        super().__init__("\n  ".join([*lines, *facts.history(first.id)]))
        self.faults = faults


def check(facts: Facts) -> None:
    """Raise `Broken` unless all eight hold. I6 needs the reactions themselves: see rebuilding.py."""
    if found := faults(facts):
        raise Broken(facts, found)


def faults(facts: Facts) -> list[Wrong]:
    """All that is wrong."""
    return [fault for invariant in INVARIANTS for fault in invariant(facts)]


def every_event_is_marked_by_every_listener(facts: Facts) -> Iterator[Wrong]:
    """I1: each committed event has exactly one inbox row, done, per subscribed consumer; the feed has no hole."""
    for id, event in facts.events.items():
        for consumer in facts.layout.subscriptions:
            row = facts.inbox.get(consumer, {}).get(id)
            if facts.hears(consumer, event) and (row is None or row["state"] != "done"):
                state = row["state"] if row else "absent"
                yield Wrong("I1", id, f"{event['type']} is {state} in the inbox of {consumer}")
    yield from _holes(facts)


def _holes(facts: Facts) -> Iterator[Wrong]:
    numbers: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for id, event in facts.events.items():
        numbers[event["source"]].append((event["sequence"], id))
    for source, found in numbers.items():
        for expected, (number, id) in enumerate(sorted(found), start=1):
            if number != expected:
                yield Wrong("I1", id, f"number {expected} of the feed of {source} is missing or doubled: {number}")
                break


def every_effect_happens_once(facts: Facts) -> Iterator[Wrong]:
    """I2: exactly one effect per event and consumer; nothing said twice because of one event; no version made twice."""
    for consumer in facts.layout.effects:
        for id, event in facts.events.items():
            count = facts.effects[consumer][id]
            if facts.hears(consumer, event) and count != 1:
                yield Wrong("I2", id, f"{count} effects in {consumer}")
    answers = Counter((one["causationid"], one["type"], one["subject"]) for one in facts.events.values()
                      if one["causationid"])  # fmt: skip
    for (cause, type, _subject), count in answers.items():
        if count > 1:
            yield Wrong("I2", cause, f"{type} was said {count} times because of it")


def nothing_happens_without_an_event(facts: Facts) -> Iterator[Wrong]:
    """I3: no effect and no inbox row without a committed event; what a client was told exists does."""
    for consumer, rows in facts.inbox.items():
        for id, row in rows.items():
            if id not in facts.events and row["type"] != "undecodable":
                yield Wrong("I3", id, f"{consumer} has taken in what nobody has said")
    for consumer, effects in facts.effects.items():
        for id in effects:
            if id not in facts.events:
                yield Wrong("I3", id, f"{consumer} shows an effect of what nobody has said")
    for id, place in facts.layout.acknowledged.items():
        service, _, collection = place.partition(".")
        if id not in facts.documents.get((service, collection), {}):
            yield Wrong("I3", id, f"{place}: acknowledged, but not there")


def versions_only_rise(facts: Facts) -> Iterator[Wrong]:
    """I4: in the order of the feed versions never go back; a projection shows the newest that was said."""
    last: dict[tuple[str, str], int] = {}
    for event in sorted(facts.events.values(), key=lambda one: one["sequence"]):
        aggregate = event["source"], event["subject"]
        if event["subjectversion"] < last.get(aggregate, 0):
            yield Wrong("I4", event["_id"], f"version {event['subjectversion']} after {last[aggregate]} in the feed")
        last[aggregate] = event["subjectversion"]
    newest = facts.newest()
    for (service, collection), types in facts.layout.projections.items():
        for id, row in facts.documents.get((service, collection), {}).items():
            said = max(newest.get((type, id), 0) for type in types)
            if row["source_version"] != said:
                yield Wrong("I4", id, f"{collection} of {service} shows version {row['source_version']} of {said}")


def webhooks_and_mails_arrive(facts: Facts) -> Iterator[Wrong]:
    """I5: each webhook and each mail was seen at least once, under an id that stands for exactly one event or mail."""
    seen = facts.layout.webhooks_seen
    for row in facts.documents.get(("notifications", "deliveries"), {}).values() if seen is not None else ():
        if row["event"] not in (seen or {}):
            yield Wrong("I5", row["event"], f"the receiver never saw it; the delivery is {row['state']}")
    for id in seen or {}:
        if id not in facts.events:
            yield Wrong("I5", id, "the receiver saw what nobody has said")
    yield from _undelivered(facts)
    mails = facts.documents.get(("notifications", "mails"), {})
    for id, row in mails.items() if facts.layout.mails_seen is not None else ():
        if row["state"] == "sent" and id not in facts.layout.mails_seen:
            yield Wrong("I5", id, "the mail is noted as sent, but in no mailbox")
    for id in facts.layout.mails_seen or {}:
        if id not in mails:
            yield Wrong("I5", id, "a mail that nobody queued was sent")


def _undelivered(facts: Facts) -> Iterator[Wrong]:
    deliveries = facts.documents.get(("notifications", "deliveries"), {})
    wanted = [(id, row) for id, row in facts.documents.get(("notifications", "webhooks"), {}).items()
              if row.get("status") == "active" and row["city"] is None]  # fmt: skip
    for id, event in facts.events.items():
        for webhook, row in wanted:
            asked_for = event["type"] in row["types"] and event["time"] > row["created_at"]
            if asked_for and f"{id}.{webhook}" not in deliveries:
                yield Wrong("I5", id, f"no delivery to webhook {webhook}")


def every_version_is_in_the_trail(facts: Facts) -> Iterator[Wrong]:
    """I7: the audit trail has each version of each document exactly once, and none that is not there."""
    for service, entries in facts.audit.items():
        noted: dict[tuple[str, str], list[int]] = defaultdict(list)
        for entry in entries:
            if entry["action"] in CHANGES:
                noted[entry["collection"], entry["subject"]].append(entry["version"])
        for (collection, id), versions in noted.items():
            document = facts.documents.get((service, collection), {}).get(id)
            expected = list(range(1, document["version"] + 1)) if document else None
            if sorted(versions) != expected:
                now = document["version"] if document else "absent"
                yield Wrong("I7", id, f"{collection} of {service} is version {now}; the trail has {sorted(versions)}")


def the_trail_is_one_chain_a_city(facts: Facts) -> Iterator[Wrong]:
    """I7: every entry is sealed, each chain follows on from its first entry to its head, and checkpoints agree."""
    for service, entries in facts.audit.items():
        for id, what in chains.faults(service, entries, facts.chains[service]):
            yield Wrong("I7", id, what)
    for id, what in chains.signed_faults(facts.layout.checkpoints, facts.layout.public_keys, facts.audit):
        yield Wrong("I7", id, what)


def nothing_is_stuck(facts: Facts) -> Iterator[Wrong]:
    """I8: all is numbered and published, nothing waits or is dead, every cursor is at the head of its feed."""
    for id, event in facts.events.items():
        if not event["published"]:
            yield Wrong("I8", id, f"not yet published by {event['source']}")
    for consumer, rows in facts.inbox.items():
        for id, row in rows.items():
            if row["state"] != "done":
                yield Wrong("I8", id, f"{row['state']} in {consumer} after {row['tries']} tries: {row.get('error')}")
    yield from _behind(facts)
    for kind in ("deliveries", "mails"):
        for id, row in facts.documents.get(("notifications", kind), {}).items():
            if row["state"] == "queued":
                yield Wrong("I8", row.get("event", id), f"still queued in {kind} after {row['tries']} tries")


def _behind(facts: Facts) -> Iterator[Wrong]:
    sources = {event["source"] for event in facts.events.values()}
    types = {(event["source"], event["type"]) for event in facts.events.values()}
    for consumer, wanted in facts.layout.subscriptions.items():
        heard = sources - {consumer} if wanted is EVERYTHING else {one for one, type in types if type in wanted}
        for source in sorted(heard):
            head, cursor = facts.heads[source], facts.cursors[consumer].get(source, {"epoch": "", "sequence": 0})
            if (cursor["epoch"], cursor["sequence"]) != (head["epoch"], head["head"]):
                yield Wrong("I8", f"{consumer}<-{source}", f"the cursor is at {cursor['sequence']} of {head['head']}")


CHANGES = ("added", "changed", "removed")
INVARIANTS: tuple[Callable[[Facts], Iterator[Wrong]], ...] = (
    every_event_is_marked_by_every_listener,
    every_effect_happens_once,
    nothing_happens_without_an_event,
    versions_only_rise,
    webhooks_and_mails_arrive,
    every_version_is_in_the_trail,
    the_trail_is_one_chain_a_city,
    nothing_is_stuck,
)
