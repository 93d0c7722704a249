"""The store of a service: one MongoDB database, reached only through what is exported here.

The only place that imports pymongo. No word of any domain lives here.
"""

from services.chassis.store.collections import CITY, INTERNAL, NETWORK, Collection, Index, Scope
from services.chassis.store.database import Database, StoreProblem
from services.chassis.store.finding import counts
from services.chassis.store.folding import fold, search_words, searchable
from services.chassis.store.migrations import Migration
from services.chassis.store.nearness import near
from services.chassis.store.paging import Page
from services.chassis.store.pointers import followed
from services.chassis.store.reader import Document, Reader
from services.chassis.store.transaction import in_transaction
from services.chassis.store.unit_of_work import UnitOfWork

__all__ = [
    "CITY",
    "INTERNAL",
    "NETWORK",
    "Collection",
    "Database",
    "Document",
    "Index",
    "Migration",
    "Page",
    "Reader",
    "Scope",
    "StoreProblem",
    "UnitOfWork",
    "counts",
    "fold",
    "followed",
    "in_transaction",
    "near",
    "search_words",
    "searchable",
]
