"""What the servers of the benchmarks send."""

import json

import pytest

from spxcc.gateway.hub import Hub
from spxcc.runtime.bench.clients_server import FRAMES, KINDS, Maker
from spxcc.runtime.clock import SystemClock


@pytest.mark.parametrize("seq", [1, 9, 10, 12_345])
def test_every_frame_has_the_size_that_was_asked_for(seq: int) -> None:
    clock = SystemClock()
    maker = Maker(FRAMES, 200, clock)
    assert len(maker.payload(maker.tick(seq), seq)) == 200


def test_it_is_the_frame_of_the_hub() -> None:
    clock = SystemClock()
    hub, maker = Hub("bench", clock.now), Maker(FRAMES, 200, clock)
    hub.publish(FRAMES, maker.tick(1), clock.now())
    (frame,) = hub.snapshot(FRAMES.name)
    ours, made = json.loads(frame.payload), json.loads(maker.payload(maker.tick(1), 1))
    assert ours.pop("snapshot")
    assert ours.keys() == made.keys()
    assert len(ours["data"]["at"]) == len(made["data"]["at"]) == 19


def test_a_frame_that_cannot_be_so_small_is_refused() -> None:
    with pytest.raises(ValueError, match="expected frames of"):
        Maker(FRAMES, 50, SystemClock()).tick(1)


def test_there_are_two() -> None:
    assert KINDS == ("ours", "library")
