"""What a rule of the calendar may say."""

import msgspec
import pytest

from spxcc.engines.agenda.params import REPEATS, Rule


def test_every_repeat_can_be_written_and_nothing_else() -> None:
    for repeat in REPEATS:
        assert msgspec.convert({"id": "x", "repeat": repeat}, Rule).repeat == repeat
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "x", "repeat": "now and then"}, Rule)
