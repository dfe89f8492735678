"""Numbers of the size on the risk card: contracts, the loss at the stop, the premium, and what these are made of."""

from collections.abc import Iterator

from spxcc.engines.risk.result import MULTIPLIER, Size
from spxcc.engines.setups.result import CLOSED_STATES, ContractIdea, Setup
from spxcc.engines.why.result import Input
from spxcc.ui import format as words
from spxcc.ui.frame import Frame
from spxcc.ui.panels.now_line.view_model import top_setup
from spxcc.ui.panels.setups.size import sizing_of, usd
from spxcc.ui.panels.setups.view_model import shown_setups
from spxcc.ui.screens.numbers.lists import setup_numbers, setup_of
from spxcc.ui.screens.numbers.number import POINTS, Number, made

USD = "USD"
REPRICED = "Black's formula with the volatility of its mid, the forward moved with the index"


def size_numbers(frame: Frame) -> Iterator[Number]:
    """Of the setup that the card sizes; none where it has no size."""
    setup = top_setup(frame)
    sized = [] if setup is None else list(size_of(frame, setup))
    if setup is not None and sized:
        yield from setup_of(frame, setup)
        yield from sized


def card_numbers(frame: Frame) -> Iterator[Number]:
    """Of the setups panel, with the size on the card of the selected setup, of the first one while none is."""
    yield from setup_numbers(frame)
    shown = shown_setups(frame)
    chosen = next((one for one in shown if one.id == frame.state.setup_id), shown[0] if shown else None)
    if chosen is not None and chosen.state not in CLOSED_STATES:
        yield from size_of(frame, chosen)


def size_of(frame: Frame, setup: Setup) -> Iterator[Number]:
    """Of one setup; none where it has no size."""
    if frame.day is None or setup.idea is None:
        return
    sizing = sizing_of(frame.day, setup)
    if sizing is not None and (size := sizing.size) is not None:
        yield from _points(frame, size, setup.idea)
        yield from _dollars(frame, size, frame.day.risk.trade_words)
        yield _contracts(frame, size)


def _points(frame: Frame, size: Size, idea: ContractIdea) -> Iterator[Number]:
    model = (
        Input("volatility", idea.volatility or 0.0, "1", f"mid of {idea.contract}"),
        Input("forward", idea.forward or 0.0, POINTS, f"{idea.expiry} by parity"),
        Input("minutes", idea.minutes or 0.0, "min", "to its settlement"),
    )
    for field, value in (("entry", size.entry), ("stop", size.stop)):
        inputs = (Input("model", value, POINTS, REPRICED), *model)
        told = f"Mid of {idea.contract} with the index at the {field}, by the model."
        text = f"{value:.2f}"
        yield made(frame, f"risk.size.{field}", f"contract at the {field}", text, value, POINTS, told, "model", inputs)
    given = (
        ("volatility", idea.volatility, "per year", lambda value: words.percent(value, 1), "Volatility of its mid."),
        ("forward", idea.forward, POINTS, words.price, "Forward of its expiry by put–call parity."),
        ("minutes", idea.minutes, "min", lambda value: words.price(value, 0), "Minutes to its settlement."),
    )
    for field, known, unit, written, told in given:
        if known is not None:
            own = (Input("given", known, unit, f"the setup's contract, quoted {words.clock(idea.quoted_at)}"),)
            yield made(frame, f"risk.size.{field}", field, written(known), known, unit, told, "given", own)
    quote = (Input("ask", idea.ask, POINTS, idea.contract), Input("bid", idea.bid, POINTS, idea.contract))
    yield made(frame, "risk.size.spread", "spread", f"{size.spread:.2f}", size.spread, POINTS, "Ask less bid.",
               "ask - bid", quote)  # fmt: skip


def _dollars(frame: Frame, size: Size, made_of: str) -> Iterator[Number]:
    parts = (Input("entry", size.entry, POINTS), Input("stop", size.stop, POINTS), Input("spread", size.spread, POINTS))
    yield made(frame, "risk.size.loss", "loss at the stop", usd(size.loss), size.loss, USD,
               "What one contract loses from the entry to the stop, the spread paid once.",
               f"round((entry - stop + spread) * {MULTIPLIER:g}, 2)", parts)  # fmt: skip
    yield made(frame, "risk.size.debit", "premium", usd(size.debit), size.debit, USD,
               "What one contract costs at the entry, and can lose in all.",
               f"round((entry + spread / 2) * {MULTIPLIER:g}, 2)", (parts[0], parts[2]))  # fmt: skip
    yield made(frame, "risk.size.risk", "risk of a trade", usd(size.risk_usd), size.risk_usd, USD, f"It is {made_of}.",
               "limit", (Input("limit", size.risk_usd, USD, made_of),))  # fmt: skip


def _contracts(frame: Frame, size: Size) -> Number:
    inputs = [Input("risk", size.risk_usd, USD), Input("loss", size.loss, USD), Input("share", size.share, "1")]
    allowed, also = "risk / loss", [f"{int(size.by_risk)}", f"{size.share:.0%}", usd(size.worst)]
    if size.max_debit is not None and size.by_debit is not None:
        inputs += [Input("most", size.max_debit, "1", "times the risk"), Input("debit", size.debit, USD)]
        allowed = f"min({allowed}, risk * most / debit)"
        also += [f"{int(size.by_debit)}", usd(size.risk_usd * size.max_debit)]
    told = "Contracts whose loss at the stop and whose whole premium are within your limits, by the state of the card."
    return made(frame, "risk.size.contracts", "contracts", f"{size.contracts}", size.contracts, "contracts", told,
                f"floor({allowed} * share)", inputs, also=also)  # fmt: skip
