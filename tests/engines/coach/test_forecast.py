"""What a claim is worth, how it is scored, and when its type falls silent."""

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spxcc.engines.coach import params
from spxcc.engines.coach.compute import CoachMemory, compute
from spxcc.engines.coach.forecast import chance, forecast, score_of, together, with_outcome
from spxcc.engines.coach.result import CLAIMS_FACT, Claim, ClaimTallies, ClaimTally, CoachMessage
from spxcc.engines.engine import Upstream
from spxcc.market.units import to_millis
from tests.engines.coach.desks import NOW, Scene, play
from tests.fakes.snapshots import make_session, make_snapshot

CLAIM = Claim(price=6010.0, above=True, on="close")
IN_TEN = to_millis(NOW) + 600_000


@pytest.mark.parametrize(("away", "on"), [(4.0, "close"), (8.0, "close"), (4.0, "trade")])
def test_f48_the_null_is_that_of_a_driftless_walk(away: float, on: str) -> None:
    rng = np.random.default_rng(5)
    fine = 1 if on == "close" else 60
    steps = rng.normal(0.0, 2.0 / math.sqrt(fine), size=(20_000 if fine == 1 else 4_000, 10 * fine))
    inside = float((np.cumsum(steps, axis=1).max(axis=1) < away).mean())
    told = chance(away, 2.0 * math.sqrt(10), 2.0 if on == "close" else 2.0 / math.sqrt(60))
    assert told == pytest.approx(inside, abs=0.025)


def test_f45_without_a_record_the_forecast_is_its_null() -> None:
    told = forecast(Scene().desk, CLAIM, IN_TEN, ClaimTally())
    assert told.p == told.p_null
    assert told.n == 0
    assert told.p is not None
    assert told.p_low is not None
    assert told.p_high is not None
    assert told.p_low < told.p < told.p_high


def test_a_claim_on_the_wrong_side_or_without_volatility_has_no_forecast() -> None:
    assert forecast(Scene().desk, msgspec.structs.replace(CLAIM, price=5990.0), IN_TEN, ClaimTally()).p is None
    assert forecast(Scene(gex=None).desk, CLAIM, IN_TEN, ClaimTally()).p is None
    assert forecast(Scene().desk, CLAIM, to_millis(NOW), ClaimTally()).p is None


@given(st.lists(st.tuples(st.floats(0.05, 0.95), st.booleans()), max_size=80))
def test_f48_the_score_is_the_mean_squared_error_and_never_without_n(drawn: list[tuple[float, bool]]) -> None:
    tally, errors = ClaimTally(), []
    for p, stood in drawn:
        tally = with_outcome(tally, msgspec.structs.replace(CLAIM, p=p, p_null=0.5, p_low=0.0, p_high=1.0), stood)
        errors.append((p - stood) ** 2)
    score = score_of("wall", tally)
    assert (score.n, score.brier is None) == (len(drawn), not drawn)
    if score.brier is not None and score.skill is not None:
        assert score.brier == pytest.approx(float(np.mean(errors)), abs=1e-4)
        assert score.muted is (len(drawn) >= params.MUTE_FROM and sum(errors) > 0.25 * len(drawn))


def test_an_unforecast_claim_is_not_scored() -> None:
    assert with_outcome(ClaimTally(), CLAIM, True) == ClaimTally()
    assert together({"a": ClaimTally(n=1)}, {"a": ClaimTally(n=2), "b": ClaimTally(n=3)}) == {
        "a": ClaimTally(n=3), "b": ClaimTally(n=3),
    }  # fmt: skip


@pytest.mark.parametrize(("n", "said"), [(29, True), (30, False)])
def test_f48_a_type_with_negative_skill_falls_silent_and_goes_on_being_scored(n: int, said: bool) -> None:
    bad = ClaimTally(n=n, stood=n // 2, null_sum=n / 2, brier_sum=0.3 * n, null_brier_sum=0.25 * n)
    facts = {CLAIMS_FACT: msgspec.json.encode(ClaimTallies(kinds={"wall": bad})).decode()}
    memory, messages = CoachMemory(), list[CoachMessage]()
    scenes = (Scene(), Scene(price=6049.6).at("10:40"))
    for scene in scenes:
        snapshot = make_snapshot(scene.as_of, session=make_session(scene.as_of), mode="live", facts=facts)
        result, memory = compute(snapshot, Upstream(scene.results), memory)
        messages += result.new
    assert any("wall" in message.content and message.claim for message in messages) is said
    assert result.muted == (not said)
    assert len(memory.claims.open) == 1
    assert memory.claims.open[0].shadow is not said
    assert result.record.claims == said
    assert next(score for score in result.record.scores if score.kind == "wall").muted is not said


def test_f48_every_claim_of_a_message_has_its_forecast_or_none_of_it() -> None:
    messages, _ = play(Scene(), Scene(price=6049.6).at("10:40"))
    claims = [message.claim for message in messages if message.claim is not None]
    assert claims
    for claim in claims:
        parts = (claim.p, claim.p_null, claim.p_low, claim.p_high)
        assert None not in parts or set(parts) == {None}
