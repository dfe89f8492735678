"""The risk card: one word, the rule that decided it, the limits, a size, and the trades that were marked."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from spxcc.engines.plan.result import DayPlan, Trade
from spxcc.engines.risk.result import ADVISORY, Override
from spxcc.engines.setups.result import Setup
from spxcc.ui import format as words
from spxcc.ui.controller import Controller
from spxcc.ui.screens.desk import Desk
from spxcc.ui.screens.line_ask import LineScreen
from spxcc.ui.screens.reader import Reader
from spxcc.ui.screens.size_lines import size_lines

KEYS = "↑↓ scroll · o override · w why · esc close"
SAY = "override"
"""The word that sets a rule aside; the reason follows it."""


def risk_text(day: DayPlan | None, setup: Setup | None = None, now: int | None = None) -> str:
    """The card, with the size for `setup` as of `now` (market ms)."""
    if day is None:
        return "RISK · waiting for the server"
    risk = day.risk
    until = "" if risk.until is None else f" · until {words.clock(risk.until, seconds=False)}"
    usd = "unknown" if risk.day_usd is None else f"{words.signed(risk.day_usd, 0)} $"
    lines = [
        f"RISK {risk.state} · {risk.rule}{until}",
        *(override_line(one) for one in risk.overrides),
        "",
        f"day        {words.signed(risk.day_r, 1)}R{_of(risk.max_loss_r, 'R')}   {usd}{_of(risk.max_loss_usd, ' $')}",
        f"trades     {risk.trades}{'' if risk.max_trades is None else f' of {risk.max_trades}'}   open {risk.open}",
        f"losses     {risk.streak} in a row",
        f"last entry {_clock(risk.last_entry)}   flatten {_clock(risk.flatten)}",
        *size_lines(day, setup, now),
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


def override_line(one: Override) -> str:
    """`overridden 10:12 COOLDOWN blackout around CPI: "my data says so"`."""
    return f'overridden {words.clock(one.at, seconds=False)} {one.state} {one.rule}: "{one.reason}"'


def override_reason(text: str) -> str | None:
    """The reason after the word that overrides; `None` where that word or the reason is missing."""
    word, _, reason = text.strip().partition(" ")
    return reason.strip() or None if word.casefold().strip(":") == SAY else None


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
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,V,q", "dismiss", "close", show=False),
        Binding("w", "why", show=False),
        Binding("o", "override", show=False),
    ]

    def __init__(
        self, controller: Controller, chosen: Callable[[], tuple[Setup | None, int | None]] = lambda: (None, None)
    ) -> None:
        """chosen: the setup whose size is shown, and the market's time (ms)."""
        super().__init__()
        self._controller, self._chosen = controller, chosen
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        reader = Reader(id="risk")
        reader.keys = KEYS
        with reader:
            yield self._text

    def on_mount(self) -> None:
        """Show, and keep showing."""
        self.refill()
        self.set_interval(1.0, self.refill)

    def action_why(self) -> None:
        """Where the numbers of the card come from."""
        self.post_message(Desk.Wish("view.why", "risk_card"))

    def refill(self) -> None:
        """As the server said last."""
        self._text.update(risk_text(self._controller.day.plan, *self._chosen()))

    def action_override(self) -> None:
        """Ask for the word and the reason; the rule that was on the card then is the one that is set aside."""
        day = self._controller.day.plan
        if day is None or day.risk.key is None:
            self.app.notify("no rule decides that could be overridden", title=SAY, severity="warning")
            return
        key = day.risk.key

        def typed(text: str | None) -> None:
            reason = override_reason(text or "")
            if reason is not None:
                self._controller.day.act("risk.override", {"key": key, "reason": reason}, self._answered)
            elif text:
                self.app.notify(f"type {SAY} and your reason", title="not overridden", severity="warning")

        hint = f"{SAY} and why: it is kept, and shown on the card"
        self.app.push_screen(LineScreen(f"{day.risk.state}: {day.risk.rule}", hint, 256), typed)

    def _answered(self, refusal: str) -> None:
        if refusal:
            self.app.notify(refusal, title="not overridden", severity="warning")
        elif self.is_attached:
            self.refill()
