"""The data folder refuses what would harm it, in plain sentences with an exit code."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from services.chassis.local import LocalProblem, problem
from services.chassis.local.folder import DataFolder
from services.chassis.local.keys import make_keys, private_key_path
from services.chassis.local.ports import LOOPBACK, assign, is_free, require_free
from services.chassis.local.programs import find_broker, find_mongod, why_it_does_not_run


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.prepare("test", "1.2.3")
    return folder


def test_two_owners_at_once_are_refused(folder: DataFolder) -> None:
    with folder.owned():
        assert folder.is_owned()
        second = DataFolder(folder.path)
        with pytest.raises(LocalProblem, match="is already running") as caught, second.owned():
            pass
    assert caught.value.exit_code == problem.ALREADY_RUNNING
    assert not folder.is_owned()


@pytest.mark.parametrize("version", ["0.9.0", "2.0.0"])
def test_data_of_another_major_version_are_refused(folder: DataFolder, version: str) -> None:
    with pytest.raises(LocalProblem, match=r"were written by test 1\.2\.3") as caught:
        folder.prepare("test", version)
    assert caught.value.exit_code == problem.OTHER_VERSION


def test_data_of_the_same_major_version_are_taken_over(folder: DataFolder) -> None:
    folder.prepare("test", "1.10.0")
    stamp = json.loads((folder.path / "VERSION.json").read_text())
    assert stamp == {"product": "test", "version": "1.10.0"}


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ann")
    with pytest.raises(LocalProblem, match="holds other files"):
        DataFolder(tmp_path).prepare("test", "1.0.0")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(LocalProblem, match="cannot be used"):
        DataFolder(tmp_path / "data").prepare("test", "1.0.0")


def test_too_little_space_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LocalProblem, match="There is too little space") as caught:
        DataFolder(tmp_path / "data").prepare("test", "1.0.0", least_free=1 << 60)
    assert caught.value.exit_code == problem.NO_SPACE


def test_a_damaged_stamp_is_told_and_not_written_over(folder: DataFolder) -> None:
    (folder.path / "VERSION.json").write_text("{")
    with pytest.raises(LocalProblem, match="is damaged"):
        folder.prepare("test", "1.2.3")
    assert (folder.path / "VERSION.json").read_text() == "{"


def test_ports_stay_where_they_are_free_and_move_where_they_are_taken() -> None:
    earlier = assign(["kept", "taken"], {})
    with socket.create_server((LOOPBACK, earlier["taken"])):
        assert not is_free(earlier["taken"])
        with pytest.raises(LocalProblem, match="is already in use") as caught:
            require_free(earlier["taken"], "Choose another.")
        now = assign(["kept", "taken", "new"], earlier)
    assert caught.value.exit_code == problem.PORT_IN_USE
    assert now["kept"] == earlier["kept"]
    assert len({earlier["taken"], *now.values()}) == 4


def test_keys_are_made_once_and_private_ones_kept_private(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys", ["gateway", "registry"])
    first = (tmp_path / "keys" / "public.json").read_text()
    make_keys(tmp_path / "keys", ["gateway", "registry"])
    assert (tmp_path / "keys" / "public.json").read_text() == first
    shown = [(key["kid"], "d" in key) for key in json.loads(first)["keys"]]
    assert shown == [("gateway", False), ("registry", False)]
    assert private_key_path(tmp_path / "keys", "gateway").stat().st_mode & 0o777 == 0o600


def test_a_program_that_cannot_run_is_explained(tmp_path: Path) -> None:
    program = tmp_path / "mongod"
    program.write_text("#!/bin/sh\necho 'error while loading shared libraries: libcurl.so.4' >&2; exit 127\n")
    assert "Permission denied" in why_it_does_not_run(program)
    program.chmod(0o755)
    assert why_it_does_not_run(program).endswith("libcurl.so.4. Install libcurl4 and libssl3.")
    program.write_text("#!/bin/sh\nkill -ILL $$\n")
    assert "AVX" in why_it_does_not_run(program)


def test_a_missing_program_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for find, variable in ((find_mongod, "MONGO_URL"), (find_broker, "BROKER_URL")):
        with pytest.raises(LocalProblem, match="None was found on PATH") as caught:
            find()
        assert variable in caught.value.advice
        assert caught.value.exit_code == problem.MISSING_PROGRAM


def test_the_wheels_bring_programs_that_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert find_mongod().name == "mongod"
    assert find_broker().name == "valkey-server"


def test_a_look_at_a_folder_changes_nothing_and_refuses_as_a_start_does(folder: DataFolder, tmp_path: Path) -> None:
    DataFolder(tmp_path / "new").require_usable("Learning Cities", "1.0.0")
    assert not (tmp_path / "new").exists()
    with pytest.raises(LocalProblem) as refused:
        folder.require_usable("Learning Cities", "99.0.0")
    assert refused.value.exit_code == problem.OTHER_VERSION
