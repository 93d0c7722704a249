"""A register as most write it: Flask, marshmallow to check and to show, the json of the standard library."""

import json
import os
import uuid
from datetime import UTC, datetime

from flask import Flask, Response, request
from marshmallow import Schema, fields
from pymongo import MongoClient


class Organisation(Schema):
    """An organisation as it is shown."""

    id = fields.String(attribute="_id")
    version = fields.Integer()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    name = fields.String(required=True)
    short_name = fields.String()
    kind = fields.String(required=True)
    country = fields.String(required=True)
    city = fields.String()
    seat = fields.String()
    description = fields.Dict(keys=fields.String(), values=fields.Dict())
    website = fields.Url()
    email = fields.Email()
    languages = fields.List(fields.String())
    policy_areas = fields.List(fields.String())
    lat = fields.Float()
    lon = fields.Float()


app = Flask("flask_peer")
client = MongoClient(os.environ["MONGO_URL"], tz_aware=True, connect=False)
rows = client["bench_registry"]["organisations"]
WITHOUT = {"words": 0}
"""What our search keeps with each document: a register of this kind would have none of it."""


@app.get("/organisations")
def organisations():
    """The first hundred by name."""
    found = list(rows.find({}, WITHOUT, sort=[("name_folded", 1), ("_id", 1)], limit=100))
    return Response(json.dumps({"items": Organisation(many=True).dump(found)}), mimetype="application/json")


@app.get("/organisations/<id>")
def organisation(id: str):
    """One."""
    return Response(json.dumps(Organisation().dump(rows.find_one({"_id": id}, WITHOUT))), mimetype="application/json")


@app.post("/organisations")
def register():
    """Check it and insert it."""
    now = datetime.now(UTC)
    checked = Organisation().load(request.get_json())
    made = {"_id": str(uuid.uuid4()), "version": 1, "created_at": now, "updated_at": now, **checked}
    client["bench_peers"]["organisations"].insert_one(made)
    return Response(json.dumps(Organisation().dump(made)), 201, mimetype="application/json")
