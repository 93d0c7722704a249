"""The manifest of the registry: its table of contents."""

from services.chassis.service import Service
from services.contracts import registry as contract
from services.registry import processing, routes
from services.registry.collections import COLLECTIONS
from services.registry.directory.jobs import jobs as directory_jobs
from services.registry.directory.places import PLACES_AS_ROWS
from services.registry.directory.routes import routes as directory
from services.registry.directory.texts import TEXT_WORDS
from services.registry.duplicates.existing import MATCH_KEYS
from services.registry.duplicates.jobs import jobs as duplicate_jobs
from services.registry.duplicates.routes import routes as duplicates
from services.registry.history import routes as history
from services.registry.imports.jobs import jobs as import_jobs
from services.registry.imports.routes import routes as imports
from services.registry.organisations.routes import routes as organisations
from services.registry.partnerships.agreements.jobs import jobs as agreement_jobs
from services.registry.partnerships.agreements.routes import routes as agreements
from services.registry.partnerships.assessments.routes import routes as assessments
from services.registry.partnerships.decisions.jobs import jobs as decision_jobs
from services.registry.partnerships.decisions.routes import routes as decisions
from services.registry.partnerships.meetings.routes import routes as meetings
from services.registry.partnerships.routes import routes as partnerships
from services.registry.partnerships.tables.routes import routes as tables
from services.registry.people.erasures.jobs import jobs as erasure_jobs
from services.registry.people.erasures.reactions import reactions as erasure_reactions
from services.registry.people.erasures.routes import routes as erasures
from services.registry.people.purposes.routes import routes as purposes
from services.registry.people.routes import routes as people
from services.registry.retention.jobs import jobs as retention_jobs
from services.registry.retention.routes import routes as retention
from services.registry.searches.jobs import jobs as search_jobs
from services.registry.searches.reactions import reactions as search_reactions
from services.registry.searches.routes import routes as searches
from services.registry.stakeholders.routes import routes as stakeholders
from services.registry.standards.hsds.routes import routes as hsds
from services.registry.standards.routes import routes as exchange
from services.registry.traces.routes import routes as traces

service = Service(
    name="registry",
    collections=COLLECTIONS,
    routes=[
        routes.cities,
        organisations,
        people,
        purposes,
        erasures,
        retention,
        partnerships,
        agreements,
        tables,
        meetings,
        decisions,
        assessments,
        stakeholders,
        directory,
        imports,
        searches,
        hsds,
        exchange,
        duplicates,
        history,
        traces,
        processing.routes,
    ],
    publishes=contract,
    reactions=[search_reactions, erasure_reactions],
    jobs=[
        import_jobs,
        directory_jobs,
        agreement_jobs,
        decision_jobs,
        search_jobs,
        duplicate_jobs,
        erasure_jobs,
        retention_jobs,
    ],
    migrations=[PLACES_AS_ROWS, MATCH_KEYS, TEXT_WORDS],
)

create_app, create_worker = service.create_app, service.create_worker
