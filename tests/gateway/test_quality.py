"""Words for how good a value is."""

from typing import Any

import msgspec
import pytest

from spxcc.gateway.quality import Quality, stage_of, worst
from spxcc.gateway.topic import LatestValue

SECOND = 1_000_000_000


def latest(value: Any = None, stale: bool = False, reason: str | None = None) -> LatestValue:
    return LatestValue(msgspec.json.encode(value), 7, "e1", 10 * SECOND, stale, reason)


def health(state: str, reason: str | None) -> LatestValue:
    return latest({"channels": {"gex:SPX": {"state": state, "reason": reason}}})


@pytest.mark.parametrize(
    ("value", "said", "quality", "reason"),
    [
        (latest(), None, "ok", None),
        (latest(), health("ok", None), "ok", None),
        (latest(), health("degraded", "old chain"), "degraded", "old chain"),
        (latest(), health("failed", "no chain"), "failed", "no chain"),
        (latest(stale=True), None, "stale", "its source is silent"),
        (latest(stale=True, reason="it raised"), None, "failed", "it raised"),
        (None, None, "missing", "no value yet"),
        (None, health("failed", "no chain"), "missing", "no chain"),
        (latest(), latest([1]), "ok", None),
    ],
)
def test_quality_and_reason(
    value: LatestValue | None, said: LatestValue | None, quality: Quality, reason: str | None
) -> None:
    stage = stage_of("gex:SPX", value, said, 12 * SECOND)
    assert (stage.quality, stage.reason) == (quality, reason)


def test_age_is_market_time_since_the_value_was_true() -> None:
    stage = stage_of("gex:SPX", latest({"a": 1}), None, 12 * SECOND)
    assert stage.described() == {
        "channel": "gex:SPX",
        "quality": "ok",
        "reason": None,
        "as_of": 10_000,
        "age_ms": 2_000,
        "epoch": "e1",
        "seq": 7,
    }
    assert stage_of("gex:SPX", latest(), None, 0).age_ms == 0


def test_the_worst_of_some() -> None:
    assert worst(["ok", "failed", "stale"]) == "failed"
    assert worst([]) == "missing"
