"""Instants as text."""

from spxcc.gateway.iso import iso
from tests.fakes.clock import START


def test_instants_as_text() -> None:
    assert iso(START) == "2025-06-15T15:06:40.000Z"
    assert iso(START + 7_999_999) == "2025-06-15T15:06:40.007Z"
