"""A book of alerts for the screen."""

from spxcc.engines.alerts.parse import parse
from spxcc.engines.alerts.result import Alert, AlertBook, Fired, Latch, Row, Status
from tests.fakes.desk_data import NOW

AT = NOW // 1_000_000


def firing(name: str, acknowledged: bool = False, ago_ms: int = 10_000) -> Fired:
    """A flip that was told."""
    return Fired(
        id=name, alert=3, kind="flip", severity="critical", words="price now below zero gamma 6,890.00",
        at=AT - ago_ms, price=6889.25, age_ms=40, subject="below", event_ms=AT - ago_ms - 40, latency_ms=120,
        acknowledged=acknowledged,
    )  # fmt: skip


def row(number: int, words: str, status: Status = "armed", latch: Latch | None = None) -> Row:
    """An alert by its words."""
    wish = parse(words)
    alert = Alert(
        id=number, condition=wish.condition, words=wish.words, once=wish.once, severity=wish.severity, created=AT
    )
    return Row(alert=alert, status=status, latch=latch or Latch(armed=True, since=1))


def alert_book() -> AlertBook:
    """Three alerts, one of which fired."""
    told = Latch(armed=True, since=AT, fired=AT - 10_000, count=1, suppressed=2)
    rows = (row(1, "touch 6905"), row(2, "sweep >= 1M"), row(3, "flip", latch=told))
    return AlertBook(realm="sim", rows=rows, fired=(firing("f1"),))
