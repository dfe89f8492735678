"""What `spxcc gex` found, and as the object that `--json` prints."""

from dataclasses import dataclass
from typing import Any

import msgspec

from spxcc.engines.gex.methods.convention import MethodResult
from spxcc.engines.gex.methods.walk import Step
from spxcc.engines.gex.result import GexResult, Wall
from spxcc.engines.gex.sensitivities import SensitivityCurves
from spxcc.market.session import to_exchange
from spxcc.market.units import UnixNanos

KEYS = (
    "symbol",
    "as_of",
    "quotes_as_of",
    "method",
    "scope",
    "spot",
    "spot_source",
    "rate",
    "net_gex",
    "call_gex",
    "put_gex",
    "gross_gex",
    "flip",
    "flips",
    "flip_reason",
    "call_wall",
    "put_wall",
    "wall_reason",
    "dex",
    "vanna",
    "charm",
    "max_pain",
    "expected_move",
    "by_expiry",
    "by_strike",
    "scopes",
    "band",
    "coverage",
    "definition",
    "warnings",
    "reason",
)
"""There for every method; `null` where it does not say."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """One run. `published`: by another tool's method, instead of our numbers. walks: by method, where asked for.
    curves: ours beside the profile, on its prices.

    spot_source: as of the gex engine; of another tool `given`, `chain` (printed), or ours where nothing is printed.
    """

    as_of: UnixNanos
    quoted_at: UnixNanos
    scope: str
    rate: float
    spot_source: str
    result: GexResult
    warnings: tuple[str, ...]
    published: MethodResult | None = None
    walks: dict[str, tuple[Step, ...]] | None = None
    curves: SensitivityCurves | None = None

    @property
    def reason(self) -> str | None:
        """Why there is no net exposure."""
        if self.published is None:
            return self.result.reason
        return self.published.reason if self.published.net is None else None


def as_object(answer: Answer, with_profile: bool) -> dict[str, Any]:
    """Everything by name; exposures in USD per +1 %, instants as ISO texts or milliseconds."""
    found: dict[str, Any] = dict.fromkeys(KEYS)
    found |= {
        "as_of": to_exchange(answer.as_of).isoformat(),
        "quotes_as_of": to_exchange(answer.quoted_at).isoformat(),
        "scope": answer.scope,
        "rate": answer.rate,
        "warnings": answer.warnings,
    }
    found |= _of_ours(answer.result) if answer.published is None else _of_published(answer.published)
    found |= {"symbol": answer.result.symbol, "spot_source": answer.spot_source}
    if not with_profile:
        found.pop("profile", None)
    if with_profile and answer.curves is not None:
        columns = (answer.curves.levels, answer.curves.gamma, answer.curves.vanna, answer.curves.charm)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        found["sensitivities"] = [dict(zip(("price", "net", "vanna", "charm"), row, strict=True)) for row in rows]
    if answer.walks is not None:
        found["difference"] = {name: [_step(step) for step in steps] for name, steps in answer.walks.items()}
    return found


def wall_of(strike: float | None, walls: tuple[Wall, ...]) -> Wall | None:
    """The published wall with its exposure and definition."""
    return next((wall for wall in walls if wall.strike == strike and wall.definition == "net"), None)


def max_pains(result: GexResult) -> dict[str, float | None]:
    """By root and expiration: `SPXW 2022-12-13`."""
    return {f"{row.root} {row.expiry}": row.max_pain for row in result.by_expiry}


def _of_ours(result: GexResult) -> dict[str, Any]:
    fields = {
        name: msgspec.to_builtins(getattr(result, name)) for name in result.__struct_fields__ if name != "warnings"
    }
    return fields | {
        "method": "spxcc",
        "flip": result.flip_point,
        "call_wall": msgspec.to_builtins(wall_of(result.call_wall, result.call_walls)),
        "put_wall": msgspec.to_builtins(wall_of(result.put_wall, result.put_walls)),
        "max_pain": max_pains(result),
    }


def _of_published(published: MethodResult) -> dict[str, Any]:
    call, put = published.call, published.put
    return {
        "method": published.name,
        "spot": published.spot,
        "rate": published.rate,
        "net_gex": published.net,
        "call_gex": call,
        "put_gex": put,
        "gross_gex": None if call is None or put is None else call - put,
        "flip": published.flip,
        "flip_reason": published.reason,
        "coverage": {"contracts_used": published.contracts, "oi_used": published.interest},
        "definition": published.definition,
        "reason": published.reason if published.net is None else None,
        "profile": list(zip(published.levels.tolist(), published.profile.tolist(), strict=True)),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "convention": step.label,
        "net_gex": step.net,
        "flip": step.flip,
        "net_change": step.net_change,
        "flip_change": step.flip_change,
    }
