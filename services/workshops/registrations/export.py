"""Registrations as a spreadsheet file (CSV) for staff. Nothing in a cell can become a formula."""

from __future__ import annotations

import csv
import io
from zoneinfo import ZoneInfo

from flask import Response

from services.chassis.i18n import N_, _
from services.chassis.store import Document, Reader
from services.workshops.gatherings.wording import ROLE_GROUP_NAMES
from services.workshops.registrations.telling import MOST

HEADINGS = (
    N_("Role group"),
    N_("Status"),
    N_("Position"),
    N_("Name"),
    N_("E-mail"),
    N_("Organisation"),
    N_("Language"),
    N_("Thematic group"),
    N_("Registered on"),
)
STATUS_NAMES = {"registered": N_("Registered"), "waiting": N_("On the waiting list"), "cancelled": N_("Cancelled")}


def csv_file(read: Reader, gathering_id: str) -> Response:
    """The registrations of a gathering as a file to be saved; UTF-8 with a byte order mark, for spreadsheets."""
    gathering = read.get("gatherings", gathering_id)
    registrations = read.find("registrations", {"gathering": gathering_id}, sort=[("number", 1)], limit=MOST)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_(heading) for heading in HEADINGS)
    writer.writerows(_row(one, ZoneInfo(gathering["timezone"])) for one in registrations)
    headers = {"Content-Disposition": f'attachment; filename="registrations-{gathering_id}.csv"'}
    return Response(b"\xef\xbb\xbf" + file.getvalue().encode(), mimetype="text/csv", headers=headers)


def _row(registration: Document, zone: ZoneInfo) -> list[str]:
    """The cells of one registration, its time in the gathering's own zone."""
    group, status = registration["role_group"], registration["status"]
    cells = (
        _(ROLE_GROUP_NAMES[group]),
        _(STATUS_NAMES[status]),
        registration["position"],
        registration["name"],
        registration["email"],
        registration["organisation"],
        registration["language"],
        registration["group"],
        registration["created_at"].astimezone(zone).strftime("%Y-%m-%d %H:%M"),
    )
    return [harmless(cell) for cell in cells]


def harmless(value: str | int | None) -> str:
    """A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    cell = "" if value is None else str(value)
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
