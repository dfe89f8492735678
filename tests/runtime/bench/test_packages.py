"""Packages of others in a scratch directory."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from spxcc.runtime.bench import packages
from spxcc.runtime.bench.packages import PYPI, look_into, peers_at, run
from spxcc.runtime.bench.streams import MODULES
from spxcc.runtime.errors import UserError


def test_they_are_installed_once_and_pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "npm")
    done: list[Sequence[str]] = []
    said: list[str] = []

    def do(command: Sequence[str]) -> int:
        done.append(command)
        return 0

    folder = peers_at(tmp_path, do, said.append)
    assert peers_at(tmp_path, do, said.append) == folder
    assert [command[1] for command in done] == ["-m", "install"]
    assert set(PYPI) <= set(done[0])
    assert len(said) == 1
    assert all("==" in one for one in PYPI)


@pytest.mark.parametrize(("fails", "words"), [("-m", "expected pip"), ("install", "expected npm")])
def test_what_cannot_be_installed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str, words: str
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "npm")
    with pytest.raises(UserError, match=words):
        peers_at(tmp_path, lambda command: int(command[1] == fails), lambda text: None)
    assert not list(tmp_path.rglob(packages.DONE))


def test_this_process_and_its_children_find_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "node" / "node_modules").mkdir(parents=True)
    environment = {"PYTHONPATH": "before"}
    look_into(tmp_path, environment)
    assert sys.path[-1] == str(tmp_path / "python")
    assert environment["PYTHONPATH"].split(":")[:1] == ["before"]
    assert environment[MODULES] == str(tmp_path / "node" / "node_modules")
    given = {MODULES: "elsewhere"}
    look_into(tmp_path, given)
    assert given == {MODULES: "elsewhere", "PYTHONPATH": str(tmp_path / "python")}


def test_the_exit_code_comes_back() -> None:
    assert run((sys.executable, "-c", "raise SystemExit(3)")) == 3
