"""The store's primary killed, stopped, or cut off while it keeps its client: nothing acknowledged is lost.

The long proof is `python -m tests.reliability.primaries`; this is a short one on one set of three members.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pymongo.errors import PyMongoError

from services.chassis.config import Settings
from services.chassis.errors import Unavailable
from services.chassis.store import Database
from tests.reliability.primaries import COLLECTIONS, FAULTS, Writer, harm_a_primary, prepare, rows, write, writing
from tests.reliability.world.namespaces import Network
from tests.reliability.world.replica_set import CLIENT, MEMBERS, ReplicaSet

pytestmark = pytest.mark.long

BACK_WITHIN_SECONDS = 40
STRANDED = "stranded"


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplicaSet]:
    """Three members in namespaces of their own."""
    with Network([*MEMBERS, CLIENT]) as network:
        made = ReplicaSet(network, tmp_path_factory.mktemp("members"))
        made.start()
        network.on(CLIENT).submit(prepare, made.url).result()
        yield made


@pytest.mark.parametrize("fault", FAULTS)
def test_a_harmed_primary_loses_nothing_acknowledged_and_writes_come_back(members: ReplicaSet, fault: str) -> None:
    host = members.network.on(CLIENT, threads=3)
    writer = Writer(members.url)
    with writing(host, writer):
        members.until(lambda: len(writer.acknowledged) > 20, "the first writes")
        back = harm_a_primary(members, writer, fault)
    assert back < BACK_WITHIN_SECONDS
    acknowledged = {id for id, _began, _ended in writer.acknowledged}
    assert acknowledged <= host.submit(rows, members.url).result()


def test_a_primary_that_is_cut_off_with_its_client_acknowledges_nothing(members: ReplicaSet) -> None:
    primary = str(members.until(members.primary, "a primary"))
    beside_it = members.network.on(primary)
    members.cut_off(primary)
    try:
        assert not beside_it.submit(is_acknowledged, members.url_of(primary)).result()
        members.until(lambda: members.primary() not in (None, primary), "another primary")
    finally:
        members.mend(primary)
    assert STRANDED not in members.network.on(CLIENT).submit(rows, members.url).result()


def is_acknowledged(url: str) -> bool:
    """Whether the member that is asked alone says that it has taken a write."""
    settings = Settings(service="primaries", mongo_url=url)
    database = Database(settings, COLLECTIONS)
    began = time.monotonic()
    try:
        write(database, settings, STRANDED)
    except (Unavailable, PyMongoError):
        assert time.monotonic() - began < BACK_WITHIN_SECONDS
        return False
    finally:
        database.close()
    return True
