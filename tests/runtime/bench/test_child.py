"""The module that runs in the pty."""

import json
import os

import pytest

from spxcc.runtime.bench import child


def test_the_result_of_a_case_goes_to_the_descriptor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(child.CASES, "fake", lambda seconds: {"heard": [seconds]})
    reader, writer = os.pipe()
    child.main("fake", '{"seconds": 7}', str(writer))
    with os.fdopen(reader) as report:
        assert json.loads(report.read()) == {"heard": [7]}
