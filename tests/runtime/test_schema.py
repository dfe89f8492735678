"""Every frame that is published is what its schema says."""

import asyncio
import json

import jsonschema
import pytest

from spxcc.engines.catalog import CHANNELS
from spxcc.gateway.frame import Frame
from spxcc.runtime.backend import BackendOptions
from spxcc.runtime.schema import frame_schema
from tests.runtime.runs import simulated

ENOUGH = 300


class Listener:
    """Hears every frame of the channels."""

    direct = None

    def __init__(self) -> None:
        self.frames: dict[str, list[bytes]] = {}
        self.heard, self.enough = 0, asyncio.Event()

    def deliver(self, frame: Frame) -> None:
        """An update."""
        self.frames.setdefault(frame.channel, []).append(frame.payload)
        self.heard += 1
        if self.heard >= ENOUGH:
            self.enough.set()

    def resend(self, name: str, resync: bool) -> None:
        """Asked for below."""

    def failed(self, name: str, reason: str) -> None:
        """No frame."""


async def _published() -> dict[str, list[bytes]]:
    """Frames and snapshots of the first minutes of a simulated day."""
    backend, listener = simulated(options=BackendOptions(speed=None)), Listener()
    backend.hub.join(listener)
    for name in backend.hub.names():
        backend.hub.subscribe(name, listener)
    playing = asyncio.ensure_future(backend.node.run())
    enough = asyncio.ensure_future(listener.enough.wait())
    await asyncio.wait({playing, enough}, return_when=asyncio.FIRST_COMPLETED)
    enough.cancel()
    playing.cancel()
    await asyncio.wait({playing})
    for name in backend.hub.names():
        listener.frames.setdefault(name, []).extend(backend.hub.snapshot_frames(name))
        backend.hub.mark_stale(name)
        listener.frames[name].extend(backend.hub.snapshot_frames(name))
    return listener.frames


@pytest.fixture(scope="module")
def frames() -> dict[str, list[bytes]]:
    return asyncio.run(_published())


def test_all_published_frames_validate_against_their_schema(frames: dict[str, list[bytes]]) -> None:
    seen = 0
    for channel in CHANNELS:
        schema = frame_schema(channel)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for payload in frames.get(channel.name, [])[-4:]:
            validator.validate(json.loads(payload))
            seen += 1
    assert seen > 60
    assert sum(bool(frames.get(channel.name)) for channel in CHANNELS) >= 12


def test_a_frame_with_another_shape_does_not(frames: dict[str, list[bytes]]) -> None:
    channel = next(one for one in CHANNELS if one.name == "price:SPX")
    validator = jsonschema.Draft202012Validator(frame_schema(channel))
    good = frames["price:SPX"][0]
    changes: tuple[dict[str, object], ...] = (
        {"data": {}},
        {"channel": "gex:SPX"},
        {"unknown": 1},
        {"seq": "1"},
        {"price": "many"},
    )
    for change in changes:
        with pytest.raises(jsonschema.ValidationError):
            validator.validate(json.loads(good) | change)
