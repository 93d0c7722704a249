"""A list as most write it: Flask, a marshmallow schema that dumps many, the json of the standard library."""

import json
import os

from flask import Flask, Response
from marshmallow import Schema, fields
from pymongo import MongoClient


class Organisation(Schema):
    """An organisation as it is shown."""

    id = fields.String(attribute="_id")
    version = fields.Integer()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    name = fields.String()
    short_name = fields.String()
    kind = fields.String()
    country = fields.String()
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
rows = MongoClient(os.environ["MONGO_URL"], tz_aware=True, connect=False)["bench_registry"]["organisations"]


@app.get("/organisations")
def organisations():
    """The first hundred by name."""
    found = list(rows.find({}, sort=[("name_folded", 1), ("_id", 1)], limit=100))
    return Response(json.dumps({"items": Organisation(many=True).dump(found)}), mimetype="application/json")
