"""The containers run the same processes as the table of the platform, with commands, paths and settings that exist."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.platform import OWNERS, PARTS, SERVICES, Part
from services.chassis.config import Settings

ROOT = Path(__file__).resolve().parents[3]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
FOUNDATIONS = {"mongo", "mongo-set", "rabbitmq", "keys"}


def test_there_is_a_container_for_each_process_and_no_other() -> None:
    assert set(COMPOSE["services"]) == {part.name for part in PARTS} | FOUNDATIONS


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_container_runs_the_command_of_the_table(part: Part) -> None:
    container = COMPOSE["services"][part.name]
    assert container["command"] == ["python", *part.command[1:]]
    assert container["environment"]["SERVICE"] == part.owner
    assert container["environment"]["SIGNING_KEY"] == f"/keys/{part.owner}.json"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_the_modules_of_a_command_exist(part: Part) -> None:
    assert part.command[:2] == (sys.executable, "-m")
    words = [part.command[2], *(word for word in part.command[3:] if word != "-c")]
    names = [re.sub(r"^python:|:create_\w+\(\)$", "", word) for word in words]
    assert [name for name in names if importlib.util.find_spec(name) is None] == []


def test_every_setting_of_a_container_is_one_that_the_platform_reads() -> None:
    web = set(re.findall(r'"([A-Z_]+)"', (ROOT / "deploy" / "gunicorn.py").read_text()))
    known = {field.name.upper() for field in fields(Settings)} | web
    used = {name for part in PARTS for name in COMPOSE["services"][part.name]["environment"]}
    assert used - known == set()


def test_every_service_has_an_address_that_is_a_container() -> None:
    urls = dict(pair.split("=") for pair in COMPOSE["x-settings"]["SERVICE_URLS"].split(","))
    assert urls == {name: f"http://{name}-web:8000" for name in SERVICES}
    assert set(OWNERS) == {*SERVICES, "gateway"}


def test_only_the_gateway_is_reached_from_outside() -> None:
    assert [name for name, container in COMPOSE["services"].items() if "ports" in container] == ["gateway"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_every_volume_and_network_that_is_used_is_declared() -> None:
    mounted = [volume for container in COMPOSE["services"].values() for volume in container.get("volumes", ())]
    assert {volume.partition(":")[0] for volume in mounted} == set(COMPOSE["volumes"])
    joined = [network for container in COMPOSE["services"].values() for network in container.get("networks", ())]
    assert set(joined) == set(COMPOSE["networks"])


def test_what_a_container_waits_for_is_there() -> None:
    awaited = {name for container in COMPOSE["services"].values() for name in container.get("depends_on", ())}
    assert awaited <= set(COMPOSE["services"])


def test_the_image_copies_what_exists_and_runs_as_nobody_special() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert [path for line in copied for path in line.split() if not (ROOT / path).exists()] == []
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["platform"]
    assert COMPOSE["x-image"]["build"] == {"context": ".", "dockerfile": "deploy/Dockerfile"}


def test_the_python_of_the_image_is_one_that_the_project_takes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert set(re.findall(r"^FROM python:(\d\.\d+)-slim", DOCKERFILE, re.MULTILINE)) == {"3.11"}
    assert project["requires-python"] == ">=3.11"


@pytest.mark.parametrize("name", ["platform", "embedded", "test"])
def test_a_lock_file_has_exact_versions_with_hashes_and_names_no_registry(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    packages = re.findall(r"^[a-zA-Z0-9][^\s;]*", text, re.MULTILINE)
    assert [package for package in packages if "==" not in package] == []
    assert len(re.findall(r"==[^\\]+\\\n +--hash=sha256:", text)) == len(packages)
    assert re.findall(r"https?://|--index-url|--find-links", text) == []


def test_every_file_that_a_process_reads_is_in_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packed = {pattern.removeprefix("**/*") for pattern in project["tool"]["setuptools"]["package-data"]["*"]} | {".py"}
    sources = ROOT / "services" / "chassis" / "web" / "assets"
    files = [path for room in ("services", "gateway", "deploy") for path in (ROOT / room).rglob("*") if path.is_file()]
    read = [path for path in files if sources not in path.parents and path.suffix not in (".pyc", "")]
    assert sorted({path.suffix for path in read} - packed) == []
