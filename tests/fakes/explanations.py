"""Explanations made by hand."""

from typing import Any

from spxcc.engines.why.result import Contribution, Excluded, Explanation, Fact, Grade
from tests.fakes.desk_data import NOW


def contribution(at: int = 0, value: float = 1e6, **changes: Any) -> Contribution:
    """One contract of a ladder of strikes."""
    strike = 6800.0 + 5 * at
    fields: dict[str, Any] = {
        "contract": f"SPXW261119C{round(1000 * strike):08d}", "root": "SPXW", "expiry": "2026-11-19",
        "strike": strike, "right": "C", "open_interest": 100.0 + at, "held": 100.0 + at, "iv": 0.141,
        "iv_source": "mid", "greek": 0.0012, "value": value,
    }  # fmt: skip
    return Contribution(**{**fields, **changes})


def explanation(rows: int = 3, **changes: Any) -> Explanation:
    """Of net gamma exposure; `rows` contracts of a million each, smaller by a dollar from one to the next."""
    made = tuple(contribution(at, 1e6 - at) for at in range(rows))
    total = sum(row.value for row in made)
    fields: dict[str, Any] = {
        "channel": "gex:SPX", "path": "net_gex", "value": total, "unit": "USD per +1 %", "formula": "Summed up.",
        "as_of": NOW // 1_000_000, "grade": Grade("D", "rests on the sign model"), "definition": "d/1: one; two",
        "sign_model": "standard", "ages": {"spot": 0.2, "quotes": 4.0}, "coverage": 0.9962,
        "facts": (Fact("spot", 6885.86, "by index"), Fact("open interest of", None)), "greek": "Γ", "factor": 2.0,
        "contracts": rows, "total": total, "total_unit": "USD per +1 %", "total_is": "net_gex", "target": total,
        "warnings": ("two forwards are interpolated",), "contributions": made,
        "excluded": (Excluded(contract="SPXW261119P06000000", open_interest=12.0, reason="put: crossed quote"),),
    }  # fmt: skip
    return Explanation(**{**fields, **changes})
