"""The ladder of delivery: how far each alert that fired goes, given quiet hours, mute and the last bell."""

from dataclasses import dataclass

from spxcc.engines.alerts.result import AlertBook, Fired, Kind, Realm
from spxcc.market.units import UnixMillis
from spxcc.ui.alert_options import BELL, DESKTOP, FLASH, TOAST, AlertOptions
from spxcc.ui.state import PanelName

BELL_EVERY_MS = 3_000
FLASH_MS = 2_000
PANEL_OF: dict[Kind, PanelName] = {
    "touch": "chart", "cross": "chart", "flip": "gex", "wall": "gex", "regime": "coach", "setup": "setups",
    "print": "flow", "flow": "flow", "basis": "coach", "move": "levels", "stale": "chart", "event": "coach",
    "close": "coach",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is to be done for the news of one look."""

    toasts: tuple[Fired, ...] = ()
    notices: tuple[Fired, ...] = ()
    bell: bool = False


class Courier:
    """Each firing is delivered once. What had fired before the first look was told by another run."""

    def __init__(self, options: AlertOptions, reduced_motion: bool = False) -> None:
        self._options = options
        self._still = reduced_motion
        self._heard: tuple[Realm, frozenset[str]] | None = None
        self._rang: UnixMillis | None = None
        self._flashing: dict[PanelName, UnixMillis] = {}

    def deliver(self, book: AlertBook, now: UnixMillis, mute: bool) -> Delivery:
        """What the news of `book` calls for. now: ms of the machine's clock."""
        ids = frozenset(one.id for one in book.fired)
        before, self._heard = self._heard, (book.realm, ids)
        if before is None or before[0] != book.realm:
            return Delivery()
        news = [one for one in book.fired if one.id not in before[1] and not one.acknowledged]
        reach = {one.id: self._options.allowed(one.severity, now) for one in news}
        if not self._still:
            self._flashing |= {PANEL_OF[one.kind]: now + FLASH_MS for one in news if reach[one.id] >= FLASH}
        quiet = mute or (book.muted_until is not None and book.muted_until > now)
        return Delivery(
            toasts=tuple(one for one in news if reach[one.id] >= TOAST),
            notices=() if quiet else tuple(one for one in news if reach[one.id] >= DESKTOP),
            bell=not quiet and any(reach[one.id] >= BELL for one in news) and self._rings(now),
        )

    def flashing(self, now: UnixMillis) -> frozenset[PanelName]:
        """Panels whose title flashes."""
        if self._flashing:
            self._flashing = {name: until for name, until in self._flashing.items() if until > now}
        return frozenset(self._flashing)

    def _rings(self, now: UnixMillis) -> bool:
        if not self._options.bell or (self._rang is not None and 0 <= now - self._rang < BELL_EVERY_MS):
            return False
        self._rang = now
        return True
