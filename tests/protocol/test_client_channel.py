"""The client rule (G2), frame by frame."""

from typing import Any

import msgspec
import pytest

from spxcc.protocol.channel import Keep
from spxcc.protocol.client_channel import ChannelTracker
from spxcc.protocol.client_effects import Deliver, Effect, Gap
from spxcc.protocol.messages import ChannelFrame, Position, Synced
from tests.fakes.channels import frame, snapshot

NAME = "levels:update"


def read(fields: dict[str, Any]) -> ChannelFrame:
    return msgspec.convert(
        fields | {"data": msgspec.Raw(msgspec.json.encode(fields["data"]))}, ChannelFrame, strict=False
    )


def texts(effects: list[Effect]) -> list[str]:
    """Payloads of deliveries, reasons of gaps."""
    found: list[str] = []
    for effect in effects:
        if isinstance(effect, Deliver):
            found += [bytes(payload).decode() for payload in effect.payloads]
        elif isinstance(effect, Gap):
            found.append(effect.reason)
    return found


def tracker(keep: Keep = "delta", seq: int | None = 5) -> ChannelTracker:
    """At position (e1, `seq`), or fresh."""
    made = ChannelTracker(NAME, keep)
    made.opened(0.0)
    if seq is not None:
        made.frame(read(snapshot(NAME, seq, {"n": seq})))
        made.end_of_subscribe(Synced(NAME, "e1", seq, 1))
    return made


def update(seq: int, **more: Any) -> ChannelFrame:
    return read(frame(NAME, seq, {"n": seq}, **more))


@pytest.mark.parametrize("keep", ["delta", "event"])
def test_g2_the_next_change_is_accepted(keep: Keep) -> None:
    at = tracker(keep)
    assert texts(at.frame(update(6))) == ['{"n":6}']
    assert at.position == Position("e1", 6)


@pytest.mark.parametrize("keep", ["delta", "event"])
def test_g2_a_missing_change_asks_for_a_snapshot(keep: Keep) -> None:
    at = tracker(keep)
    assert texts(at.frame(update(7))) == ["gap"]
    assert at.frame(update(8)) == []
    assert texts(at.frame(read(snapshot(NAME, 8, {"n": 80})))) == ['{"n":80}']
    assert texts(at.frame(update(9))) == ['{"n":9}']


def test_g2_a_state_may_jump() -> None:
    at = tracker("state")
    assert texts(at.frame(update(9))) == ['{"n":9}']


@pytest.mark.parametrize("keep", ["state", "delta", "event"])
def test_g2_old_frames_are_dropped(keep: Keep) -> None:
    at = tracker(keep)
    assert at.frame(update(5)) == []
    assert at.frame(update(3)) == []
    assert at.position == Position("e1", 5)


@pytest.mark.parametrize("keep", ["state", "delta", "event"])
def test_g2_another_epoch_makes_the_copy_worthless(keep: Keep) -> None:
    at = tracker(keep)
    assert texts(at.frame(update(6, epoch="e2"))) == ["epoch"]
    assert at.frame(update(7, epoch="e2")) == []


def test_g2_a_snapshot_is_accepted_always_even_an_older_one() -> None:
    at = tracker()
    effects = at.frame(read(snapshot(NAME, 2, {"n": 2}, epoch="e2")))
    assert [effect.snapshot for effect in effects if isinstance(effect, Deliver)] == [True]
    assert at.position == Position("e2", 2)


def test_o3_after_an_older_snapshot_the_next_change_does_not_fit() -> None:
    at = tracker()
    at.frame(read(snapshot(NAME, 3, {"n": 3})))
    assert texts(at.frame(update(6))) == ["gap"]


def test_o4_a_change_to_a_state_never_received_is_not_applied() -> None:
    at = tracker(seq=None)
    assert at.frame(update(6)) == []
    at.end_of_subscribe(Synced(NAME, "e1", 6, 0))
    assert texts(at.frame(update(8))) == ["gap"]


def test_parts_are_delivered_together_in_their_order() -> None:
    at = tracker(seq=None)
    assert at.frame(read(snapshot(NAME, 5, {"n": 2}, part=2, of=3))) == []
    assert at.frame(read(snapshot(NAME, 5, {"n": 1}, part=1, of=3))) == []
    assert texts(at.frame(read(snapshot(NAME, 5, {"n": 3}, part=3, of=3)))) == ['{"n":1}', '{"n":2}', '{"n":3}']


def test_parts_of_a_newer_snapshot_replace_those_of_an_older() -> None:
    at = tracker(seq=None)
    at.frame(read(snapshot(NAME, 5, {"n": 1}, part=1, of=2)))
    at.frame(read(snapshot(NAME, 6, {"n": 10}, part=1, of=2)))
    assert texts(at.frame(read(snapshot(NAME, 6, {"n": 20}, part=2, of=2)))) == ['{"n":10}', '{"n":20}']


def test_synced_before_the_last_part_is_a_gap() -> None:
    at = tracker(seq=None)
    at.frame(read(snapshot(NAME, 5, {"n": 1}, part=1, of=2)))
    assert texts(at.end_of_subscribe(Synced(NAME, "e1", 5, 2))) == ["gap"]


def test_o11_an_empty_channel_is_an_empty_snapshot() -> None:
    at = tracker(seq=None)
    effects = at.end_of_subscribe(Synced(NAME, "e1", 0, 0))
    assert [(effect.snapshot, effect.payloads) for effect in effects if isinstance(effect, Deliver)] == [(True, ())]
    assert texts(at.frame(update(1, prev=None))) == ['{"n":1}']


def test_a_continued_position_is_no_empty_snapshot() -> None:
    at = tracker()
    at.opened(10.0)
    at.recovered = True
    assert at.end_of_subscribe(Synced(NAME, "e1", 5, 0)) == []
    assert texts(at.frame(update(6))) == ['{"n":6}']


def test_a_replay_that_lacks_its_end_is_a_gap() -> None:
    at = tracker()
    at.opened(10.0)
    at.recovered = True
    at.frame(update(6))
    assert texts(at.end_of_subscribe(Synced(NAME, "e1", 7, 2))) == ["gap"]


def test_behind_only_when_at_rest() -> None:
    at = tracker()
    assert not at.behind(5, "e1", overdue=False)
    assert not at.behind(5, None, overdue=False)
    assert at.behind(6, "e1", overdue=False)
    at.lost("lag")
    assert not at.behind(9, "e1", overdue=False)


def test_behind_in_another_epoch_whatever_its_numbers() -> None:
    assert tracker().behind(1, "e2", overdue=False)


def test_a_snapshot_or_its_end_that_never_came_is_missed_once_overdue() -> None:
    at = tracker()
    at.opened(10.0)
    assert not at.behind(5, "e1", overdue=False)
    assert at.behind(5, "e1", overdue=True)


def test_part_of_an_old_snapshot_hides_no_loss() -> None:
    at = tracker()
    at.frame(msgspec.structs.replace(update(5), snapshot=True, part=1, of=2))
    assert at.behind(6, "e1", overdue=False)


@pytest.mark.parametrize("stale", [True, False])
def test_an_empty_copy_is_stale_as_synced_says(stale: bool) -> None:
    at = tracker()
    for before in (not stale, stale):
        at.opened(10.0)
        effects = at.end_of_subscribe(Synced(NAME, "e1", 9, 0, before))
    assert [(effect.seq, effect.stale) for effect in effects if isinstance(effect, Deliver)] == [(9, stale)]


def test_a_forgotten_position_starts_anew() -> None:
    at = tracker()
    at.forget()
    assert at.position is None
