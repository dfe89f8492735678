"""What Massive's answers mean: way, key, plan, delay, and each endpoint and stream."""

import msgspec

from spxcc.feeds.massive.capability import LACKS, Capability, capability_of
from spxcc.feeds.massive.params import CLUSTERS, Cluster
from spxcc.runtime.doctor.check import Check, fail, ok, skip, warn
from spxcc.runtime.doctor.upstream_found import ASKED, Part, UpstreamFound
from spxcc.runtime.doctor.upstream_plan import plans_of
from spxcc.runtime.doctor.words import clean, millis

KEY = "set SPXCC_MASSIVE_KEY or MASSIVE_API_KEY"


def no_key_check(feed: str) -> Check:
    """No key is configured."""
    if feed == "massive":
        return fail(
            "upstream.key", "no key, and the setting feed is massive", "a key of Massive", f"To go live, {KEY}."
        )
    return skip("upstream.key", "no key is configured, so nothing is asked of Massive", f"To go live, {KEY}.")


def upstream_checks(found: UpstreamFound) -> list[Check]:
    """All checks of a key."""
    checks = [reach_check(found), key_check(found)]
    if found.key_taken:
        checks += [simulator_check(found), plan_check(found), delay_check(found)]
        checks += [part_check(part, found) for part in ASKED if part != "time"]
    checks += limit_checks(found)
    if found.key_taken:
        checks += [stream_check(cluster, found) for cluster in CLUSTERS]
    return _told_once(checks)


def reach_check(found: UpstreamFound) -> Check:
    """Does anybody answer."""
    name, expected = "upstream.reach", f"Massive's API at {found.place}"
    remedy = "Check this machine's network and the setting massive_url."
    if found.dns is not None and found.dns.why:
        return fail(name, f"{found.place}: {found.dns.said}", expected, remedy)
    first = next(iter(found.answers.values()), None)
    if first is None:
        return fail(name, "no answer in time", expected, remedy)
    if first.kind == "unreachable":
        return fail(name, first.said, expected, remedy)
    if first.kind in ("transient", "unreadable", "refused", "unknown") and not first.limited:
        return fail(
            name, first.said, expected, f"Try again in a minute; if it stays so, {remedy[0].lower()}{remedy[1:]}"
        )
    return ok(name, f"{found.place} answers" + (f" ({millis(first.took_ms)})" if first.took_ms else ""))


def key_check(found: UpstreamFound) -> Check:
    """Is the key taken."""
    name = "upstream.key"
    refused = next((answer for answer in found.answers.values() if answer.kind == "config"), None)
    if refused is not None:
        return fail(
            name,
            refused.said,
            "a key that Massive takes",
            "Copy the key anew from Massive's dashboard and " + KEY + ".",
        )
    if not found.key_taken:
        return skip(name, "a key is configured; whether it is taken is not known")
    return ok(name, "the key is taken")


def simulator_check(found: UpstreamFound) -> Check:
    """Whose data are these."""
    name = "upstream.simulator"
    if found.simulator is not None:
        return warn(
            name, f"a simulator answers ({clean(found.simulator)})", "Massive itself",
            "Nothing if that is meant; else remove massive_url from the settings.",
        )  # fmt: skip
    if not found.own:
        return warn(
            name, f"{found.place} is not Massive's own host, so the screen says SIM", "https://api.massive.com",
            "Nothing if that is meant; else remove massive_url from the settings.",
        )  # fmt: skip
    return ok(name, "Massive's own host, no simulator")


def plan_check(found: UpstreamFound) -> Check:
    """Which plans, by what the key gets."""
    plans = plans_of(found)
    if not plans:
        return skip("upstream.plan", "not known: too few questions were answered")
    return ok("upstream.plan", f"{', '.join(plans)}, by what the key gets")


def delay_check(found: UpstreamFound) -> Check:
    """Are data late."""
    name = "upstream.delay"
    told = [part for part, answer in found.answers.items() if part != "time" and answer.kind == ""]
    if not told:
        return skip(name, "not known: no data came")
    late = [ASKED[part].what for part in told if found.answers[part].late]
    if not late:
        return ok(name, "real time")
    return warn(
        name, f"DELAYED, 15 minutes late: {', '.join(late)}", "real time",
        "Nothing if late data will do; else take the plans Options Advanced and Indices Advanced.",
    )  # fmt: skip


def part_check(part: Part, found: UpstreamFound) -> Check:
    """One endpoint."""
    name, asking, answer = f"upstream.{part}", ASKED[part], found.answers.get(part)
    if answer is not None and answer.limited:
        return skip(name, f"{asking.what}: over the plan's calls")
    if answer is None:
        no_contract = asking.of_contract and not found.contract and not found.left_out
        return skip(name, f"{asking.what}: " + ("no contract is known" if no_contract else found.left_out or "no time"))
    if answer.kind == "":
        if answer.rows:
            return ok(name, f"{asking.what} ({millis(answer.took_ms)})")
        return warn(name, f"{asking.what}: an empty answer", "one row", "Try again when the market is open.")
    if answer.kind == "denied":
        return _lacking(name, f"{asking.what}: {answer.said}", asking.capability)
    if answer.kind == "unknown":
        return warn(name, f"{asking.what}: {answer.said}", "an answer", "Try again when the market is open.")
    return fail(name, f"{asking.what}: {answer.said}", "an answer", "Try again in a minute.")


def limit_checks(found: UpstreamFound) -> list[Check]:
    """Was it too much: only then a check."""
    hit = next((part for part, answer in found.answers.items() if answer.limited), None)
    if hit is None:
        return []
    asked, remedy = (
        list(found.answers).index(hit),
        "Wait a minute; set massive_calls_per_minute to what the plan allows.",
    )
    expected = "calls of the plan, 5 a minute on the free one"
    return [warn("upstream.limit", f"HTTP 429 after {asked} calls", expected, remedy)]


def stream_check(cluster: Cluster, found: UpstreamFound) -> Check:
    """One cluster."""
    name, stream = f"upstream.stream_{cluster}", found.streams.get(cluster)
    if stream is None:
        return skip(name, found.streams_left_out or "not tried in time")
    if stream.acked:
        return ok(name, f"logged in, subscribed to {stream.param}")
    what: Capability | None = capability_of(stream.param)
    if stream.refused and stream.ready:
        return _lacking(name, f"logged in, but {stream.param} is refused", what)
    if stream.refused:
        whole: dict[Cluster, Capability] = {"indices": "indices", "stocks": "stocks", "options": "option_trades"}
        return _lacking(name, stream.said, whole[cluster])
    return fail(
        name, stream.said or "no acknowledgement", f"a login at the cluster {cluster}",
        "Check the setting massive_ws_url, and that no other program holds this key's streams.",
    )  # fmt: skip


def _told_once(checks: list[Check]) -> list[Check]:
    """The price of a plan stands at the first line that lacks it."""
    told: dict[str, str] = {}
    once: list[Check] = []
    for check in checks:
        first = told.setdefault(check.remedy, check.id) if check.remedy else check.id
        same = first != check.id
        name = first.partition(".")[2].replace("_", " ")
        once.append(msgspec.structs.replace(check, remedy=f"As at `{name}` above.") if same else check)
    return once


def _lacking(name: str, found: str, capability: Capability | None) -> Check:
    if capability is None:
        return warn(name, found, "data of the plan", "Take a plan that has it.")
    lack = LACKS[capability]
    remedy = f"{lack.has}; without it {lack.costs}."
    if capability == "chain":
        return fail(name, found, f"a plan with {lack.what}", remedy)
    return warn(name, found, f"a plan with {lack.what}", remedy)
