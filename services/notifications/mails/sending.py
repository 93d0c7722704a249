"""The job that sends mails: takes what is due, hands it over, notes the outcome. Messages are made in making.py."""

from __future__ import annotations

import random
import traceback
from email.message import EmailMessage
from typing import Any, Final

import structlog

from services.chassis.errors import Unavailable
from services.chassis.jobs import JobContext, Jobs
from services.notifications.mails import model
from services.notifications.mails.commands import note_attempt
from services.notifications.mails.composing import UnusableAddress
from services.notifications.mails.making import Row, make_message
from services.notifications.mails.recipients import judge, mark_of
from services.notifications.mails.transport import Never, NotNow, Transport, Unreachable, transport

BATCH: Final = 100

jobs = Jobs()
log = structlog.get_logger()


@jobs.every(seconds=5)
def send_mails(context: JobContext) -> None:
    """Send everything that is due, over one connection."""
    with transport(context.settings) as out:
        batch = _Batch(context, out)
        while rows := batch.due():
            for row in rows:
                if context.stopping() or batch.server_away:
                    return
                batch.send(row)


class _Batch:
    """One run. A source that does not answer is left out for the rest of it, a mail server that does not ends it."""

    def __init__(self, context: JobContext, out: Transport) -> None:
        self._context = context
        self._out = out
        self._silent: set[str] = set()
        self.server_away = False

    def due(self) -> list[Row]:
        """The next mails whose time has come, those that have waited longest first."""
        due = {
            "state": "queued", "next_at": {"$lte": self._context.now()}, "source": {"$nin": sorted(self._silent)},
        }  # fmt: skip
        return self._context.read.find("mails", due, sort=[("next_at", 1), ("_id", 1)], limit=BATCH)

    def send(self, row: Row) -> None:
        """One attempt at one mail, noted; left for the next run if its source has fallen silent meanwhile."""
        if row["source"] in self._silent:
            return
        outcome, message = self._attempt(row)
        language = str(message["Content-Language"]) if message and outcome == "sent" else None
        recipient = self._mark(row, message) if message else None
        jitter, now = random.random(), self._context.now()  # noqa: S311  spreads attempts  # nosec B311
        self._context.record(
            lambda uow: note_attempt(uow, row, outcome, language=language, now=now, jitter=jitter, recipient=recipient)
        )
        log.info("mail", kind=row["kind"], outcome=outcome, tries=row["tries"] + 1)

    def _attempt(self, row: Row) -> tuple[model.Outcome, EmailMessage | None]:
        """What became of one attempt, and the message if there was one."""
        try:
            message = make_message(self._context, row)
            if message is None:
                return "gone", None
            mark = self._mark(row, message)
            verdict = judge(self._context.read, mark) if mark else "now"
            if verdict != "now":
                return verdict, message
            self._out.send(row["_id"], message)
            return "sent", message
        except (Never, UnusableAddress):
            return "refused", None
        except Unavailable:
            self._silent.add(row["source"])
        except Unreachable as error:
            self.server_away = True
            log.warning("mail.server_away", reason=str(error))
        except NotNow:
            pass  # put off, as the row will say
        except Exception as error:  # a row that no mail can be made of must not stop all others
            log.error("mail.not_made", kind=row["kind"], mail=row["_id"], **_where(error))
        return "later", None

    def _mark(self, row: Row, message: EmailMessage) -> str | None:
        """The mark of the address, for a mail that a stranger has caused."""
        return mark_of(self._context.settings, message["To"].addresses[0]) if row.get("unasked") else None


def _where(error: Exception) -> dict[str, Any]:
    """Where an error arose. Not its text nor a full traceback: they could hold the name of the person."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return {"fault": type(error).__name__, "file": frame.filename, "line": frame.lineno}
