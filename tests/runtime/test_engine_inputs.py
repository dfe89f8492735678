"""What the engines are given beside the market."""

from pathlib import Path

import pytest

from spxcc.runtime.config import Settings
from spxcc.runtime.engine_inputs import inputs_from, inputs_of
from spxcc.runtime.errors import UserError


def test_f56_what_was_recorded_is_what_was_given() -> None:
    given = inputs_of(Settings(sign_model="all-short", sign_overrides={"2026-01-16": "standard"}), Path("/none"))
    assert given.rules
    assert inputs_from(given.text()) == given
    assert [engine.key.name for engine in given.engines()][-1] == "health"


@pytest.mark.parametrize("text", ["", "{}", "[]"])
def test_other_inputs_are_one_sentence(text: str) -> None:
    with pytest.raises(UserError, match="open it with the spxcc that recorded it"):
        inputs_from(text)
