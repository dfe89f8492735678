"""The reader that only drains."""

from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from spxcc.runtime.bench.stream_reader import masked


def test_its_frames_are_those_of_a_client() -> None:
    for text in ("go", "x" * 125, "y" * 126, "z" * 30_000):
        reader = StreamReader()
        reader.feed_data(masked(text.encode()))
        parsing = Frame.parse(reader.read_exact, mask=True)
        try:
            while True:
                next(parsing)
        except StopIteration as end:
            frame = end.value
        assert (frame.opcode, bytes(frame.data)) == (Opcode.TEXT, text.encode())
