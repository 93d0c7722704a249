"""The one blueprint that every journey adds its addresses to: /<language>/account/..."""

from flask import Blueprint

account = Blueprint("account", __name__, url_prefix="/<language:lang>/account")
