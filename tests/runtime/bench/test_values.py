"""Synthetic values: all channels, never the same twice, the same on every machine."""

from collections import Counter

from spxcc.engines.agenda.result import AGENDA
from spxcc.engines.coach.result import COACH_RECORD
from spxcc.engines.recording.result import RECORDING
from spxcc.engines.replay.result import REPLAY
from spxcc.engines.score.result import SCORE_STATE
from spxcc.engines.stances.result import FLOW_STANCE
from spxcc.protocol.channel import EventChannel
from spxcc.runtime.bench.values import START_MS, busy, gex, opening
from spxcc.ui.channels import NAMES


def test_the_opening_has_every_channel_but_the_second_chain_and_those_without_a_moving_value() -> None:
    missing = set(NAMES) - {channel.name for channel, _ in opening()}
    assert missing == {
        "gex:SPY", AGENDA.name, COACH_RECORD.name, FLOW_STANCE.name, RECORDING.name, REPLAY.name, SCORE_STATE.name,
    }  # fmt: skip


def test_a_second_of_the_busy_desk() -> None:
    counts = Counter(busy(step, START_MS)[0].name for step in range(200))
    assert (counts["gex:SPX"], sum(counts[f"price:{one}"] for one in ("SPX", "SPY", "VIX"))) == (4, 50)
    assert counts["flow:alert"] > 120
    later = Counter(busy(step, START_MS)[0].name for step in range(2_000))
    assert {"levels:update", "setups:update", "clusters:update", "flow:summary", "coach:message"} <= set(later)


def test_neighbours_differ_and_events_are_never_repeated() -> None:
    seen: dict[str, object] = {}
    keys: set[str] = set()
    for step in range(1_000):
        channel, value = busy(step, START_MS + step)
        assert seen.get(channel.name) != value
        seen[channel.name] = value
        if isinstance(channel, EventChannel):
            assert channel.name + channel.key(value[0]) not in keys
            keys.add(channel.name + channel.key(value[0]))


def test_the_same_step_gives_the_same_value() -> None:
    assert gex(3, START_MS) == gex(3, START_MS)
    assert len(gex(3, START_MS)[1].by_strike) > 100
