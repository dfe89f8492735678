"""Where files of the user stand."""

import stat
from pathlib import Path

import pytest

from spxcc.runtime.paths import Paths, user_paths, write_private


def test_files_have_their_folders(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "c", tmp_path / "s", tmp_path / "r")
    assert paths.config_file == tmp_path / "c" / "config.toml"
    assert paths.secrets_file == tmp_path / "c" / "secrets.toml"
    assert paths.endpoint_file == tmp_path / "r" / "server.json"
    assert paths.log_file == tmp_path / "s" / "spxcc.log"


def test_the_platform_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert user_paths() == Paths(tmp_path / "c" / "spxcc", tmp_path / "s" / "spxcc", tmp_path / "s" / "spxcc")
    assert list(tmp_path.iterdir()) == []


def test_a_private_file_is_the_users_alone_and_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "file"
    write_private(target, "one")
    write_private(target, "two")
    assert target.read_text() == "two"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    assert [each.name for each in target.parent.iterdir()] == ["file"]
