"""The gate that failed and by how much."""

import asyncio

import msgspec
import pytest

from spxcc.engines.setups.memory import SetupsMemory
from spxcc.engines.setups.params import TWELVE as KINDS
from spxcc.engines.setups.result import Check, Setup, SetupsResult
from spxcc.gateway.access import Access
from spxcc.gateway.interfaces import RequestError
from spxcc.runtime.whynot import WhyNots, short_by, why_not
from tests.fakes.gateway import ALICE
from tests.runtime.runs import simulated

CHECKS = (
    Check(name="gamma", ok=True, value="0.9", need="≥ 0.80"),
    Check(name="approach", ok=False, value="0.31 E15", need="≤ 0.25 E15"),
    Check(name="volume", ok=None, value="unknown", need="≥ 1.2"),
)


def setup(**changes: object) -> Setup:
    """A place that is watched."""
    made = Setup(
        id="a1", kind="fade_at_wall", side="short", state="forming", level_id="l", level_label="CALL WALL",
        level_price=6905.0, entry=None, stop=None, t1=None, t2=None, r1=None, r2=None, checks=CHECKS, passed=1, total=3,
        needs="", created=0, updated=0, expires=0, reason="price nears the wall", history=(), rules_version="1",
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def result(*setups: Setup, **more: object) -> SetupsResult:
    """What the engine published."""
    return msgspec.structs.replace(SetupsResult(setups=setups), **more)


def test_the_first_gate_and_its_distance() -> None:
    found = why_not("fade", result(setup(), funnel={"fade_at_wall": {"seen": 4, "ready": 1}}), SetupsMemory(), 7)
    assert (found.setup, found.as_of, found.fired) == ("fade_at_wall", 7, False)
    assert found.answer == (
        "fade_at_wall short at CALL WALL 6,905.00: approach is 0.31 E15, needs ≤ 0.25 E15, short by 0.06; "
        "1 of 3 conditions hold"
    )
    assert [(gate.name, gate.unknown) for gate in found.places[0].gates] == [("approach", False), ("volume", True)]
    assert found.funnel == {"seen": 4, "ready": 1}


@pytest.mark.parametrize(
    ("value", "need", "short"),
    [
        ("0.31", "≤ 0.25", 0.06), ("0.20", "≥ 0.80", 0.6), ("0.9", "≥ 0.80", 0.0), ("12", "14–20", 2.0),
        ("25", "14–20", 5.0), ("15", "14–20", 0.0), ("−3.5", "≥ 1", 4.5), ("1,200", "≤ 1,000", 200.0),
        ("open", "≥ 1", None), ("3", "a close below", None), ("", "", None),
    ],
)  # fmt: skip
def test_distances(value: str, need: str, short: float | None) -> None:
    assert short_by(value, need) == (None if short is None else pytest.approx(short))


def test_what_fired_what_waits_what_is_not_there() -> None:
    memory = SetupsMemory()
    fired = why_not("a1", result(setup(state="triggered")), memory, 0)
    assert fired.fired
    assert fired.answer == "fade_at_wall has fired: short at CALL WALL 6,905.00"
    unknown = why_not("fade_at_wall", result(setup(checks=CHECKS[2:])), memory, 0)
    assert unknown.answer.endswith("volume is unknown (unknown), needs ≥ 1.2")
    waits = why_not("fade", result(setup(checks=CHECKS[:1])), memory, 0)
    assert waits.answer.endswith("waits: price nears the wall")
    gone = why_not("fade", result(setup(state="expired"), funnel={"fade_at_wall": {"seen": 2}}), memory, 0)
    assert gone.answer == "fade_at_wall has no place to watch now; 2 seen today, 0 fired"
    none = why_not("trend", result(), memory, 0)
    assert none.answer == "trend_continuation has no place to watch now; none was seen today"
    blind = why_not("breakout", result(missing={"breakout_vacuum": "no volume"}), memory, 0)
    assert blind.answer == "breakout_vacuum cannot be looked for: no volume"


def test_unknown_setups_are_refused_with_those_there_are() -> None:
    for wrong in ("nope", "a", "e"):
        with pytest.raises(RequestError, match="fade_at_wall"):
            why_not(wrong, result(), SetupsMemory(), 0)


def test_every_kind_has_an_answer_on_a_simulated_day() -> None:
    async def asked() -> None:
        backend = simulated()
        ask = WhyNots(backend.node, Access())
        with pytest.raises(RequestError, match="not been computed"):
            await ask(ALICE, {"setup": "fade"})
        playing = asyncio.ensure_future(backend.node.run())
        await backend.node.caught_up.wait()
        for kind in KINDS:
            found = await ask(ALICE, {"setup": kind})
            assert found.answer.startswith(kind)
        with pytest.raises(RequestError, match="needs a setup"):
            await ask(ALICE, {})
        playing.cancel()
        await asyncio.wait({playing})

    asyncio.run(asked())
