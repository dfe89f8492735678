"""Channels by name."""

import pytest

from spxcc.engines.catalog import CHANNELS
from spxcc.runtime.wire_channels import public_channel, wire_channel


def test_everything_that_is_published_is_found_by_its_name() -> None:
    for channel in CHANNELS:
        assert public_channel(channel.name) == channel
        assert wire_channel(channel.name) == channel


@pytest.mark.parametrize("name", ["price:QQQ", "bars:VIX"])
def test_any_symbol_has_its_channels(name: str) -> None:
    found = public_channel(name)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("name", ["alerts:ann", "plan:ann", "positions:ann", "replay:update", "recording:update"])
def test_what_is_not_for_everybody_is_found_but_not_public(name: str) -> None:
    found = wire_channel(name)
    assert found is not None
    assert found.name == name
    assert public_channel(name) is None


def test_other_names_are_none() -> None:
    assert wire_channel("nonsense") is None
