"""`make scan SECONDS=n`: wapiti over the pages of a platform that is started for it, as anybody and as staff.

wapiti has a virtual environment of its own. 1 when anything was found; what counts as nothing is said below, with why.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import requests

from tests.journeys.running import Platform
from tests.security.fuzz.running import UNLIMITED

MODULES = (
    "backup", "cookieflags", "crlf", "csp", "exec", "file", "htaccess", "http_headers", "methods",
    "permanentxss", "redirect", "shellshock", "sql", "timesql", "upload", "xss",
)  # fmt: skip
"""Left out: `ldap`, since there is no LDAP here, and it takes any form that answers twice in different ways for one;
`csrf` misses a token in each form, which needs none (security list 25); `ssrf`, `xxe`, `log4shell` and
`spring4shell` need an address of wapiti's makers to be called (security list 12 has a canary of our own); `buster`,
`nikto`, `cms`, `wapp` and the like look for products that we are not, with lists from the network."""
SIGN_INS = {
    f"GATEWAY_LIMIT_{name}": "1000000/hour" for name in ("SIGN_IN", "SIGN_IN_ADDRESS", "RESET", "RESET_ADDRESS")
}


def main() -> int:
    """Scan, print what was found; whether that is anything."""
    parser = argparse.ArgumentParser(prog="scan")
    parser.add_argument("--seconds", type=int, default=300, help="for each of crawling and, a module, attacking")
    parser.add_argument("--wapiti", type=Path, required=True, help="the program")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        platform = Platform(Path(folder) / "data", "--demo", **UNLIMITED, **SIGN_INS)
        platform.start()
        try:
            found = _scan(platform, asked, "anybody", "/en/", [])
            found += _scan(platform, asked, "staff", "/en/staff/", ["-C", f"session={_session(platform)}"])
        finally:
            platform.stop()
    return int(found > 0)


def _scan(platform: Platform, asked: argparse.Namespace, who: str, path: str, options: list[str]) -> int:
    """One run; how many findings."""
    report = platform.folder / f"{who}.json"
    api, out = f"{platform.address}/api/*", f"{platform.address}/*/account/sign-out*"
    command = [
        str(asked.wapiti), "-u", platform.address + path, "--scope", "folder", "-m", ",".join(MODULES), "-x", api,
        "-x", out, "--max-scan-time", str(asked.seconds), "--max-attack-time", str(asked.seconds), "-d", "5",
        "--no-bugreport", "-f", "json", "-o", str(report), "--store-session", str(platform.folder / who),
        "--store-config", str(platform.folder / f"{who}-config"), *options,
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    told: dict[str, Any] = json.loads(report.read_bytes())
    found = [
        f"{kind}: {one['method']} {one['path']} {one['parameter']}: {one['info']}"
        for part in ("vulnerabilities", "anomalies") for kind, all in told[part].items() for one in all
    ]  # fmt: skip
    print(
        f"==== {who}: {told['infos']['crawled_pages_nbr']} pages, {len(found)} findings", *found, sep="\n", flush=True
    )
    return len(found)


def _session(platform: Platform) -> str:
    """A session of the lead organisation's staff."""
    person, asks = platform.account("lead_staff"), requests.Session()
    page = asks.get(f"{platform.address}/en/account/sign-in", timeout=20).text
    hidden = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', page))
    form = hidden | {"email": person["email"], "password": person["password"]}
    asks.post(f"{platform.address}/en/account/sign-in", form, headers={"Sec-Fetch-Site": "same-origin"}, timeout=20)
    return str(asks.cookies["session"])


if __name__ == "__main__":
    sys.exit(main())
