"""What lies on the disk of a platform is for who runs it alone (security list 39)."""

from __future__ import annotations

from pathlib import Path

from services.chassis.local.folder import DataFolder


def test_nobody_else_on_the_machine_reads_mails_logs_and_data(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare("test", "1.0.0", least_free=0)
    assert {path.stat().st_mode & 0o077 for path in (folder.path, folder.keys)} == {0}
