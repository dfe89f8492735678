"""Everything that a gex result may say besides the bars, made without randomness."""

import math

import msgspec

from spxcc.engines.gex.result import (
    Combined,
    Coverage,
    GexChange,
    GexResult,
    HeatMap,
    HedgeFlow,
    Quality,
    Root,
    Scope,
    StrikeGrid,
    View,
    Wall,
)

MINUTE_MS = 60_000


def completed(gex: GexResult, now_ms: int, close_minutes: int = 88) -> GexResult:
    """`gex` with scopes, flows, map, views, combined and quality around its own numbers."""
    net, call, put, spot = gex.net_gex, gex.call_gex, gex.put_gex, gex.spot
    if net is None or call is None or put is None or spot is None:
        return gex
    return msgspec.structs.replace(
        gex,
        flips=() if gex.flip_point is None else (Root(6702.5, -2e6, False), Root(gex.flip_point, 9e6, True)),
        call_walls=walls(6905.0, 6900.0, 1),
        put_walls=walls(6870.0, 6875.0, -1),
        scopes=scopes(net, call, put, gex.flip_point),
        dex=241.2e9,
        vanna=15.555e9,
        charm=-15.18e9,
        charm_to_close=-2.31e9,
        speed=412e6,
        hedge_flows=flows(net, close_minutes),
        heat=heat(spot, now_ms, close_minutes),
        grid=grid(gex),
        change=change(gex, now_ms),
        volume_view=View(name="volume", net=1.1e9, call=4.2e9, put=-3.1e9, flip=None, contracts=2_973_000),
        flow_view=View(
            name="flow-adjusted", net=None, call=None, put=None, flip=None, contracts=0,
            reason="no print of today with a known side",
        ),
        combined=Combined(
            symbols=("SPX", "SPY"), ratios={"SPX": 1.0, "SPY": 10.0359}, net=net * 1.2, call=call * 1.1, put=put * 1.12,
            gross=call - put, flip=6889.5, flip_reason=None, call_wall=6905.0, put_wall=6870.0, by_strike=(),
        ),
        coverage=Coverage(
            contracts_total=8484, contracts_used=8290, oi_total=14_412_000, oi_used_share=0.9962, iv_from_mid=7805,
            iv_from_vendor=285, crossed=3, iv_filled=100, iv_from_last=40, iv_unbid=60, oi_valid_share=0.9741,
            oi_filled_share=0.0221,
        ),
        quality=Quality(
            sign_model="standard", source="sim", delay_s=0.0, spot_age_s=0.2, quotes_age_s=4.0,
            forwards={"interpolated": 2, "parity": 28}, worst_forward_sd=0.14,
        ),
        warnings=("2 of 30 expiries have a forward by interpolation",),
    )  # fmt: skip


def walls(net: float, gross: float, side: int) -> tuple[Wall, ...]:
    """Three by net, then three by gross."""
    return tuple(
        Wall(strike=first + side * 25.0 * at, gex=side * (3e8 - 5e7 * at), share=0.08 - 0.01 * at, definition=name)
        for name, first in (("net", net), ("gross", gross))
        for at in range(3)
    )


def scopes(net: float, call: float, put: float, flip: float | None) -> dict[str, Scope]:
    """All six."""
    shares = {"all": 1.0, "0dte": 0.4, "week": 0.7, "monthly": 0.2, "ex-0dte": 0.6, "ex-next-opex": 0.8}
    return {
        name: Scope(
            net=net * share, call=call * share, put=put * share, gross=(call - put) * share,
            flip=None if name == "monthly" else flip,
        )
        for name, share in shares.items()
    }  # fmt: skip


def flows(net: float, close_minutes: int) -> tuple[HedgeFlow, ...]:
    """The default scenarios."""
    moves = [(share, 0.0, 0.0) for share in (-0.02, -0.01, -0.005, 0.005, 0.01, 0.02)]
    moves += [(0.0, float(close_minutes), 0.0), (0.0, 0.0, -1.0), (0.0, 0.0, 1.0), (-0.01, 60.0, 1.0)]
    return tuple(flow(net, *move) for move in moves)


def flow(net: float, share: float, minutes: float, points: float) -> HedgeFlow:
    """One scenario whose parts add up."""
    parts = [
        float(round(part)) for part in (-100 * net * share, 4e6 * minutes, -6e8 * points, 3e9 * share * share * 100)
    ]
    return HedgeFlow(
        spot_share=share, minutes=minutes, vol_points=points, flow=sum(parts), gamma=parts[0], charm=parts[1],
        vanna=parts[2], residual=parts[3],
    )  # fmt: skip


def heat(spot: float, now_ms: int, close_minutes: int) -> HeatMap:
    """Zero gamma falls towards spot, and everything grows towards the close."""
    levels = tuple(round(spot * (1 + 0.015 * (at - 20) / 20), 4) for at in range(41))
    times = tuple(now_ms + at * (close_minutes - 1) * MINUTE_MS // 12 for at in range(13))
    net = tuple(
        tuple(
            float(
                round(2e9 * (1 + at / 6) * math.tanh((one - spot - 4 + at * 0.5) / (40 - 2 * at)) * weight(one, spot))
            )
            for one in levels
        )
        for at in range(13)
    )
    return HeatMap(levels=levels, times=times, net=net)


def grid(gex: GexResult) -> StrikeGrid:
    """Four dates that hold 60, 20, 10 and 5 percent of each strike."""
    rows = gex.by_strike[2:-9]
    return StrikeGrid(
        dates=("2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24"),
        strikes=tuple(row.strike for row in rows),
        net=tuple(tuple(float(round(row.net * share)) for share in (0.6, 0.2, 0.1, 0.05)) for row in rows),
        later=tuple(float(round(row.net * 0.05)) for row in rows),
    )


def change(gex: GexResult, now_ms: int) -> GexChange:
    """Five minutes in which the total fell by 420M, most of it below spot."""
    rows, net = gex.by_strike[2:-9], gex.net_gex or 0.0
    nets = tuple(float(round(net + part * 1e6)) for part in (420, 360, 300, 310, 240, 180, 120, 90, 70, 20, 0))
    return GexChange(
        since=now_ms - 5 * MINUTE_MS,
        until=now_ms,
        net=-420e6,
        times=tuple(now_ms - (10 - at) * MINUTE_MS // 2 for at in range(11)),
        nets=nets,
        strikes=tuple(row.strike for row in rows),
        by_strike=tuple(float(round(0.2 * row.net if row.strike > 6890 else 0.4 * row.net)) for row in rows),
    )


def weight(level: float, spot: float) -> float:
    """Less gamma away from spot."""
    return math.exp(-(((level - spot) / 70) ** 2))
