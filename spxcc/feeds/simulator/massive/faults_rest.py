"""Faults of REST answers."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from spxcc.feeds.simulator.massive.answer import (
    Answer,
    Refused,
    Row,
    bad_request,
    not_entitled,
    over_limit,
    unknown_key,
)
from spxcc.feeds.simulator.massive.faults import FaultBox

Manner: TypeAlias = Literal["whole", "silent", "slow", "reset", "huge"]
HTML = "text/html"
_SOLVED = frozenset({"greeks", "implied_volatility"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer is brought. seconds: between pieces; megabytes: of a huge body."""

    answer: Answer
    manner: Manner = "whole"
    seconds: float = 0.0
    megabytes: int = 0


def instead(box: FaultBox, at_ms: int, number: int) -> Answer | Refused | None:
    """What request `number` gets in place of its answer."""
    fault = box.strike("429", at_ms, number)
    if fault is not None:
        text = b'{"status":"ERROR","error":"' + str(over_limit()).encode() + b'"}'
        return Answer(429, text, {"Retry-After": f"{fault.value:g}"} if fault.value > 0 else {})
    if box.strike("429-empty", at_ms, number):
        return Answer(429, b"")
    if box.strike("500-html", at_ms, number):
        return Answer(500, b"<html><body><h1>500 Internal Server Error</h1></body></html>", {}, HTML)
    if box.strike("502-empty", at_ms, number):
        return Answer(502, b"", {}, HTML)
    if box.strike("revoked", at_ms, number):
        return unknown_key(True)
    if box.strike("not-entitled", at_ms, number):
        return not_entitled()
    return None


def delivered(box: FaultBox, answer: Answer, at_ms: int, number: int) -> Delivery:
    """How the answer to request `number` is brought."""
    if box.strike("timeout", at_ms, number):
        return Delivery(answer, "silent")
    if box.strike("truncated", at_ms, number):
        return Delivery(Answer(answer.status, answer.body[: len(answer.body) // 2], answer.headers))
    if box.strike("garbage-body", at_ms, number):
        return Delivery(Answer(200, b"\x00\xff not json" * 8, answer.headers))
    if box.strike("reset", at_ms, number):
        return Delivery(answer, "reset")
    fault = box.strike("slow-body", at_ms, number)
    if fault is not None:
        return Delivery(answer, "slow", fault.value or 1.0)
    fault = box.strike("huge-body", at_ms, number)
    if fault is not None:
        return Delivery(answer, "huge", megabytes=int(fault.value or 1_024))
    return Delivery(answer)


def spoiled(box: FaultBox, body: Row, own_url: str, at_ms: int, number: int, later_page: bool) -> Row:
    """The body of a paged answer with faults of pages and rows. Raises Refused."""
    if not box.active:
        return body
    if later_page and box.strike("page-fails", at_ms, number):
        raise bad_request("The cursor parameter is invalid or has expired.")
    if "next_url" in body and box.strike("cursor-loop", at_ms, number):
        body = {**body, "next_url": own_url}
    rows = body.get("results")
    if not isinstance(rows, list) or not rows or "details" not in rows[0]:
        return body
    made = [_row(box, row, at_ms) for row in rows if not box.strike("missing-rows", at_ms, _ticker(row))]
    if box.strike("foreign-rows", at_ms, number):
        far = {
            **rows[-1]["details"],
            "ticker": "O:SPXW991231C00001000",
            "strike_price": 1,
            "expiration_date": "2099-12-31",
        }
        made.append({**rows[-1], "details": far})
    return {**body, "results": made}


def _ticker(row: Row) -> str:
    return str(row["details"]["ticker"])


def _recognisable(row: Row) -> bool:
    """Whether a reader knows that the row must have a volatility: out of the money, with a bid."""
    asset, details = row["underlying_asset"], row["details"]
    price = asset.get("value", asset.get("price"))
    if price is None or not row.get("last_quote", {}).get("bid"):
        return False
    beyond = details["strike_price"] - price
    return bool((beyond if details["contract_type"] == "call" else -beyond) > 0)


def _row(box: FaultBox, row: Row, at_ms: int) -> Row:
    ticker = _ticker(row)
    if not _SOLVED.isdisjoint(row) and box.hit("missing-greeks", at_ms, ticker):
        box.counts["missing-greeks"] += _recognisable(row)
        row = {key: value for key, value in row.items() if key not in _SOLVED}
    if "greeks" in row and box.strike("odd-greeks", at_ms, ticker):
        odd = {**row["greeks"], "delta": 0, "gamma": -3e-10}
        row = {**row, "greeks": odd, "implied_volatility": 8.0 if row["details"]["contract_type"] == "call" else 0}
    if row.get("open_interest") and box.strike("no-interest", at_ms, ticker):
        row = {**row, "open_interest": 0}
    if "last_quote" in row and box.strike("crossed-rows", at_ms, ticker):
        quote = row["last_quote"]
        row = {**row, "last_quote": {**quote, "bid": round(quote["ask"] + 0.5, 2)}}
    return row
