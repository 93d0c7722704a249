"""What lies around the running platform: its files, its store, its settings, its own code (security list 6, 38, 39)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from services.chassis.config import Settings
from services.chassis.local.folder import DataFolder
from services.chassis.local.mongod import mongod_process

ROOT = Path(__file__).resolve().parents[2]
DANGEROUS = {
    "eval",
    "exec",
    "pickle.loads",
    "pickle.load",
    "marshal.loads",
    "yaml.load",
    "yaml.unsafe_load",
    "os.system",
}


def test_nobody_else_on_the_machine_reads_mails_logs_and_data(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare("test", "1.0.0", least_free=0)
    assert {path.stat().st_mode & 0o077 for path in (folder.path, folder.keys)} == {0}


def test_no_store_runs_scripts(tmp_path: Path) -> None:
    assert "--noscripting" in mongod_process(Path("mongod"), tmp_path, 1, cache_gigabytes=1).command
    assert "--noscripting" in (ROOT / "docker-compose.yml").read_text("utf-8")


def test_settings_do_not_show_their_secrets() -> None:
    addresses = {name: f"scheme://user:hush-{name}@host" for name in ("mongo_url", "broker_url", "smtp_url")}
    assert "hush" not in repr(Settings(service="registry", **addresses))


def test_no_code_makes_objects_or_commands_of_data() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for part in ("services", "gateway", "deploy")
        for path in sorted((ROOT / part).rglob("*.py"))
        for line, name in _calls(path)
        if name in DANGEROUS
    ]
    assert found == []


def _calls(path: Path) -> Iterator[tuple[int, str]]:
    """Every call in a file by line and name; one that is told to use a shell is called os.system."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            shell = any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords)
            yield node.lineno, "os.system" if shell else ast.unparse(node.func)
