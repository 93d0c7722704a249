"""A small network as the website hears of it: every kind of thing that a public page shows, told by events."""

from datetime import timedelta
from typing import Any

from services.chassis.events.contract import events_of
from services.chassis.testing import ServiceUnderTest
from services.contracts import governance, registry, transfers, workshops
from tests.website_facts import (
    CITIES,
    DIARY,
    IDEAS,
    LEAD,
    LOOSE,
    MEASURE,
    MEMBER,
    NOW,
    OUTSIDE,
    PARTNERSHIP,
    PLAN,
    PRACTICE,
    ROUND,
    SEMINAR,
    TITLES,
    TRANSFER,
    WORKSHOP,
    gathering,
    idea,
    measure,
    organisation,
    round_facts,
    text,
)


def tell_network(website: ServiceUnderTest) -> None:
    """Cities, organisations and a partnership."""
    for id, facts in CITIES.items():
        website.hears(registry.CityRegistered, subject=id, data=facts, city=id)
    lead = organisation(
        "Comune di Catania",
        kind="local_administration",
        seat="Catania",
        description=text("it", "Direzione delle politiche sociali.\n\nSportello in quattro lingue."),
        website="https://www.comune.catania.it",
        languages=["it", "en"],
        policy_areas=["housing"],
    )
    website.hears(registry.OrganisationRegistered, subject=LEAD, data=lead, city="catania")
    member = organisation("Associazione Senegalesi di Catania", kind="migrant_association", lat=37.51, lon=15.08)
    website.hears(registry.OrganisationRegistered, subject=MEMBER, data=member, city="catania")
    outside = organisation(
        "Zentrum für Soziale Innovation", short_name="ZSI", kind="research_institute", country="AT", seat="Wien"
    )
    website.hears(registry.OrganisationRegistered, subject=OUTSIDE, data=outside)
    members = [
        {"organisation": LEAD, "role": "lead", "since": "2026-01-01", "until": None},
        {"organisation": MEMBER, "role": "core", "since": "2026-01-01", "until": None},
        {"organisation": OUTSIDE, "role": "observer", "since": "2026-01-01", "until": "2026-12-31"},
    ]
    facts = {"name": "Partenariato di Catania", "lead_organisation": LEAD, "members": members, "status": "active"}
    facts["selection"] = {"it": {"text": "Con un avviso pubblico", "status": "original"}}
    website.hears(registry.PartnershipFormed, subject=PARTNERSHIP, data=facts, city="catania")
    tell_work_of_partnership(website)


def tell_work_of_partnership(website: ServiceUnderTest) -> None:
    """A table, a decision and minutes that everybody may read."""
    of = {"partnership": PARTNERSHIP}
    table = {**of, "name": "Casa", "policy_areas": ["housing"], "purpose": "Case per chi arriva", "since": "2026-02-01"}
    website.hears(governance.TableOpened, subject="table-1", data=table, city="catania")
    taken = {**of, "decided_on": "2026-03-02", "title": "Aprire uno sportello", "detail": "In via Etnea."}
    judged = {"method": "consensus", "outcome": "adopted", "status": "open"}
    website.hears(governance.DecisionPublished, subject="decision-1", data={**taken, **judged}, city="catania")
    minutes = {**of, "title": "Prima riunione", "day": "2026-03-02", "minutes": "Presenti tutti.\n\nSi decide."}
    website.hears(governance.MinutesPublished, subject="meeting-1", data=minutes, city="catania")


def tell_gatherings(website: ServiceUnderTest) -> None:
    """A workshop with ideas, and a seminar that is still to come."""
    past = gathering(text("it", "Catania domani", en="Catania tomorrow"), NOW - timedelta(days=20), status="held")
    website.hears(
        workshops.GatheringPlanned, subject=WORKSHOP, data={**past, "registration_code": "OLD4CODE"}, city="catania"
    )
    ahead = gathering(
        text("it", "Seminario: facilitare un gruppo"), NOW + timedelta(days=10), method="training_seminar"
    )
    website.hears(workshops.GatheringPlanned, subject=SEMINAR, data=ahead, city="catania")
    for id, title in zip(IDEAS, TITLES, strict=True):
        website.hears(workshops.IdeaSubmitted, subject=id, data=idea(title), city="catania")


def open_round(website: ServiceUnderTest) -> None:
    """The vote begins."""
    website.hears(workshops.RoundOpened, subject=ROUND, data=round_facts(), city="catania")


def close_round(website: ServiceUnderTest) -> None:
    """The vote is over: the ideas in their order with 12, 9, 6 and 3 votes."""
    results = [
        {
            "idea": id,
            "title": title,
            "rank": place + 1,
            "votes": 12 - 3 * place,
            "role_groups": 4 - place,
            "top": place < 2,
            "by_role_group": {"residents": 6 - place, "experts": 5, "administrators": None, "business": None},
        }
        for place, (id, title) in enumerate(zip(IDEAS, TITLES, strict=True))
    ]
    data = round_facts(voters=18, results=results, run_off=[])
    website.hears(workshops.RoundClosed, subject=ROUND, version=2, data=data, city="catania")


def tell_plan(website: ServiceUnderTest) -> None:
    """A plan with a measure that came from the top idea, and one that is tied to nothing."""
    plan = {
        "title": text("it", "Piano d'azione di Catania 2027-2029", en="Action Plan of Catania 2027-2029"),
        "starts_on": "2027-01-01",
        "ends_on": "2029-12-31",
        "status": "in_implementation",
        "revision": 1,
        "measure_count": 2,
        "integrated_count": 1,
        "areas": ["employment", "housing"],
        "integration_index": 1.0,
        "illustration": True,
    }
    website.hears(transfers.PlanDrafted, subject=PLAN, data=plan, city="catania")
    indicator = {
        "id": "participants",
        "name": text("it", "Partecipanti al corso", en="People who took the course"),
        "unit": "persone",
        "baseline": 0.0,
        "target": 120.0,
        "due_on": "2028-12-31",
        "current": 35.0,
    }
    first = measure(
        1,
        text("it", "Italiano nei cantieri", en="Italian on the building site"),
        state="in_progress",
        integrated=True,
        objective=text("it", "Chi lavora impara la lingua del lavoro."),
        target_group=text("it", "Muratrici e muratori"),
        target_number=120,
        responsible=LEAD,
        starts_on="2027-04-01",
        ends_on="2028-12-31",
        linkages=["employment", "housing"],
        origin={"kind": "easw_idea", "id": IDEAS[0], "gathering": WORKSHOP},
        indicators=[indicator],
        budget=[{"source": "esf_plus", "programme": None, "amount": {"amount": 8500000, "currency": "EUR"}}],
    )
    website.hears(transfers.MeasureAdded, subject=MEASURE, data=first, city="catania")
    second = measure(2, text("it", "Corso serale di informatica"))
    website.hears(transfers.MeasureAdded, subject=LOOSE, data=second, city="catania")


def tell_transfer(website: ServiceUnderTest) -> None:
    """A practice of Bologna that Catania takes up."""
    parts: list[dict[str, Any]] = [
        {
            "id": "desk",
            "title": text("it", "Sportello per i titoli esteri", en="Desk for foreign diplomas"),
            "description": text("it", "Aperto due pomeriggi la settimana."),
        },
        {"id": "mentors", "title": text("it", "Mentori"), "description": None},
    ]
    sheet = {
        "title": text(
            "it", "Formazione e casa insieme (illustrazione)", en="Training and housing together (illustration)"
        ),
        "challenge": text("it", "Chi cerca casa non trova corsi, chi frequenta un corso non trova casa."),
        "description": text("it", "Un solo colloquio apre due porte.", en="One interview opens two doors."),
        "main_institution": "Comune di Bologna",
        "nuts": "ITH55",
        "policy_areas": ["training_and_education", "housing"],
        "preconditions": text("it", "Un accordo tra Comune e centri di formazione."),
        "resources": text("it", "Due operatrici e uno sportello."),
        "components": parts,
        "links": [{"label": "Comune di Bologna", "address": "https://www.comune.bologna.it"}],
        "evidence": [{"statement": text("it", "Sette su dieci finiscono il corso."), "source": "Illustrazione"}],
        "illustration": True,
    }
    website.hears(transfers.PracticePublished, subject=PRACTICE, data=sheet, city="bologna")
    facts = {
        "practice": PRACTICE,
        "practice_title": sheet["title"],
        "from_city": "bologna",
        "state": "adapting",
        "components": [
            {"id": "desk", "title": parts[0]["title"], "adaptation": "adapted", "progress": "in_progress"},
            {"id": "mentors", "title": parts[1]["title"], "adaptation": None, "progress": "not_started"},
        ],
        "illustration": True,
    }
    website.hears(transfers.TransferOpened, subject=TRANSFER, data=facts, city="catania")
    entry = {
        "transfer": TRANSFER,
        "practice": PRACTICE,
        "from_city": "bologna",
        "organisation": LEAD,
        "dated_on": "2027-02-10",
    }
    website.hears(transfers.DiaryEntryWritten, subject=DIARY, data=entry, city="catania")


def tell_everything(website: ServiceUnderTest) -> None:
    """The whole network, its vote closed."""
    website.clock.move(seconds=(NOW - website.clock.now()).total_seconds())
    tell_network(website)
    tell_gatherings(website)
    open_round(website)
    close_round(website)
    tell_plan(website)
    tell_transfer(website)


def carry(source: ServiceUnderTest, website: ServiceUnderTest) -> None:
    """Let the website hear everything that a service said so far; what it heard before does no harm."""
    events = {event.type: event for module in (registry, workshops, transfers) for event in events_of(module)}
    for row in source.outbox():
        if row["type"] in events:
            website.hears(
                events[row["type"]],
                subject=row["subject"],
                version=row["subjectversion"],
                data=row["data"],
                city=row["city"],
            )
