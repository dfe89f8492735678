"""The risk card: one word, the rule that decided it, the limits, and the trades that were marked."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.engines.plan.result import DayPlan, Trade
from spxcc.engines.risk.result import ADVISORY
from spxcc.ui import format as words
from spxcc.ui.controller import Controller
from spxcc.ui.screens.reader import Reader


def risk_text(day: DayPlan | None) -> str:
    """The card."""
    if day is None:
        return "RISK · waiting for the server"
    risk = day.risk
    until = "" if risk.until is None else f" · until {words.clock(risk.until, seconds=False)}"
    usd = "unknown" if risk.day_usd is None else f"{words.signed(risk.day_usd, 0)} $"
    lines = [
        f"RISK {risk.state} · {risk.rule}{until}",
        "",
        f"day        {words.signed(risk.day_r, 1)}R{_of(risk.max_loss_r, 'R')}   {usd}{_of(risk.max_loss_usd, ' $')}",
        f"trades     {risk.trades}{'' if risk.max_trades is None else f' of {risk.max_trades}'}   open {risk.open}",
        f"losses     {risk.streak} in a row",
        f"last entry {_clock(risk.last_entry)}   flatten {_clock(risk.flatten)}",
        "",
        *(trade_line(trade) for trade in day.trades),
        *(() if day.trades else ("no trade marked yet: m on a setup marks one",)),
        "",
        ADVISORY,
    ]
    return "\n".join(lines)


def trade_line(trade: Trade) -> str:
    """`10:12 FADE ↓ 6,905 short −1.0R −450 $ closed 10:31`."""
    side, opened = f" {trade.side}" if trade.side else "", words.clock(trade.opened, seconds=False)
    if trade.closed is None:
        return f"{opened} {trade.label}{side} · open"
    usd = "" if trade.usd is None else f" {words.signed(trade.usd, 0)} $"
    closed = words.clock(trade.closed, seconds=False)
    return f"{opened} {trade.label}{side} · {words.signed(trade.r, 2)}R{usd} · closed {closed}"


def _of(limit: float | None, unit: str) -> str:
    return "" if limit is None else f" of −{limit:,g}{unit}"


def _clock(at: int | None) -> str:
    return words.ABSENT if at is None else words.clock(at, seconds=False)


class RiskScreen(ModalScreen[None]):
    """Follows once a second; `esc` closes."""

    CSS = """
    RiskScreen { align: center middle; }
    #risk { width: 84; max-width: 100%; height: auto; max-height: 100%; border: round $primary; padding: 0 1;
            background: $background; }
    #risk Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,V,q", "dismiss", "close", show=False)]

    def __init__(self, controller: Controller) -> None:
        super().__init__()
        self._controller = controller
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with Reader(id="risk"):
            yield self._text

    def on_mount(self) -> None:
        """Show, and keep showing."""
        self.refill()
        self.set_interval(1.0, self.refill)

    def refill(self) -> None:
        """As the server said last."""
        self._text.update(risk_text(self._controller.day.plan))
