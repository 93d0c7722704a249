"""A list as FastAPI's manual shows it: a response model, pymongo's own asynchronous client, uvicorn."""

import os
from datetime import datetime

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
    short_name: str | None
    kind: str
    country: str
    city: str | None
    seat: str | None
    description: dict[str, dict[str, str]]
    website: str | None
    email: str | None
    languages: list[str]
    policy_areas: list[str]
    lat: float | None
    lon: float | None


class Page(BaseModel):
    """A page of a list."""

    items: list[Organisation]


app = FastAPI()
client = AsyncMongoClient(os.environ["MONGO_URL"], tz_aware=True)
rows = client["bench_registry"]["organisations"]


@app.get("/organisations")
async def organisations() -> Page:
    """The first hundred by name."""
    found = await rows.find({}, sort=[("name_folded", 1), ("_id", 1)], limit=100).to_list()
    return Page.model_validate({"items": found})
