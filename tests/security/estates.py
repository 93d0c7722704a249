"""What a city owns at each service: one object of every kind, made through the service's own API, full of MARK."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gateway.service
import services.notifications.service
import services.registry.service
import services.support.service
import services.transfers.service
import services.workshops.service
from gateway.api.schemas import AccountBody, ClientBody
from services.chassis.service import Service
from services.chassis.testing import Caller, ServiceUnderTest
from services.contracts import support as says
from services.contracts.notifications import WebhookDisabled
from services.contracts.registry import CityRegistered, OrganisationRegistered
from services.contracts.workshops import IdeaSubmitted
from services.notifications.webhooks.schemas import WebhookBody
from services.registry.directory.places import place_id
from services.registry.directory.schemas import ServiceBody
from services.registry.imports.schemas import ImportBody
from services.registry.organisations.schemas import OrganisationBody
from services.registry.partnerships.schemas import PartnershipBody
from services.registry.people.schemas import PersonBody
from services.registry.schemas import CityBody
from services.registry.searches.schemas import SearchBody
from services.registry.stakeholders.schemas import StakeholderBody
from services.registry.standards.hsds.terms import taxonomy_ids, terms
from services.support.schemas import TicketBody
from services.transfers.measures.schemas import MeasureBody
from services.transfers.plans.schemas import PlanBody
from services.transfers.practices.schemas import PracticeBody
from services.transfers.transfers.schemas import DiaryBody, TransferBody
from services.workshops.easw.schemas import IdeaBody, RoundBody, VoterBody
from services.workshops.gatherings.schemas import GatheringBody
from services.workshops.registrations.schemas import RegistrationBody
from tests.security.estates_of_partnerships import working_together
from tests.security.everyone import OURS, THEIRS, person_of
from tests.security.examples import EMAIL, MARK, PERSONAL_FIELDS, body_of

THIRD = "budapest"
EVERYWHERE = {"/dead-letters": "a-letter"}
PERIOD = {"starts_on": "2030-05-01", "ends_on": "2031-05-01"}


@dataclass
class Estate:
    """`ids` by the address that lists them; `bodies` where an address needs more than its schema tells."""

    ids: dict[str, str]
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)

    def address(self, path: str) -> str:
        """The address of our object, for a path with parameters: each is the id of what is listed just before it."""
        done, listing = "", ""
        for part in path.strip("/").split("/"):
            if part.startswith("<"):
                done += f"/{(self.ids | EVERYWHERE)[listing]}"
            else:
                done, listing = f"{done}/{part}", f"{listing}/{part}"
        return done


def registry(asked: ServiceUnderTest) -> Estate:
    """Organisations, a person, a partnership, an import, a stakeholder, a service."""
    for city in (OURS, THEIRS):
        asked.caller(person_of("coordinator", OURS)).post("/cities", _city(city), status=201)
    owner = _staff(asked, OURS)
    # An identifier is of one organisation, and has check digits.
    organisation = body_of(OrganisationBody, identifiers=[], publication="published")
    lead, member, other = (owner.post("/organisations", organisation, status=201)["id"] for _ in range(3))
    members = [{"organisation": member, "role": "core"}]
    partnership = body_of(PartnershipBody, lead_organisation=lead, members=members, since="2026-01-01")
    table = {"file": "a.csv", "makes": "organisations", "identity": "No", "columns": {"name": "Name"}}
    table["constants"] = {"kind": "ngo", "country": "IT"}
    files = {"a.csv": f"No,Name\n1,{MARK}\n"}
    # A directory has a mapping or a known form.
    mapping = {"source": "a", "tables": [table]}
    importing = {"mapping": mapping, "files": files, "uploads": {}, "hsds": ..., "saved": ...}
    service = body_of(ServiceBody, organisation=lead, takes_referrals=True)
    stakeholder = body_of(StakeholderBody, organisation=None, day=None)
    search = body_of(SearchBody, query={"q": MARK})
    ids = {
        "/cities": OURS,
        "/organisations": other,
        "/people": owner.post("/people", body_of(PersonBody, **A_PERSON), status=201)["id"],
        "/people/consents": "newsletter",
        "/consent-purposes": f"{OURS}.newsletter",
        "/partnerships": owner.post("/partnerships", partnership, status=201)["id"],
        "/partnerships/members": member,
        "/imports": owner.post("/imports", body_of(ImportBody, **importing), status=201)["id"],
        "/uploads": owner.post("/uploads", {"name": MARK}, status=201)["id"],
        "/uploads/columns": "organisations",
        "/mappings": owner.post("/mappings", {"name": MARK, "mapping": mapping}, status=201)["id"],
        "/templates": "organisations",
        "/stakeholders": owner.post("/stakeholders", stakeholder, status=201)["id"],
        "/stakeholder-gaps": OURS,
        "/services": owner.post("/services", service, status=201)["id"],
        "/searches": owner.post("/searches", search, status=201)["id"],
    }
    erased = owner.post("/people", body_of(PersonBody, **A_PERSON), status=201)["id"]
    owner.delete(f"/people/{erased}")
    ids["/retention-rules"] = "uploads"
    ids["/erasures"] = ids["/contacts/erasures"] = erased
    ids["/duplicates"] = owner.post("/duplicates", {"organisations": [other, member]}, status=201)["id"]
    merge = {"survivor": other, "survivor_version": 1, "merged_version": 1, "take": []}
    ids["/contacts/people"], ids["/contacts/searches"] = ids["/people"], ids["/searches"]
    ids |= {
        "/hsds/v3/services": ids["/services"], "/hsds/v3/organizations": lead,
        "/hsds/v3/service_at_locations": place_id(ids["/services"], 0),
        "/hsds/v3/taxonomies": next(iter(taxonomy_ids())),
        "/hsds/v3/taxonomy_terms": next(iter(terms())),
    }  # fmt: skip
    together = working_together(owner, ids, lead)
    bodies: dict[str, dict[str, Any]] = {
        "POST /cities": {"name": "Zugstadt", "nuts3": None}, "PATCH /cities/<id>": {"nuts3": None},
        "POST /organisations": organisation, "PATCH /organisations/<id>": {**organisation, "short_name": "Other"},
        "POST /organisations/<id>/verify": {"status": "verified"},
        "POST /people": {"roles": [], "channels": CHANNELS}, "PATCH /people/<id>": {"roles": [], "channels": CHANNELS},
        "POST /people/<id>/consents": {"given_on": None, "purpose": "newsletter"},
        "POST /people/<id>/consents/<purpose>/withdraw": {"withdrawn_on": None},
        "POST /partnerships": partnership, "PATCH /partnerships/<id>": {"lead_organisation": member},
        "POST /partnerships/<id>/members": {"organisation": other, "since": None},
        "POST /partnerships/<id>/members/<organisation>/end": {"until": None},
        "POST /partnerships/<id>/end": {"until": None}, "POST /imports": importing,
        "POST /imports/<id>/values": {"values": {}}, "POST /mappings": {"name": MARK, "mapping": mapping},
        "PATCH /mappings/<id>": {"name": MARK},
        "POST /uploads": {"name": MARK}, "POST /uploads/<id>/parts": {"number": 0, "content": "YQ=="},
        "POST /stakeholders": stakeholder, "PATCH /stakeholders/<id>": {"organisation": None},
        "POST /stakeholders/<id>/scores": {"day": None},
        "POST /partnerships/<id>/decisions": together, "POST /partnerships/<id>/assessments": {"day": None},
        "POST /searches": search, "PATCH /searches/<id>": search,
        "POST /duplicates": {"organisations": [other, member]}, "POST /duplicates/<id>/merge": merge,
        "POST /services": service, "PATCH /services/<id>": {**service, "status": "inactive"},
    }  # fmt: skip
    return Estate(ids, bodies)


CHANNELS = [{"kind": "email", "address": EMAIL}]
A_PERSON = {name: PERSONAL_FIELDS[name] for name in ("given_name", "family_name", "email")} | {
    "roles": [], "channels": CHANNELS
}  # fmt: skip


def workshops(asked: ServiceUnderTest) -> Estate:
    """A gathering with a registration, ideas and a vote in which somebody has joined."""
    owner, nobody = _staff(asked, OURS), asked.anonymous()
    sizes = {"block_below": None, "block_group_below": None, "warn_below": None, "warn_group_ratio": None}
    planned = body_of(
        GatheringBody, method="easw", ends_at="2030-05-02T09:00:00Z", capacity=900, sizes=sizes, quotas={}
    )
    gathering = owner.post("/gatherings", planned, status=201)
    here = f"/gatherings/{gathering['id']}"
    registration = owner.post(f"{here}/registrations", body_of(RegistrationBody, **PERSON), status=201)["id"]
    owner.post(f"{here}/confirm")
    idea = owner.post(f"{here}/ideas", body_of(IdeaBody, registration=registration), status=201)["id"]
    owner.post(f"{here}/ideas/{idea}/submit")
    opened = body_of(RoundBody, walk_in_seats=900, closes_at=None, ideas=None)
    round = owner.post(f"{here}/rounds", opened, status=201)
    joining = body_of(VoterBody, personal_code=None)
    voter = nobody.post(f"/rounds/{round['code']}/voters", joining, status=201)
    contact = asked.another_service("notifications").get(f"/contacts/registrations/{registration}")
    ids = {
        "/gatherings": gathering["id"], "/gatherings/registrations": registration, "/gatherings/ideas": idea,
        "/gatherings/rounds": round["id"], "/rounds": round["code"], "/contacts/registrations": registration,
        "/contacts/ideas": idea, "/public/gatherings": gathering["registration_code"],
        "/public/registrations": contact["link"].rsplit("/", 1)[-1],
    }  # fmt: skip
    bodies = {
        "POST /gatherings": planned, "PATCH /gatherings/<id>": {"quotas": {}, "sizes": {}},
        "POST /rounds/<code>/voters": joining,
        "POST /rounds/<code>/ballots": {"voter": voter["token"], "votes": [idea]},
        "POST /gatherings/<gathering>/rounds": opened,
    }  # fmt: skip
    return Estate(ids, bodies)


PERSON = {name: PERSONAL_FIELDS[name] for name in ("name", "email")}


def transfers(asked: ServiceUnderTest) -> Estate:
    """A practice, a transfer with its diary, a plan with a measure, an idea that was heard of."""
    for city in (OURS, THEIRS, THIRD):
        facts = {"name": city.title(), "country": "IT", "role": "both", "timezone": "Europe/Rome"}
        asked.hears(CityRegistered, subject=city, data=facts, city=city)
    owner, donor = _staff(asked, OURS), _staff(asked, THIRD)
    practice = owner.post("/practices", body_of(PracticeBody), status=201)["id"]
    theirs, another = (donor.post("/practices", body_of(PracticeBody, city=THIRD), status=201)["id"] for _ in range(2))
    for one in (theirs, another):
        donor.post(f"/practices/{one}/publish")
    transfer = owner.post("/transfers", body_of(TransferBody, practice=theirs), status=201)
    plan = owner.post("/plans", body_of(PlanBody, **PERIOD), status=201)["id"]
    measure, diary = body_of(MeasureBody, origin=None), {"dated_on": "2026-01-05", "organisation": "an-organisation"}
    written = body_of(DiaryBody, **diary)
    known = {"name": "Municipality", "kind": "municipality", "country": "IT"}
    asked.hears(OrganisationRegistered, subject="an-organisation", data=known, city=OURS)
    texts = dict.fromkeys(("what", "how", "who", "theme", "group"), MARK)
    asked.hears(
        IdeaSubmitted, subject="idea-1", data={"gathering": "g", "title": MARK, "language": "it", **texts}, city=OURS
    )
    ids = {
        "/practices": practice, "/public/practices": theirs, "/transfers": transfer["id"],
        "/transfers/components": transfer["components"][0]["id"],
        "/transfers/diary": owner.post(f"/transfers/{transfer['id']}/diary", written, status=201)["id"],
        "/plans": plan, "/plans/measures": owner.post(f"/plans/{plan}/measures", measure, status=201)["id"],
        "/ideas": "idea-1",
    }  # fmt: skip
    later = {"starts_on": "2040-01-01", "ends_on": "2040-12-31"}
    bodies = {
        "POST /transfers": {"practice": another}, "POST /plans": later, "PATCH /plans/<id>": later,
        "POST /plans/<id>/measures": measure, "POST /transfers/<id>/diary": diary,
        "POST /transfers/<id>/advance": {"state": "abandoned"}, "POST /plans/<id>/advance": {"status": "consultation"},
        "POST /plans/<id>/measures/<measure>/progress": {"state": "dropped", "values": []},
    }  # fmt: skip
    return Estate(ids, bodies)


def support(asked: ServiceUnderTest) -> Estate:
    """A question to the city's desk."""
    facts = {"name": "Catania", "country": "IT", "role": "both", "timezone": "Europe/Rome"}
    asked.hears(CityRegistered, subject=OURS, data=facts, city=OURS)
    question = body_of(TicketBody, category="method", requester=PERSON)
    asked_for = asked.anonymous().post("/public/tickets", question, status=201)
    ids = {"/tickets": asked_for["id"], "/contacts/tickets": asked_for["id"]}
    ids["/public/tickets"] = asked_for["link"].rsplit("/", 1)[-1]
    bodies = {
        address: {"practice": None}
        for address in ("POST /tickets", "POST /public/tickets", "POST /tickets/<id>/triage")
    }
    return Estate(ids, bodies)


def notifications(asked: ServiceUnderTest) -> Estate:
    """A mail, a message and a webhook of the city."""
    facts = {"category": "method", "language": "it", "state": "new", "practice": None, "asked_from": OURS, "answers": 0}
    asked.hears(says.TicketOpened, subject="ticket-1", data=facts, city=OURS, dataref="/contacts/tickets/ticket-1")
    owner = _staff(asked, OURS)
    hook = body_of(WebhookBody, types=[WebhookDisabled.type], url="https://example.org/hook")
    ids = {
        "/mails": asked.database.rows("mails").find_one()["_id"],
        "/messages": asked.database.rows("messages").find_one()["_id"],
        "/webhooks": owner.post("/webhooks", hook, status=201)["id"],
        "/public/unsubscribe": "an-unknown-token",
    }
    ids["/webhooks/deliveries"] = owner.post(f"/webhooks/{ids['/webhooks']}/test", status=202)["id"]
    return Estate(ids, {"POST /webhooks": hook, "PATCH /webhooks/<id>": {"types": hook["types"], "url": hook["url"]}})


def gateway_itself(asked: ServiceUnderTest) -> Estate:
    """Somebody's account, with a session and a link for a password; the city's API client."""
    whole = asked.caller(person_of("coordinator", OURS))
    account = whole.post("/accounts", body_of(AccountBody, roles=["lead_staff"], **PERSON, cities=[OURS]), status=201)[
        "id"
    ]
    client = body_of(ClientBody, scopes=["registry:read"], city=OURS)
    ids = {
        "/accounts": account, "/contacts/accounts": account,
        "/contacts/password-resets": asked.database.rows("resets").find_one()["_id"],
        "/clients": whole.post("/clients", client, status=201)["id"], "/sessions": "somebodys-session",
    }  # fmt: skip
    person = {"roles": ["lead_staff"], "cities": [OURS]}
    bodies = {
        "POST /accounts": person | {"email": "other@example.org"}, "PATCH /accounts/<id>": person,
        "POST /clients": client, "PATCH /clients/<id>": {"scopes": ["registry:read"]},
    }  # fmt: skip
    return Estate(ids, bodies)


def _staff(asked: ServiceUnderTest, city: str) -> Caller:
    return asked.caller(person_of("lead_staff", city))


def _city(name: str) -> dict[str, Any]:
    return body_of(CityBody, name=name.title(), nuts3=None)


OWNERS: dict[str, tuple[Service, Callable[[ServiceUnderTest], Estate]]] = {
    "registry": (services.registry.service.service, registry),
    "workshops": (services.workshops.service.service, workshops),
    "transfers": (services.transfers.service.service, transfers),
    "support": (services.support.service.service, support),
    "notifications": (services.notifications.service.service, notifications),
    "gateway": (gateway.service.service, gateway_itself),
}
