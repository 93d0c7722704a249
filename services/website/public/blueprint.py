"""The one blueprint that every journey adds its addresses to: /<language>/..."""

from flask import Blueprint

public = Blueprint("public", __name__, url_prefix="/<language:lang>")
