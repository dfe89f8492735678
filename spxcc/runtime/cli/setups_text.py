"""What `spxcc setups` prints."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click
import msgspec

from spxcc.engines.setups.features.functions import REGISTRY
from spxcc.engines.setups.trial.dry_run import LEVEL, DryRun
from spxcc.engines.setups.trial.verdict import Row
from spxcc.runtime.setup_files import Catalogue
from spxcc.runtime.setup_funnel import Funnels

PUBLISHED: Mapping[str, tuple[float, float, int, float, float, float]] = {
    "S1": (2.30, 47.8, 3450, 50.0, -0.044, 0.017),
    "S3": (3.14, 40.8, 4498, 40.9, 0.029, 0.020),
    "S4": (1.99, 51.4, 2967, 51.0, 0.033, 0.021),
    "S5": (1.03, 53.3, 1437, 53.0, 0.004, 0.024),
    "S6": (1.08, 43.7, 1617, 43.8, 0.018, 0.033),
    "S7": (0.97, 49.4, 1457, 50.0, -0.013, 0.026),
    "S9": (1.84, 49.8, 2755, 50.0, -0.006, 0.019),
    "S10": (0.18, 54.5, 264, 52.1, 0.032, 0.061),
    "S12": (0.26, 27.2, 371, 25.0, 0.144, 0.089),
}
"""The dry run that came with the definitions: a day, win % of resolved, resolved, null %, mean R, its error."""
HEAD = f"{'':5}{'setup':22}{'a day':>6} {'T1 win':>15} {'null':>6} {'mean R':>14} {'random':>7} {'amb.':>5} {'p':>6} │ "
HEAD += f"{'a day':>5} {'T1 win':>15} {'null':>6} {'mean R':>14}"


def print_dry_run(found: DryRun) -> None:
    """The table, the published one beside it, and the verdict."""
    click.echo(
        f"\r\x1b[K{found.days:,} days without drift, seed {found.seed}; right: as the definitions were published"
    )
    click.echo(HEAD)
    for row in found.rows:
        p = min((held[row.kind] for held in (found.adjusted_r, found.adjusted_won) if row.kind in held), default=None)
        click.echo(f"{_own(row, p)} │ {_published(row.code)}")
    click.echo("T1 win: of trades that reached T1 or the stop (their number). random: mean R of random entries, same")
    click.echo("minute, side and distances. p: of no difference in R or wins from them, the smaller, after Holm.")
    for kind in found.departs:
        click.echo(f"{kind} departs from random entries at {LEVEL:.0%}: its rules look ahead, or are resolved wrongly")
    if not found.departs:
        click.echo(f"none of {len(found.rows)} departs from random entries at {LEVEL:.0%}")


def _own(row: Row, p: float | None) -> str:
    start = f"{row.code[:4]:5}{row.kind[:21]:22}{row.trades / row.sessions:6.2f}"
    if row.r is None or row.se is None or row.control_r is None:
        return f"{start} {'no trade':>15} {'':6} {'':14} {'':7} {'':5} {'':6}"
    won = f"{100 * row.won:.1f} % ({row.resolved:,})" if row.won is not None else "none resolved"
    null = f"{100 * row.null:.1f} %" if row.null is not None else "-"
    mean = f"{row.r:+.3f} ± {row.se:.3f}"
    shown = "-" if p is None else f"{p:.3f}"
    return f"{start} {won:>15} {null:>6} {mean:>14} {row.control_r:+7.3f} {100 * row.ambiguous:4.2f}% {shown:>6}"


def _published(code: str) -> str:
    if code not in PUBLISHED:
        return "not published"
    rate, won, resolved, null, mean, error = PUBLISHED[code]
    share, each = f"{won:.1f} % ({resolved:,})", f"{mean:+.3f} ± {error:.3f}"
    return f"{rate:5.2f} {share:>15} {null:4.1f} % {each:>14}"


def dry_run_object(found: DryRun) -> dict[str, Any]:
    """For JSON."""
    rows = [{**asdict(row), "p_r_holm": found.adjusted_r.get(row.kind), "p_won_holm": found.adjusted_won.get(row.kind)}
            for row in found.rows]  # fmt: skip
    return {"seed": found.seed, "days": found.days, "rows": rows, "departs": list(found.departs)}


def print_lint(found: Catalogue, as_json: bool) -> None:
    """Problems, and what is right."""
    if as_json:
        told = {"setups": [one.kind for one in found.definitions], "problems": [asdict(one) for one in found.problems]}
        click.echo(msgspec.json.encode(told))
        return
    for problem in found.problems:
        click.echo(str(problem), err=True)
    for one in found.definitions:
        click.echo(f"{one.source}: setup {one.kind} is right, rules {one.version}")


def print_catalogue(found: Catalogue, as_json: bool) -> None:
    """One line a setup."""
    if as_json:
        told = [{"code": one.code, "kind": one.kind, "title": one.title, "says": one.says, "visible": one.visible,
                 "rules_version": one.version, "source": one.source} for one in found.definitions]  # fmt: skip
        click.echo(msgspec.json.encode({"setups": told, "problems": [asdict(one) for one in found.problems]}))
        return
    for one in found.definitions:
        where = "" if one.code.startswith("S") and "/" not in one.source else f"  {one.source}"
        click.echo(f"{one.code:5}{one.kind:22}{one.visible:12}{one.version}  {one.says}{where}")
    for problem in found.problems:
        click.echo(str(problem), err=True)


def print_features(as_json: bool) -> None:
    """Name, unit, meaning."""
    rows = [(name, one.unit.value, one.says) for name, one in REGISTRY.features.items()]
    rows += [(f"{name}({_signature(one.args, one.counted)})", "", one.says) for name, one in REGISTRY.functions.items()]
    if as_json:
        click.echo(msgspec.json.encode([{"name": name, "unit": unit, "says": says} for name, unit, says in rows]))
        return
    for name, unit, says in rows:
        click.echo(f"{name:24}{unit:14}{says}")


def _signature(args: int, counted: bool) -> str:
    return ", ".join([*["x", "y"][:args], *(["n bars"] if counted else [])])


def print_funnels(found: Funnels, as_json: bool) -> None:
    """One line a setup, then what of the data was not taken as it came."""
    if as_json:
        told = {"source": found.source, "funnels": [one.as_object() for one in found.funnels], "skipped": found.skipped,
                "bad_wicks": [{"session": date, **msgspec.to_builtins(wick)} for date, wick in found.wicks],
                "half_days": found.short, "missing_minutes": dict(found.gaps)}  # fmt: skip
        click.echo(msgspec.json.encode(told))
        return
    click.echo(f"\r\x1b[K{found.source}")
    click.echo(
        f"{'setup':22}{'armed':>7}{'trigg.':>7}{'filled':>7}{'T1':>6}{'stop':>6}{'time':>6}  blocked, and its shadows"
    )
    for one in found.funnels:
        stages = "".join(f"{one.counts.get(stage, 0):7d}" for stage in ("armed", "triggered", "filled"))
        lost = one.counts.get("stop", 0) + one.counts.get("ambiguous", 0)
        ends = f"{one.counts.get('target', 0):6d}{lost:6d}{one.counts.get('time', 0):6d}"
        gates = ", ".join(f"{gate} {count}" for gate, count in sorted(one.blocked.items()))
        shadow = f"{gates} → T1 {one.shadow_won}, stop {one.shadow_lost}" if gates else "none"
        click.echo(f"{one.kind[:21]:22}{stages}{ends}  {shadow}")
    _print_remarks(found)


def _print_remarks(found: Funnels) -> None:
    if found.skipped:
        click.echo(f"not played, they need an option chain: {', '.join(found.skipped)}")
    if found.short:
        click.echo(f"half days: {', '.join(found.short)}")
    if found.gaps:
        click.echo(f"sessions with missing minutes: {', '.join(f'{date} ({count})' for date, count in found.gaps)}")
    for date, wick in found.wicks:
        back = {True: "and the next close was back", False: "and the next close was not back", None: "the last bar"}
        click.echo(f"bad wick cut: {date} {_clock(wick.at)} {wick.raw:.2f} to {wick.used:.2f}, {back[wick.returned]}")


def _clock(at: int) -> str:
    from spxcc.market.session import to_exchange

    return f"{to_exchange(at * 1_000_000):%H:%M}"
