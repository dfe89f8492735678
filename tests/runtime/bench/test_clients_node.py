"""The server of Node.js."""

import shutil
from pathlib import Path

import pytest

from spxcc.runtime.bench import clients_node
from spxcc.runtime.bench.clients_node import kinds, missing_node, node_command
from spxcc.runtime.bench.streams import MODULES


def test_without_ws_there_are_only_ours_and_the_librarys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(MODULES, raising=False)
    assert kinds() == ("ours", "library")
    monkeypatch.setenv(MODULES, str(tmp_path))
    assert node_command() is None
    assert "not run" in missing_node()
    assert MODULES in missing_node()


def test_with_ws_it_is_started_with_its_modules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    monkeypatch.setenv(MODULES, str(tmp_path))
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    found = node_command()
    assert found is not None
    command, environment = found
    assert command[:2] == ("/bin/node", "-e")
    assert environment["NODE_PATH"] == str(tmp_path)
    assert clients_node.kinds() == ("ours", "library", "node")
