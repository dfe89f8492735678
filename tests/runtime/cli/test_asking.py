"""Whom a command asks."""

import pytest

from spxcc.runtime.cli import asking


def test_the_named_server_wins_and_none_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "running_server", lambda: None)
    assert asking.address("ws://here") == "ws://here"
    assert asking.address(None) is None
