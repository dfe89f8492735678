"""Each new alert with a known side meets the setups that are ready or triggered."""

from collections.abc import Iterable

import msgspec

from spxcc.engines.engine import Engine, Publication, Upstream, later
from spxcc.engines.flow.result import FLOW, FlowAlert
from spxcc.engines.setups.result import SETUPS, Setup
from spxcc.engines.stances import params
from spxcc.engines.stances.result import FLOW_STANCE, STANCES, Stance, StancesResult
from spxcc.market.snapshot import MarketSnapshot

UNDERLYINGS = ("SPX", "SPY")


class StancesMemory(msgspec.Struct, frozen=True):
    """Alerts that have spoken, oldest first."""

    told: tuple[str, ...] = ()


def compute(snapshot: MarketSnapshot, upstream: Upstream, memory: StancesMemory) -> tuple[StancesResult, StancesMemory]:
    """One step. An alert speaks once, of the setups that are open then."""
    flow, setups = upstream.get(FLOW), upstream.get(SETUPS)
    if flow is None or setups is None:
        return StancesResult(reason="no result of flow or setups"), memory
    fresh = [alert for alert in flow.new if alert.id not in memory.told]
    if not fresh:
        return StancesResult(), memory
    live = [setup for setup in setups.setups if setup.state in ("ready", "triggered")]
    new = tuple(found for alert in fresh for setup in live if (found := stance_of(alert, setup)) is not None)
    told = (*memory.told, *(alert.id for alert in fresh))
    return StancesResult(new=new), StancesMemory(told[-params.KEPT :])


def stance_of(alert: FlowAlert, setup: Setup) -> Stance | None:
    """By the sign of the delta that the customer took; `None` where the side is not known well enough."""
    unsure = alert.side == "unknown" or alert.side_confidence < params.LEAST_CERTAINTY
    if unsure or alert.package is not None or alert.symbol not in UNDERLYINGS:
        return None
    upward = (alert.right == "C") == (alert.side == "buy")
    relation = "confirms" if upward == (setup.side == "long") else "opposes"
    return msgspec.convert(
        {
            "id": f"{alert.id}:{setup.id}",
            "alert_id": alert.id,
            "setup_id": setup.id,
            "relation": relation,
            "words": f"{relation} {setup.kind} {setup.side} at {_place(setup)}",
            "certainty": alert.side_confidence,
            "ts": alert.ts_event,
        },
        Stance,
    )


def _place(setup: Setup) -> str:
    price = f"{setup.level_price:,.1f}".removesuffix(".0")
    return price if setup.level_label.replace(",", "") == price.replace(",", "") else f"{setup.level_label} {price}"


def _publish(result: StancesResult) -> Iterable[Publication]:
    yield Publication(FLOW_STANCE, result.new)


ENGINE: Engine[StancesResult, StancesMemory] = Engine(
    key=STANCES,
    compute=compute,
    initial=StancesMemory,
    publish=_publish,
    channels=(FLOW_STANCE,),
    needs=(FLOW, SETUPS),
    explain=later("spxcc.engines.stances.explain:explain"),
)
