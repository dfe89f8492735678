"""Rules of the risk card, the table `[risk]` of the settings. All are advice."""

import msgspec

LIMITS = (
    "max_loss_r", "max_loss_usd", "max_trade_r", "max_trades", "cool_after", "stop_after", "trade_usd", "max_debit",
)  # fmt: skip


class RiskRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """0 (or `None`) switches a limit off.

    max_loss_r, max_loss_usd: of the day. max_trade_r: of one trade. cool_after losses in a row ask for cool_down_min
    without entries, stop_after end the day. last_entry_min, flatten_min: before the close, so that a half day shortens
    both. reduce_at: share of a day's limit from which on size is to be smaller, reduced_share: to that share of it.
    one_position: none is added to. trade_usd: what one trade may lose at its stop. max_debit: the whole premium at most
    so many times that, because an option can lose all of it.
    """

    max_loss_r: float | None = 2.0
    max_loss_usd: float | None = None
    max_trade_r: float | None = 1.0
    max_trades: int | None = 6
    cool_after: int | None = 2
    cool_down_min: int = 15
    stop_after: int | None = 3
    last_entry_min: int = 30
    flatten_min: int = 10
    reduce_at: float = 0.5
    reduced_share: float = 0.5
    trade_usd: float | None = None
    max_debit: float | None = 3.0
    one_position: bool = True


def problem(rules: RiskRules) -> str | None:
    """What is wrong with the values, as a sentence; `None` if they can be."""
    for name in ("max_loss_r", "max_loss_usd", "max_trade_r", "trade_usd", "max_debit"):
        value = getattr(rules, name)
        if value is not None and not value >= 0:
            return f"expected risk.{name} from 0 (off) on, found {value:g}; the limit is a loss written without a sign"
    for name in ("max_trades", "cool_after", "stop_after"):
        value = getattr(rules, name)
        if value is not None and value < 0:
            return f"expected risk.{name} from 0 (off) on, found {value}"
    for name in ("cool_down_min", "last_entry_min", "flatten_min"):
        value = getattr(rules, name)
        if not 0 <= value <= 390:
            return f"expected risk.{name} of 0 to 390 minutes, found {value}"
    for name in ("reduce_at", "reduced_share"):
        value = getattr(rules, name)
        if not 0 < value <= 1:
            return f"expected risk.{name} above 0 up to 1, found {value:g}"
    return None


def switched(rules: RiskRules) -> RiskRules:
    """The rules with `None` for every limit that is off."""
    off = {name: None for name in LIMITS if not getattr(rules, name)}
    return msgspec.structs.replace(rules, **off)
