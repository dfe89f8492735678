"""Numbers of the way to the screen: the latency of each hop, as this screen measured it."""

from collections.abc import Iterator

from spxcc.engines.why.result import Input
from spxcc.ui.frame import Frame
from spxcc.ui.screens.numbers.number import Number, made


def latency_numbers(frame: Frame) -> Iterator[Number]:
    """Median, 95th percentile and worst of the newest frames, by hop."""
    for hop, measured in frame.source.latency.items():
        for field in ("p50", "p95", "max"):
            value = getattr(measured, field)
            own = (Input("measured", value, "ms", f"newest frames, hop {hop}"),)
            told = f"Latency of the hop {hop}, {field} of the newest frames, as this screen measured it."
            label, text, also = f"{hop} {field}", f"{value:.0f}ms", (f"{value:.0f}", f"{value:.1f}")
            yield made(frame, f"status.{hop}.{field}", label, text, value, "ms", told, "measured", own, also=also)
