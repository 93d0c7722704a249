"""What can be done with a thematic table: open it, change it or close it by its last day."""

from services.chassis.errors import Invalid
from services.chassis.i18n import _
from services.chassis.store import Document, Reader, UnitOfWork
from services.contracts import governance as says
from services.registry import model as register
from services.registry.partnerships import commands as partnerships
from services.registry.partnerships.queries import part

BLANK: Document = {"purpose": None, "policy_areas": [], "members": [], "chair": None, "until": None}


def open_table(uow: UnitOfWork, id: str, body: Document) -> Document:
    """Open a thematic table of a partnership."""
    partnership = partnerships.active(uow, id)
    city = partnership["city"]
    table = {**BLANK, **body, "_id": uow.new_id(), "partnership": id, "city": city}
    table["since"] = body.get("since") or partnerships.today_in(uow, city)
    uow.add("tables", _checked(partnership, table))
    uow.publish(says.TableOpened, table)
    return table


def change_table(uow: UnitOfWork, id: str, table: str, body: Document) -> Document:
    """Change a thematic table; `until` closes it."""
    found = part(uow, "tables", id, table)
    partnership = partnerships.active(uow, id)
    if wanted := register.changes(found, _given(body)):
        found.update(wanted)
        uow.save("tables", _checked(partnership, found))
        uow.publish(says.TableChanged, found)
    return found


def check_besides(read: Reader, body: Document, id: str, table: str | None = None) -> None:
    """Raise `Invalid` for what the rules have against the parts of a body that have the right form."""
    kept = part(read, "tables", id, table) if table else {**BLANK, "since": ""}
    _checked(read.get("partnerships", id), {**kept, **_given(body)})


def _given(body: Document) -> Document:
    """What was given: a first day stays where none is named."""
    return {name: value for name, value in body.items() if (name, value) != ("since", None)}


def _checked(partnership: Document, table: Document) -> Document:
    """The table, found to be in order: of members of the partnership, led by one of them."""
    lasting = {one.organisation for one in partnerships.mandates_of(partnership) if one.until is None}
    table["members"] = list(dict.fromkeys(table["members"]))
    faults = {
        f"members.{place}": [_("This organisation is not a member of the partnership.")]
        for place, organisation in enumerate(table["members"])
        if organisation not in lasting
    }
    if table["chair"] and table["chair"] not in table["members"]:
        faults["chair"] = [_("A table is led by one of its members. Choose one of them.")]
    if table["until"] and table["until"] < table["since"]:
        faults["until"] = [_("The last day is before the first.")]
    if faults:
        raise Invalid(faults)
    return table
