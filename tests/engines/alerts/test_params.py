"""Cool-downs of every kind."""

from typing import get_args

from spxcc.engines.alerts.params import COOLDOWN_MS, FINGERPRINT_MS
from spxcc.engines.alerts.result import Kind


def test_every_kind_has_a_cooldown_no_longer_than_five_minutes() -> None:
    assert set(COOLDOWN_MS) == set(get_args(Kind))
    assert all(0 <= one <= 300_000 for one in COOLDOWN_MS.values())
    assert FINGERPRINT_MS == 240_000
