"""Answers a question with cited sentences from the latest results, or says what cannot be answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from spxcc.engines.coach import params
from spxcc.engines.coach.desk import Desk, desk_of
from spxcc.engines.coach.facts import (
    cone_fact,
    move_fact,
    price_fact,
    regime_evidence,
    regime_fact,
    regime_record,
    time_fact,
)
from spxcc.engines.coach.gamma_facts import flip_fact, gamma_fact, gamma_muted, walls_fact
from spxcc.engines.coach.level_facts import levels_fact
from spxcc.engines.coach.lint import lint
from spxcc.engines.coach.result import Cite
from spxcc.engines.coach.told import Told, joined, tell
from spxcc.engines.coach.trade_facts import flow_fact, setups_fact
from spxcc.engines.session.result import SESSION, Status
from spxcc.market.session import session_info
from spxcc.market.units import UnixNanos

ADVICE = re.compile(r"\b(?:buy|sell|enter|exit|should i|shall i|go (?:long|short)|advice|recommend)", re.IGNORECASE)
NO_ADVICE = "This is observation, not advice: spxcc has no view on what to trade."


def _with_evidence(desk: Desk) -> Told | None:
    if desk.regime is None:
        return None
    return joined((joined((regime_fact(desk), regime_evidence(desk)), ": "), regime_record(desk)))


TOPICS: tuple[tuple[str, re.Pattern[str], Callable[[Desk], Told | None], bool], ...] = tuple(
    (name, re.compile(rf"\b(?:{words})", re.IGNORECASE), fact, gamma)
    for name, words, fact, gamma in (
        ("price", r"price|spx|spot|trading at|where are we", price_fact, False),
        ("flip", r"flip|zero gamma|zg\b", flip_fact, True),
        ("walls", r"walls?\b", walls_fact, True),
        ("gamma", r"gex|gamma|dealer", gamma_fact, True),
        ("levels", r"levels?|support|resistance|nearest", levels_fact, False),
        ("regime", r"regime|trend|rang|compress|direction", _with_evidence, False),
        ("setups", r"setups?|trade|plan|fade|breakout|reversion", setups_fact, False),
        ("flow", r"flow|sweeps?|blocks?|prints?|premium|volume", flow_fact, False),
        ("cone", r"cone|predict|forecast|range ahead|next hour", cone_fact, False),
        ("expected move", r"expected move|straddle|move\b|range\b", move_fact, False),
        ("time", r"time|close\b|open\b|session|clock", time_fact, False),
    )
)
CAN = "I can answer about " + ", ".join(name for name, *_ in TOPICS) + "."


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of an answer. cites: of every numeral in it; channels: named after it; limit_ms: oldest cite allowed.

    fact: whether it states something of the market, so that other words may be found for it.
    """

    text: str
    cites: tuple[Cite, ...] = ()
    channels: str = ""
    tag: str = ""
    limit_ms: int | None = None
    fact: bool = False

    @property
    def line(self) -> str:
        """As it is streamed."""
        return f"{self.text} [{self.channels}]\n" if self.channels else f"{self.text}\n"


def answer(text: str, results: Mapping[str, Any], as_of: UnixNanos) -> tuple[str, ...]:
    """Pieces to be read one after another, each a line.

    text: the question. results: of the engines, by name. as_of: market time.
    """
    return tuple(piece.line for piece in pieces(text, results, as_of))


def pieces(text: str, results: Mapping[str, Any], as_of: UnixNanos) -> tuple[Piece, ...]:
    """The same with the cites."""
    status = results.get(SESSION.name)
    mode = status.mode if isinstance(status, Status) else ""
    desk = desk_of(results, as_of, session_info(as_of), mode)
    found = [Piece(NO_ADVICE)] if ADVICE.search(text) else []
    asked = [topic for topic in TOPICS if topic[1].search(text)]
    for name, _, fact, gamma in asked[: params.TOPICS_MOST]:
        muted = gamma_muted(desk) if gamma else None
        found.append(_piece(desk, name, muted or fact(desk)))
    if not asked:
        found.append(Piece(f"I have nothing to cite on that. {CAN}"))
    return tuple(found)


def _piece(desk: Desk, name: str, told: Told | None) -> Piece:
    """The fact with its channels, or why it is not said."""
    if told is None or not told.text:
        return Piece(f"{name.capitalize()}: nothing known yet.")
    said = tell("{tag}{fact}.", tag=desk.tag, fact=Told(told.text[:1].upper() + told.text[1:], told.cites))
    problems = lint(said.text, said.cites, desk.limit_ms, tag=desk.tag)
    if problems:
        return Piece(f"{name.capitalize()}: withheld, {problems[0]}.")
    channels = ", ".join(sorted({cite.channel for cite in said.cites}))
    return Piece(said.text, said.cites, channels, desk.tag, desk.limit_ms(""), fact=True)
