"""What the public pages learn from each event.

Every event carries the whole state, so each reaction is one merge that older events cannot undo; what is
gone gets `deleted_at`, which hides it from every query.
"""

from typing import Any

from services.chassis.events import Reactions, Received
from services.chassis.store import UnitOfWork, searchable
from services.contracts import governance, registry, transfers, workshops

reactions = Reactions()


def _show(uow: UnitOfWork, collection: str, event: Received, **more: Any) -> None:
    """Keep the state that the event carries, unless a newer one is shown already."""
    shown = {**event.data, "id": event.subject, "city": event.city, "deleted_at": None, **more}
    uow.project(collection, event.subject, event.subject_version, shown)


@reactions.to(registry.CityRegistered, registry.CityChanged)
def show_city(uow: UnitOfWork, event: Received) -> None:
    """Cities list, city page, map."""
    _show(uow, "cities", event)


@reactions.to(registry.OrganisationRegistered, registry.OrganisationChanged, registry.OrganisationRestored)
def show_partner(uow: UnitOfWork, event: Received) -> None:
    """Partners page, unless it is a draft or withdrawn; searched by the words of its names and seat."""
    data = event.data
    hidden = None if data.get("publication", "published") == "published" else event.time
    words = searchable({}, data["name"], data.get("short_name"), besides=[data.get("seat")])
    _show(uow, "partners", event, **words, deleted_at=hidden)


@reactions.to(registry.OrganisationRemoved)
def hide_partner(uow: UnitOfWork, event: Received) -> None:
    """It left the register: no page, no map. Its old page names its successor, if it has one."""
    _show(uow, "partners", event, deleted_at=event.time, gone_to=event.data.get("successor"))


@reactions.to(registry.OrganisationMerged)
def lead_to_survivor(uow: UnitOfWork, event: Received) -> None:
    """It is part of another one: its page leads to that one's."""
    _show(uow, "partners", event, deleted_at=event.time)


@reactions.to(registry.ServiceListed, registry.ServiceChanged)
def show_service(uow: UnitOfWork, event: Received) -> None:
    """Directory of services; searched by the words of its names and towns in every language."""
    names = [one["text"] for one in event.data["name"].values()]
    towns = [place["town"] for place in event.data.get("places") or []]
    _show(uow, "services", event, **searchable({}, *names, besides=towns))


@reactions.to(registry.ServiceRemoved)
def hide_service(uow: UnitOfWork, event: Received) -> None:
    """It left the directory."""
    _show(uow, "services", event, deleted_at=event.time)


@reactions.to(registry.PartnershipFormed, registry.PartnershipChanged, registry.PartnershipEnded)
def show_partnership(uow: UnitOfWork, event: Received) -> None:
    """City page and partner page."""
    _show(uow, "partnerships", event)


@reactions.to(governance.TableOpened, governance.TableChanged)
def show_table(uow: UnitOfWork, event: Received) -> None:
    """Partnership page: its thematic tables."""
    _show(uow, "tables", event)


@reactions.to(governance.DecisionPublished)
def show_decision(uow: UnitOfWork, event: Received) -> None:
    """Partnership page: a decision that everybody may read."""
    _show(uow, "decisions", event)


@reactions.to(governance.DecisionWithdrawn)
def hide_decision(uow: UnitOfWork, event: Received) -> None:
    """It was taken back: its words go too."""
    _show(uow, "decisions", event, deleted_at=event.time, title=None, detail=None)


@reactions.to(governance.MinutesPublished)
def show_minutes(uow: UnitOfWork, event: Received) -> None:
    """Partnership page: minutes that everybody may read."""
    _show(uow, "minutes", event)


@reactions.to(governance.MinutesWithdrawn)
def hide_minutes(uow: UnitOfWork, event: Received) -> None:
    """They were taken back: their text goes too."""
    _show(uow, "minutes", event, deleted_at=event.time, minutes=None, agenda=None)


@reactions.to(transfers.PracticePublished, transfers.PracticeChanged)
def show_practice(uow: UnitOfWork, event: Received) -> None:
    """Practice library."""
    _show(uow, "practices", event)


@reactions.to(transfers.TransferOpened, transfers.TransferAdvanced, transfers.TransferChanged)
def show_transfer(uow: UnitOfWork, event: Received) -> None:
    """Transfers page, practice page, city page."""
    _show(uow, "transfers", event)


@reactions.to(transfers.DiaryEntryWritten)
def count_diary_entry(uow: UnitOfWork, event: Received) -> None:
    """A transfer's page says that and when its diary was written, not what it says."""
    _show(uow, "diary_entries", event)


@reactions.to(transfers.PlanDrafted, transfers.PlanChanged)
def show_plan(uow: UnitOfWork, event: Received) -> None:
    """A city's Action Plan."""
    _show(uow, "plans", event)


@reactions.to(transfers.MeasureAdded, transfers.MeasureChanged)
def show_measure(uow: UnitOfWork, event: Received) -> None:
    """The measures of a plan, and where the idea behind one went."""
    _show(uow, "measures", event)


@reactions.to(workshops.GatheringPlanned, workshops.GatheringChanged, workshops.GatheringCancelled)
def show_gathering(uow: UnitOfWork, event: Received) -> None:
    """Calendar, gathering page, registration page."""
    _show(uow, "gatherings", event)


@reactions.to(workshops.IdeaSubmitted)
def show_idea(uow: UnitOfWork, event: Received) -> None:
    """The ballot and where an idea went."""
    _show(uow, "ideas", event)


@reactions.to(workshops.IdeaWithdrawn)
def hide_idea(uow: UnitOfWork, event: Received) -> None:
    """Its group took it back before the vote."""
    _show(uow, "ideas", event, deleted_at=event.time)


@reactions.to(workshops.RoundOpened)
def open_ballot(uow: UnitOfWork, event: Received) -> None:
    """The page for the short code."""
    _show(uow, "rounds", event, status="open")


@reactions.to(workshops.RoundClosed)
def show_results(uow: UnitOfWork, event: Received) -> None:
    """The page of the results."""
    _show(uow, "rounds", event, status="closed")
