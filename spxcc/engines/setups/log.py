"""One line of the log of a setup's life."""

from hashlib import blake2s

from spxcc.engines.common import UnixMillis
from spxcc.engines.setups.lifecycle import Tracked
from spxcc.engines.setups.result import SetupEvent


def event_of(
    one: Tracked, session: str, phase: str, at: UnixMillis, seen: UnixMillis, price: float, reason: str
) -> SetupEvent:
    """The line of one step. The digest covers conditions, plan and trade, so what it was decided on."""
    setup, trade = one.setup, one.trade
    found = [f"{check.name} {check.value} {check.need} {check.ok}" for check in setup.checks]
    text = "|".join([*found, str(setup.entry), str(setup.stop), str(setup.t1), str(setup.t2), str(trade), str(price)])
    return SetupEvent(
        id=setup.id, kind=setup.kind, session=session, side=setup.side, level_id=setup.level_id,
        seq=one.seq, phase=phase, t_event=at, t_seen=max(seen, at), price=round(price, 2),
        reason=reason, rules_version=setup.rules_version, gates=one.gates,
        digest=blake2s(text.encode(), digest_size=8).hexdigest(), entry=setup.entry, stop=setup.stop, t1=setup.t1,
        t2=setup.t2, shadow=bool(one.gates),
    )  # fmt: skip
