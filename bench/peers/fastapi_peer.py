"""A register as FastAPI's manual shows it: a response model, pymongo's own asynchronous client, uvicorn."""

import os
import uuid
from datetime import UTC, datetime

from fastapi import FastAPI
from pydantic import BaseModel, Field
from pymongo import AsyncMongoClient


class Organisation(BaseModel):
    """An organisation as it is shown."""

    id: str = Field(validation_alias="_id")
    version: int
    created_at: datetime
    updated_at: datetime
    name: str
    short_name: str | None = None
    kind: str
    country: str
    city: str | None = None
    seat: str | None = None
    description: dict[str, dict[str, str]] = {}
    website: str | None = None
    email: str | None = None
    languages: list[str] = []
    policy_areas: list[str] = []
    lat: float | None = None
    lon: float | None = None


class NewOrganisation(BaseModel):
    """An organisation as it is written."""

    name: str
    kind: str
    country: str


class Page(BaseModel):
    """A page of a list."""

    items: list[Organisation]


app = FastAPI()
client = AsyncMongoClient(os.environ["MONGO_URL"], tz_aware=True)
rows = client["bench_registry"]["organisations"]
WITHOUT = {"words": 0}
"""What our search keeps with each document: a register of this kind would have none of it."""


@app.get("/organisations")
async def organisations() -> Page:
    """The first hundred by name."""
    found = await rows.find({}, WITHOUT, sort=[("name_folded", 1), ("_id", 1)], limit=100).to_list()
    return Page.model_validate({"items": found})


@app.get("/organisations/{id}")
async def organisation(id: str) -> Organisation:
    """One."""
    return Organisation.model_validate(await rows.find_one({"_id": id}, WITHOUT))


@app.post("/organisations", status_code=201)
async def register(body: NewOrganisation) -> Organisation:
    """Check it and insert it."""
    now = datetime.now(UTC)
    made = {"_id": str(uuid.uuid4()), "version": 1, "created_at": now, "updated_at": now, **body.model_dump()}
    await client["bench_peers"]["organisations"].insert_one(made)
    return Organisation.model_validate(made)
