"""Memory is a value that survives a checkpoint."""

import msgspec

from spxcc.engines.setups.memory import SetupsMemory
from tests.engines.setups.days import Player, World, bars_of
from tests.engines.setups.stories import FADE_CLOSES, FADE_WORLD


def test_f43_a_restart_from_a_checkpoint_goes_on_as_if_nothing_had_been() -> None:
    bars = bars_of(FADE_CLOSES)
    whole = Player()
    whole.play(bars, FADE_WORLD)
    for stop in (10, 35, 42, 44, len(bars) - 2):
        first, second = Player(), Player()
        first.play(bars[:stop], FADE_WORLD)
        text = msgspec.json.encode(first.memory)
        second.memory = msgspec.json.decode(text, type=SetupsMemory)
        second.bars = list(first.bars)
        second.play(bars[stop:], FADE_WORLD)
        assert second.result == whole.result
        assert second.memory == whole.memory


def test_nothing_is_remembered_before_the_first_session() -> None:
    assert SetupsMemory() == SetupsMemory(session="", last_end=0, tracked=())
    player = Player()
    player.play(bars_of([6800.0]), World())
    assert player.memory.session == "2026-01-14"
    assert player.memory.last_end > 0
