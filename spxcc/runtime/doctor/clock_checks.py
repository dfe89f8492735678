"""How far this machine's clock is from others'."""

from spxcc.runtime.doctor.check import Check, fail, ok, skip, warn
from spxcc.runtime.doctor.socket_probe import Offset
from spxcc.runtime.doctor.words import moment, span

GOOD_S = 2.0
LEEWAY_S = 10.0
"""So much a server forgives in tokens; beyond it ages and countdowns are wrong to the eye as well."""
REMEDY = "Let a time service set this machine's clock, e.g. `timedatectl set-ntp true`."


def server_clock_check(offset: Offset | None) -> Check:
    """Against the server's."""
    if offset is None:
        return skip("clock.server", "no server told its time")
    return _judged("clock.server", "the server's clock", offset)


def upstream_clock_check(offset: Offset | None, simulated_s: float | None, asked: bool) -> Check:
    """Against Massive's. simulated_s: the time of a simulator, which is not ours. asked: whether there was a key."""
    name = "clock.upstream"
    if simulated_s is not None:
        return skip(name, f"the simulator lives at {moment(simulated_s)}")
    if offset is None:
        return skip(name, "Massive told no time" if asked else "Massive was not asked")
    return _judged(name, "Massive's clock", offset)


def _judged(name: str, whose: str, offset: Offset) -> Check:
    ahead = offset.ahead_s
    sure = max(0.0, abs(ahead) - offset.error_s)
    text = f"{whose} is {span(ahead)} {'ahead' if ahead > 0 else 'behind'}, ±{span(offset.error_s)}"
    if sure <= GOOD_S:
        return ok(name, text)
    if sure <= LEEWAY_S:
        return warn(name, text, f"{span(GOOD_S)} or less", REMEDY)
    return fail(name, text, f"{span(GOOD_S)} or less", REMEDY)
