"""A mongod that may be harmed, brought back by a supervisor as on every machine, and notes written into it."""

from __future__ import annotations

import threading

from pymongo import MongoClient
from pymongo.errors import PyMongoError
from pymongo.write_concern import WriteConcern

from services.chassis.local import mongod
from services.chassis.local.folder import DataFolder
from services.chassis.local.ports import assign
from services.chassis.local.programs import find_mongod
from services.chassis.local.supervisor import Supervisor
from services.chassis.testing import ServiceUnderTest

_SAFE = WriteConcern(w="majority", j=True)


class Store:
    """A mongod with its data in `folder`; it is started again whenever it ends."""

    def __init__(self, folder: DataFolder) -> None:
        self.data = folder.path / "mongo"
        self.port = assign(["mongod"], {})["mongod"]
        self.url = mongod.mongo_url(self.port)
        self._supervisor = Supervisor(folder)
        self._supervisor.start([mongod.mongod_process(find_mongod(), self.data, self.port, cache_gigabytes=0.25)])
        self._watching = threading.Thread(target=self._supervisor.watch)
        self._watching.start()

    @property
    def pid(self) -> int:
        """The process id of the mongod that runs now."""
        return self._supervisor.pid("mongod")

    def says_it_keeps(self, id: str) -> bool:
        """Whether it acknowledges one write as safe on its disk; asked once."""
        with MongoClient(self.url, retryWrites=False, socketTimeoutMS=8000) as client:
            try:
                client.get_database("elsewhere", write_concern=_SAFE).unsafe.insert_one({"_id": id})
            except PyMongoError:
                return False
        return True

    def stop(self) -> None:
        """Stop it."""
        self._supervisor.ask_to_stop()
        self._watching.join(20)
        self._supervisor.stop()


def posted(notes: ServiceUnderTest, title: str) -> int:
    """Write a note, with its title as the key; the status of the answer: 201, or 503 with a time to come again."""
    writer = notes.client("notes:write")
    try:
        writer.post("/notes", {"title": title}, status=201, key=title)
    except AssertionError:
        answer = writer.last_response
        assert answer is not None and answer.status_code == 503, answer and answer.get_data(as_text=True)
        assert int(answer.headers["Retry-After"]) > 0
        return 503
    return 201


def kept(notes: ServiceUnderTest) -> list[str]:
    """The titles that are there, with repetitions if there are any."""
    return sorted(row["title"] for row in notes.database.rows("notes").find())
