"""Where real data is looked for."""

from pathlib import Path

import pytest

from tests.fakes.real_data import VARIABLE, real_data


def test_it_is_found_through_the_variable_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/data")
    assert real_data("lean") == Path("/data/lean")
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(pytest.skip.Exception, match=VARIABLE):
        real_data("lean")
