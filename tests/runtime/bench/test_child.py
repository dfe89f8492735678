"""The module that runs in the pty."""

import json
import os
import time
from pathlib import Path

import pytest

from spxcc.runtime.bench import child
from spxcc.runtime.bench.stacks import STACKS, unfolded


def test_the_result_of_a_case_goes_to_the_descriptor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(child.CASES, "fake", lambda seconds: {"heard": [seconds]})
    reader, writer = os.pipe()
    child.main("fake", '{"seconds": 7}', str(writer))
    with os.fdopen(reader) as report:
        assert json.loads(report.read()) == {"heard": [7]}


def test_stacks_are_left_where_they_are_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def busy(peers: bool = False) -> dict[str, object]:
        until = time.process_time() + 0.05
        while time.process_time() < until:
            pass
        return {}

    monkeypatch.setitem(child.CASES, "fake", busy)
    monkeypatch.setenv(STACKS, str(tmp_path))
    reader, writer = os.pipe()
    child.main("fake", "{}", str(writer))
    os.close(reader)
    (file,) = tmp_path.iterdir()
    assert sum(unfolded(file.read_text(encoding="utf-8")).values()) > 3
    file.unlink()
    reader, writer = os.pipe()
    child.main("fake", '{"peers": true}', str(writer))
    os.close(reader)
    assert list(tmp_path.iterdir()) == []
