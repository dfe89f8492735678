"""How far a command is."""

import sys

import pytest

from spxcc.runtime.cli import progress
from spxcc.runtime.cli.progress import ProgressLine


def test_it_is_told_to_people_alone_and_wiped_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "FIRST_S", 0.0)
    ProgressLine().tell("here", 1, 4)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    line = ProgressLine()
    line.clear()
    line.tell("here", 1, 4)
    line.tell("here", 2, 4)
    line.clear()
    told = capsys.readouterr().err
    assert "here 25 % (1 of 4 steps)" in told
    assert "50 %" not in told
    assert told.endswith("\r")
