"""What comes in and goes out over HTTP about agreements. Rules live in model.py."""

from services.chassis.http import fields
from services.chassis.http.schema import Body, DocumentShape
from services.registry.partnerships.agreements import model


class AgreementBody(Body):
    """An agreement that was signed; more than `quorum_percent` of those who may vote make a quorum."""

    title = fields.Text(allow_none=True)
    reference = fields.Text(allow_none=True)
    signed_on = fields.IsoDate(required=True)
    expires_on = fields.IsoDate(allow_none=True)
    remind_days = fields.Integer(min=0, max=model.MOST_REMIND_DAYS)
    quorum_percent = fields.Integer(min=0, max=100)


class AgreementShape(DocumentShape):
    """An agreement as its own city sees it; `remind_on` is the day from which its end is reminded of."""

    partnership = fields.Id()
    title = fields.Text(allow_none=True)
    reference = fields.Text(allow_none=True)
    signed_on = fields.IsoDate()
    expires_on = fields.IsoDate(allow_none=True)
    remind_days = fields.Integer()
    remind_on = fields.IsoDate(allow_none=True)
    quorum_percent = fields.Integer()
