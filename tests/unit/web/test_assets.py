"""The built assets are what the manifest says, carry nothing of gov.uk's identity, and can be rebuilt."""

import gzip
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from services.chassis import web

ASSETS = Path(web.__file__).parent / "assets"
STATIC = Path(web.__file__).parent / "static"
MANIFEST = json.loads((STATIC / "manifest.json").read_text())


def test_every_file_has_the_hash_of_the_manifest_and_its_name() -> None:
    for entry in MANIFEST.values():
        content = (STATIC / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert entry["sha256"][:12] in entry["file"]
        for twin in _twins(entry["file"])[:1]:
            assert gzip.decompress((STATIC / twin).read_bytes()) == content


def test_no_file_is_left_over_from_a_former_build() -> None:
    named = {name for entry in MANIFEST.values() for name in (entry["file"], *_twins(entry["file"]))}
    assert {path.name for path in STATIC.iterdir()} == named | {"manifest.json"}


def _twins(name: str) -> tuple[str, ...]:
    return () if name.endswith(".woff2") else (f"{name}.gz", f"{name}.br")


@pytest.mark.parametrize("forbidden", ["GDS Transport", "govuk-crest", "govuk-header", "sourceMappingURL"])
def test_the_styles_carry_nothing_of_govuk_and_load_nothing_from_elsewhere(forbidden: str) -> None:
    assert forbidden not in (STATIC / MANIFEST["main.css"]["file"]).read_text()


def test_every_package_is_named_with_its_licence() -> None:
    named = {(made["name"], made["licence"]) for entry in MANIFEST.values() for made in entry["made_from"]}
    assert named == {
        ("@fontsource/fraunces", "OFL-1.1"),
        ("govuk-frontend", "MIT"),
        ("htmx.org", "0BSD"),
        ("leaflet", "BSD-2-Clause"),
        ("world-atlas", "ISC"),
    }


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ASSETS / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_the_base_map_draws_no_disputed_line() -> None:
    """No border ends on the isthmus of Crimea, on Cyprus, or in Western Sahara."""
    shapes = json.loads((STATIC / MANIFEST["basemap.json"]["file"]).read_text())["features"]
    points = [point for line in shapes[1]["geometry"]["coordinates"] for point in line]
    boxes = [(32.5, 36.7, 44, 46.3), (32, 35, 34.4, 35.8), (-17.2, -8.8, 20.5, 27)]
    assert [(lon, lat) for lon, lat in points for w, e, s, n in boxes if w < lon < e and s < lat < n] == []


@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed: apt-get install npm")
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    copy = shutil.copytree(ASSETS, tmp_path / "assets", symlinks=True, ignore=shutil.ignore_patterns("node_modules"))
    for command in (["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["npm", "run", "build"]):
        subprocess.run(command, cwd=copy, check=True, capture_output=True)
    rebuilt = json.loads((tmp_path / "static" / "manifest.json").read_text())
    assert rebuilt == MANIFEST
