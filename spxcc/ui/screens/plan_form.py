"""The plan card as lines to type, and back: what was typed becomes a card, or one sentence."""

from collections.abc import Mapping
from typing import Any

from spxcc.engines.plan.result import PlanCard
from spxcc.ui import format as words

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("bias", "bias", "long, short or none"),
    ("line", "line in the sand", "the price that proves it wrong"),
    ("levels", "levels I act at", "at most two, such as 6905 6880"),
    ("setups", "setups allowed", "names, by commas; empty = any"),
    ("max_loss_usd", "max loss $", "of the day"),
    ("max_trades", "max trades", "of the day"),
    ("windows", "no-trade windows", "such as 12:00-13:30, by commas"),
    ("not_today", "today I will not", "one sentence to yourself"),
)
"""(name, words, hint) in the order of typing."""
BIASES = {"l": "long", "s": "short", "n": "none", "": "none", "long": "long", "short": "short", "none": "none"}


def texts_of(card: PlanCard | None) -> dict[str, str]:
    """What the lines say for a card."""
    if card is None:
        return {name: "" for name, _, _ in FIELDS}
    return {
        "bias": card.bias,
        "line": "" if card.line is None else f"{card.line:g}",
        "levels": " ".join(f"{level:g}" for level in card.levels),
        "setups": ", ".join(card.setups),
        "max_loss_usd": "" if card.max_loss_usd is None else f"{card.max_loss_usd:g}",
        "max_trades": "" if card.max_trades is None else str(card.max_trades),
        "windows": ", ".join(card.windows),
        "not_today": card.not_today,
    }


def card_from(texts: Mapping[str, str]) -> dict[str, Any] | str:
    """The card for the command `plan.set`, or what of the lines is not understood."""
    said = {name: texts.get(name, "").strip() for name, _, _ in FIELDS}
    bias = BIASES.get(said["bias"].casefold())
    if bias is None:
        return f"bias: expected long, short or none, found {said['bias'][:24]!r}"
    try:
        return {
            "bias": bias,
            "line": _number("line in the sand", said["line"]),
            "levels": [_number("levels", text) for text in said["levels"].split()],
            "setups": _listed(said["setups"]),
            "max_loss_usd": _number("max loss", said["max_loss_usd"].lstrip("−-")),
            "max_trades": _count(said["max_trades"]),
            "windows": _listed(said["windows"]),
            "not_today": said["not_today"],
        }
    except ValueError as error:
        return str(error)


def result_of(text: str) -> dict[str, float] | str:
    """`-1`, `1.5R`, `-1 -450$` as R and dollars of a closed trade, or what is not understood."""
    parts = text.replace("−", "-").replace(",", "").split()
    found: dict[str, float] = {}
    for part in parts:
        name = "usd" if "$" in part else "r"
        try:
            value = float(part.replace("$", "").rstrip("rR"))
        except ValueError:
            return f"expected a result such as -1 or 1.5 -450$, found {words.ABSENT if not part else part[:24]!r}"
        found[name] = value
    return found if "r" in found else "expected the result in R, such as -1 or 1.5; dollars may follow as 120$"


def _number(name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text.replace(",", "").rstrip("$"))
    except ValueError:
        raise ValueError(f"{name}: expected a number, found {text[:24]!r}") from None


def _count(text: str) -> int | None:
    if text and not text.isdecimal():
        raise ValueError(f"max trades: expected a whole number, found {text[:24]!r}")
    return int(text) if text else None


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
