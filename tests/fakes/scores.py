"""Scores for the screen: a backtest of many days, and some outcomes that came true."""

from spxcc.engines.score.result import CellKey, CellScore, ScoreResult, Source


def cell(
    source: Source = "backtest", kind: str = "fade_at_wall", rules: str = "v1+open", n: int = 638, shadow: bool = False
) -> CellScore:
    """A cell as the statistics make it."""
    book = "live" if source == "forward" else "42fb6e22de068ac9"
    key = CellKey(source, book, kind, rules, "697ddfda08", "minutes", shadow)
    return CellScore(
        key=key, n=n, days=max(1, n * 236 // 638), wins=round(0.483 * n), probability=0.482, low=0.444, high=0.522,
        null=0.469, geometric=0.5, edge=0.013, best=0.484, r=-0.01, r_low=-0.11, r_high=0.09, grade="indicative",
        first="2024-04-03", last="2025-04-02", control=0.45, control_n=n * 200, control_r=-0.04, percentile=86.0,
        p_value=0.14, q=0.53,
    )  # fmt: skip


def score_result(rules_version: str = "abc123") -> ScoreResult:
    """Of the fade: a backtest by open gates, and forward outcomes of the rules that the fake setups have."""
    return ScoreResult(cells=(cell(), cell("forward", rules=rules_version, n=31)), head="ab" * 32)
