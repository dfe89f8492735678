"""Charts in turns."""

from collections.abc import Callable

from spxcc.runtime.bench.child_chart import measured
from spxcc.runtime.clock import LeapingClock


class Noted:
    """Writes ten bytes for a picture, and one for a tick."""

    def __init__(self) -> None:
        self.written = 0

    def whole(self, other: bool) -> None:
        self.written += 10

    def tick(self, step: int) -> None:
        self.written += 1


async def test_every_library_is_measured_each_round() -> None:
    one, shown = Noted(), list[str]()

    async def show(name: str) -> None:
        shown.append(name)

    count: Callable[[], int] = lambda: one.written  # noqa: E731
    drawn = {"a": one, "b": one}
    found = await measured(drawn, show, lambda: count, LeapingClock(0), 2)  # type: ignore[arg-type]
    assert shown == ["a", "b", "b", "a"]
    assert found["a"]["whole_bytes"] == [10.0, 10.0]
    assert found["b"]["tick_bytes"] == [1.0, 1.0]
    assert min(found["a"]["tick"]) >= 0.0
