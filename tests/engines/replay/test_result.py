"""The transport on the wire."""

import msgspec

from spxcc.engines.replay.result import REPLAY, Bookmark, ReplayState


def test_it_survives_the_wire() -> None:
    state = ReplayState(
        playing=True, speed=None, at=5, start=1, end=9, progress=0.5, title="x", bookmarks=(Bookmark(3, "here"),)
    )
    assert msgspec.json.decode(msgspec.json.encode(state), type=ReplayState) == state
    assert REPLAY.name == "replay:update"
