"""What the registry keeps: its collections, whose their documents are, an index for each order and filter of a list."""

from datetime import timedelta
from typing import Final

from services.chassis.http.schema import facts_of
from services.chassis.store import CITY, INTERNAL, NETWORK, Collection, Index
from services.registry.directory.places import PLACES
from services.registry.directory.schemas import ServiceShape
from services.registry.duplicates.schemas import PairShape
from services.registry.organisations.model import DRAFT, LINES, WITHDRAWN
from services.registry.organisations.schemas import OrganisationShape
from services.registry.partnerships.agreements.schemas import AgreementShape
from services.registry.partnerships.assessments.schemas import AssessmentShape
from services.registry.partnerships.decisions.schemas import DecisionShape
from services.registry.partnerships.meetings.schemas import MeetingShape
from services.registry.partnerships.schemas import PartnershipShape
from services.registry.partnerships.tables.schemas import TableShape
from services.registry.people.erasures.model import GIVEN_UP as ERASURES_GIVEN_UP
from services.registry.people.schemas import PersonShape
from services.registry.schemas import CityShape
from services.registry.searches.model import KEPT as SEARCHES_KEPT
from services.registry.searches.schemas import SearchShape
from services.registry.stakeholders.schemas import StakeholderShape

BY_CHANGE, BY_WORD = Index("updated_at", "_id"), Index("words", "name_length", "_id")
EACH_LIST = [Index("name_folded", "_id"), BY_WORD, BY_CHANGE, Index("created_at", "_id")]
BY_KEY = Index("match_keys")
FILTERS_OF_SERVICES = ("city", "organisation", "themes", "target_groups", "policy_areas", "languages")
FILTERS_OF_PLACES = ("organisation", "themes", "target_groups", "policy_areas", "postcode", "text_words", "changed_at")
FILTERS_OF_ORGANISATIONS = (
    "city", "kind", "country", "policy_areas", "target_groups", "languages", "verification.status",
)  # fmt: skip
NOT_PUBLISHED = Index("publication", "name_folded", "_id", where={"publication": {"$in": [DRAFT, WITHDRAWN]}})
ONCE_PER_ORIGIN = Index("origin.source", "origin.identifier", unique=True, where={"origin.source": {"$exists": True}})
ONE_PER_IDENTIFIER = Index(
    *(f"identifiers.{part}" for part in ("value", "scheme", "country")), unique=True,
    where={"identifiers.value": {"$exists": True}},
)  # fmt: skip
FOR_MAPPINGS = [Index("city", "name_folded"), Index("name_folded", "_id"), Index("makes")]

COLLECTIONS: Final = [
    Collection("cities", NETWORK, EACH_LIST, searched=True, history=facts_of(CityShape)),
    Collection(
        "organisations",
        NETWORK,
        [
            *EACH_LIST,
            *(Index(name, "name_folded", "_id") for name in FILTERS_OF_ORGANISATIONS),
            ONCE_PER_ORIGIN,
            ONE_PER_IDENTIFIER,
            NOT_PUBLISHED,
            *(Index(name, where={name: {"$gt": ""}}) for name in LINES),
            BY_KEY,
        ],
        searched=True,
        history=facts_of(OrganisationShape),
    ),
    Collection(
        "people",
        CITY,
        [
            *EACH_LIST,
            Index("city", "name_folded", "_id"),
            Index("roles.organisation"),
            Index("email"),
            ONCE_PER_ORIGIN,
        ],
        searched=True,
        history=facts_of(PersonShape),
        personal=True,
    ),
    Collection("consent_purposes", NETWORK, [Index("city", "created_at", "_id")]),
    Collection("erasures", CITY, [Index("complete_at", "created_at"), Index("-created_at", "_id"), BY_CHANGE]),
    Collection("retention_rules", NETWORK),
    Collection("retention_runs", NETWORK),
    Collection("erasures_known_by", INTERNAL, [Index("made_at", expires=ERASURES_GIVEN_UP)], personal=True),
    Collection(
        "partnerships",
        NETWORK,
        [*EACH_LIST, Index("members.organisation")],
        searched=True,
        history=facts_of(PartnershipShape),
    ),
    Collection(
        "stakeholders",
        CITY,
        [*EACH_LIST, Index("city", "name_folded", "_id"), Index("organisation")],
        searched=True,
        history=facts_of(StakeholderShape),
        personal=True,
    ),
    Collection(
        "agreements",
        CITY,
        [BY_CHANGE, Index("partnership", "-signed_on"), Index("reminded", "remind_on")],
        history=facts_of(AgreementShape),
    ),
    Collection(
        "tables",
        NETWORK,
        [BY_CHANGE, Index("partnership", "since"), Index("members"), Index("chair")],
        history=facts_of(TableShape),
    ),
    Collection(
        "meetings",
        CITY,
        [BY_CHANGE, Index("partnership", "-day"), Index("present")],
        history=facts_of(MeetingShape),
    ),
    Collection(
        "decisions",
        CITY,
        [
            BY_CHANGE,
            BY_WORD,
            Index("partnership", "-decided_on"),
            Index("due_on", where={"lateness_said": False}),
            Index("responsible"),
        ],
        searched=True,
        history=facts_of(DecisionShape),
    ),
    Collection(
        "assessments",
        CITY,
        [Index("partnership", "moment", unique=True), Index("organisation")],
        history=facts_of(AssessmentShape),
    ),
    Collection(
        "services",
        NETWORK,
        [
            *EACH_LIST,
            *(Index(name, "name_folded", "_id") for name in FILTERS_OF_SERVICES),
            Index("review_due_on", where={"review_asked": False}),
            Index("review_due_on", "_id"),
            Index("text_words", "_id"),
            ONCE_PER_ORIGIN,
        ],
        searched=True,
        history=facts_of(ServiceShape),
    ),
    Collection(
        "searches",
        INTERNAL,
        [Index("owner", "name_folded"), Index("look_at"), Index("removed_at", expires=SEARCHES_KEPT)],
        history=facts_of(SearchShape, "looked_at"),
        personal=True,
    ),
    Collection(
        PLACES,
        INTERNAL,
        [Index("service"), Index("lat"), *(Index(name, "_id") for name in FILTERS_OF_PLACES)],
    ),
    Collection(
        "duplicates",
        NETWORK,
        [
            Index("pair", unique=True, where={"pair": {"$exists": True}}),
            Index("organisations.id"),
            Index("status", "-score", "_id"),
            Index("updated_at", "_id"),
        ],
        history=facts_of(PairShape),
    ),
    # What an undo needs, for as long as it is possible.
    Collection("merges", INTERNAL, [Index("made_at", expires=timedelta(days=31))]),
    Collection("duplicate_progress", INTERNAL),
    Collection("imports", CITY, [Index("status")], history=("city", "source", "status", "confirmed_at")),
    # A preview waits 30 days to be confirmed, an import 30 more to be undone; the rest is for the job.
    Collection(
        "import_batches",
        INTERNAL,
        [Index("made_at", expires=timedelta(days=70)), Index("people", where={"people.0": {"$exists": True}})],
    ),
    # What is wrong with the rows, for as long as an import can be confirmed.
    Collection(
        "import_problems",
        INTERNAL,
        [Index("made_at", expires=timedelta(days=31)), Index("import", "start", unique=True)],
    ),
    Collection("mappings", CITY, FOR_MAPPINGS, history=("name", "mapping", "makes", "columns")),
    Collection("uploads", CITY),
    # Needed until its import is read, which takes minutes; nobody reads a file of last week.
    Collection("upload_parts", INTERNAL, [Index("made_at", expires=timedelta(days=7))]),
]
