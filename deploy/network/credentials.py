"""The API client as which the command line writes: made once a data folder, its secret kept in a file of its owner."""

from __future__ import annotations

from deploy.commands.identity import gateway_database
from deploy.surroundings import Surroundings
from services.chassis.local.folder import read_json, write_json

_SCOPES = [f"{service}:{what}" for service in ("registry", "workshops", "transfers") for what in ("read", "write")]


def own_client(place: Surroundings) -> tuple[str, str]:
    """The id and the secret of the command line's client; made anew when the platform does not know it."""
    from gateway.identity import clients

    path = place.folder.path / "command-line-client.json"
    kept = read_json(path)
    with gateway_database(place.folder.path) as database:
        if kept and database.rows("clients").find_one({"_id": kept["client_id"], "status": clients.ACTIVE}):
            return kept["client_id"], kept["client_secret"]
        id, secret = clients.create_client(database, "Command line", _SCOPES)
    write_json(path, {"client_id": id, "client_secret": secret}, mode=0o600)
    return id, secret
