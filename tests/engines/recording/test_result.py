"""The recording on the wire."""

import msgspec

from spxcc.engines.recording.result import RECORDING, RecordingState


def test_it_survives_the_wire() -> None:
    state = RecordingState(on=False, name="a", events=3, size_bytes=9, reason="full", alarm=True)
    assert msgspec.json.decode(msgspec.json.encode(state), type=RecordingState) == state
    assert RECORDING.name == "recording:update"
