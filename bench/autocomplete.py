"""Suggestions while somebody types, beside a look-up by `_id`, with 10,000, 100,000 and 1,000,000 organisations.

Words are drawn as in real registers: few of them stand in very many names. `BENCH_LARGE=1` adds the million, which is
filled in a quarter of an hour; `BENCH_STORE=folder` keeps it, and with what is there only the sizes from it on are
measured. p99 of the milliseconds that one client waits, through the store's own code and without HTTP, so that the
look-up beside it is not hidden behind the cost of a request.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import quantiles
from typing import Any

from bench.ground import facts
from bench.ground.growth import keep_growth
from bench.ground.register import grow
from bench.ground.results import Goal, in_turn, keep, ratio
from bench.ground.servers import servers
from services.chassis.actor import Actor
from services.chassis.clock import WallClock
from services.chassis.store import Reader, searchable
from services.chassis.store.folding import words_of
from services.registry.service import service as registry

STORED = (10_000, 100_000, 1_000_000)
ASKED = 1000
Contender = Callable[[dict[str, Any]], Callable[[], object]]
GOALS = {"one word": 3.0, "two words": 10.0}
COMMON = (
    "centro", "associazione", "istituto", "comune", "scuola", "cooperativa", "formazione", "sociale", "servizi",
    "lavoro", "verein", "zentrum", "bildung", "beratung", "stadt", "volkshochschule", "maison", "association",
    "centre", "quartier", "emploi", "jeunesse", "asociacion", "escuela", "vecinos", "empleo", "egyesulet",
    "kozpont", "iskola", "kepzes", "onkormanyzat", "community", "learning", "college", "council", "employment",
    "training",
)  # fmt: skip
SYLLABLES = (
    "ba", "be", "bo", "ca", "ci", "co", "da", "de", "di", "fa", "fe", "fo", "ga", "ge", "lu", "la", "le", "mi",
    "ma", "mo", "na", "ne", "ni", "pa", "pe", "po", "ra", "re", "ri", "sa", "se", "so", "ta", "te", "to", "va",
    "ve",
)  # fmt: skip


def run() -> None:
    """Each size in turn; the contenders of a size take turns in three rounds."""
    wanted = STORED if os.environ.get("BENCH_LARGE") else STORED[:-1]
    with servers(os.environ.get("BENCH_STORE")) as ground:
        database = registry.database(ground.settings("registry"))
        database.prepare()
        read = Reader(database, ground.settings("registry"), Actor.service("registry"), "en", WallClock())
        rows, draw = database.rows("organisations"), random.Random(4)
        organisation = partial(next, _organisations(draw))
        there = rows.estimated_document_count()
        for count in (one for one in wanted if one >= there):
            grow(ground, database, count, organisation)
            _measure(read, rows, count, draw)
    keep_growth("autocomplete", STORED, "_id", dict.fromkeys(GOALS, 0.2))


def _measure(read: Reader, rows: Any, count: int, draw: random.Random) -> None:
    known = list(rows.aggregate([{"$sample": {"size": 4 * ASKED}}, {"$project": {"name": 1}}]))
    contenders = {kind: partial(_p99, ask, known, draw) for kind, ask in _contenders(read, rows, draw).items()}
    for contender in contenders.values():
        contender()  # once for the warmth
    values = in_turn(contenders)
    goals = [Goal(f"{kind} to an _id look-up", ratio(values, kind, "_id"), most, ceiling=True)
             for kind, most in GOALS.items()]  # fmt: skip
    keep(f"autocomplete_{count}", "ms p99", values, "_id", goals)


def _contenders(read: Reader, rows: Any, draw: random.Random) -> dict[str, Contender]:
    """What is asked for an organisation that is there."""

    def one(name: str) -> str:
        word = draw.choice(words_of(name))
        return word[: draw.randint(1, len(word))]

    def two(name: str) -> str:
        first, second = draw.sample(words_of(name), 2)
        return f"{first} {second[: draw.randint(1, len(second))]}"

    def misspelt(name: str) -> str:
        word = max(words_of(name), key=len)
        place = draw.randint(1, len(word) - 2)
        return word[:place] + word[place + 1 :]

    def suggest(typed: Callable[[str], str]) -> Contender:
        return lambda row: partial(read.suggest, "organisations", typed(row["name"]), fields=("name", "seat", "city"))

    return {
        "_id": lambda row: partial(rows.find_one, {"_id": row["_id"]}),
        "one word": suggest(one),
        "two words": suggest(two),
        "misspelt word": suggest(misspelt),
    }


def _p99(ask: Contender, known: list[dict[str, Any]], draw: random.Random) -> float:
    """Of so many questions, other ones in each round, since what is common is remembered (decision 98)."""
    waited = []
    for question in map(ask, draw.sample(known, ASKED)):
        began = time.perf_counter()
        question()
        waited.append(1000 * (time.perf_counter() - began))
    return quantiles(waited, n=100)[98]


def _organisations(draw: random.Random) -> Iterator[dict[str, Any]]:
    for number, name in enumerate(_names(draw)):
        yield searchable({**facts.organisation(number), "name": name}, name, besides=["Catania"])


def _names(draw: random.Random) -> Iterator[str]:
    """Names without end: one to three of the common words, the first ones far more often, and one or two rare ones."""
    weights = [1 / (place + 1) for place in range(len(COMMON))]
    while True:
        common = draw.choices(COMMON, weights, k=draw.randint(1, 3))
        rare = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _word in range(draw.randint(1, 2))]
        yield " ".join(dict.fromkeys([*common, *rare])).capitalize()
