"""What can go wrong on purpose: switchable, seeded and counted."""

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from spxcc.feeds.simulator.scenario import nominal_minute

KINDS: Mapping[str, str] = {
    "drop": "stream: the connection ends without a word (1006)",
    "close-1000": "stream: normal close",
    "close-1001": "stream: the server goes away",
    "close-1008": "stream: policy close",
    "evict": "stream: max_connections, then 1008",
    "force-disconnect": "stream: the status, then the end",
    "slow-consumer": "stream: the status, then the end",
    "half-open": "stream: open, but neither data nor pongs any more",
    "freeze": "stream: open and ponging, but no data; silences of more than 2 s count, once each",
    "garbage-frames": "stream: a frame that is no JSON",
    "wrong-events": "stream: events of the right form with wrong types",
    "unknown-events": "stream: events of an unknown kind",
    "duplicates": "stream: an event twice",
    "out-of-order": "stream: an event 50–500 ms late; those count that leave behind a newer one of their symbol",
    "late-prints": "stream: a print 2 to `value` seconds late (900)",
    "missing-bars": "stream: no minute bar",
    "rewritten-bars": "stream: a minute bar with less volume first, the right one 5 s later",
    "crossed-quotes": "stream: bid above ask",
    "zero-quotes": "stream: bid and ask of 0",
    "outliers": "stream: a value or share price (no odd lot) times 1.05",
    "skew": "stream and server time: `value` seconds ahead (5)",
    "burst": "stream: every print `value` times more (50)",
    "halt": "both: nothing trades, the index stands still, SPY sends LULD; counted as freeze",
    "429": "REST: over the limit; Retry-After of `value` seconds if above 0",
    "429-empty": "REST: over the limit, without a body",
    "500-html": "REST: 500 with HTML",
    "502-empty": "REST: 502 without a body",
    "timeout": "REST: no answer",
    "revoked": "REST: 401",
    "not-entitled": "REST: 403",
    "slow-body": "REST: the body in pieces, `value` seconds apart (1)",
    "truncated": "REST: the body cut in half, well framed",
    "reset": "REST: the connection ends within the body",
    "huge-body": "REST: a body of `value` megabytes (1024)",
    "garbage-body": "REST: 200 and no JSON",
    "page-fails": "REST: 400 for every page but the first",
    "cursor-loop": "REST: next_url is the page itself",
    "missing-greeks": "chain: rows without greeks and volatility; those out of the money with a bid count",
    "odd-greeks": "chain: volatility 8.0 or 0, delta 0, gamma −3e-10",
    "no-interest": "chain: open interest of 0 where there is some",
    "crossed-rows": "chain: bid above ask",
    "foreign-rows": "chain: a row that the filter excludes",
    "missing-rows": "chain: rows left out of a page",
}


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}):
    """One fault. rate: share of the chances taken, 0 … 1. since, until: exchange times "HH:MM[:SS]" of the session, ""
    = open. times: at most so often, 0 = without limit. value: see `KINDS`, 0 = its default.
    """

    name: str
    rate: float = 1.0
    since: str = ""
    until: str = ""
    times: int = 0
    value: float = 0.0


def checked(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """The faults. Raises ValueError for a name, rate or time that is none."""
    for fault in faults:
        if fault.name not in KINDS:
            raise ValueError(f"expected a fault of {', '.join(KINDS)}, found {fault.name[:24]!r}")
        if not 0 <= fault.rate <= 1:
            raise ValueError(f"expected a rate from 0 to 1 for {fault.name}, found {fault.rate}")
        for text in (fault.since, fault.until):
            if text:
                _after_open(text)
    return tuple(faults)


def _after_open(clock: str) -> float:
    try:
        return 60_000.0 * nominal_minute(clock)
    except ValueError:
        raise ValueError(f"expected a time such as 10:30, found {clock[:24]!r}") from None


class FaultBox:
    """The faults that are on, and how often each has struck."""

    def __init__(self, seed: int, faults: Sequence[Fault] = ()) -> None:
        self._seed = seed
        self.active = checked(faults)
        self.counts: Counter[str] = Counter()
        self._taken: Counter[str] = Counter()
        self._by_name: dict[str, list[Fault]] = {}
        self.switch(faults)

    def switch(self, faults: Sequence[Fault]) -> None:
        """From now on these, and only these; counters stay. Raises ValueError."""
        self.active = checked(faults)
        self._taken.clear()
        self._by_name = {}
        for fault in self.active:
            self._by_name.setdefault(fault.name, []).append(fault)

    def hit(self, name: str, at_ms: int, *key: object) -> Fault | None:
        """The fault, if it strikes the chance that `key` names at `at_ms` after the open. Not counted yet."""
        for fault in self._by_name.get(name, ()):
            if fault.since and at_ms < _after_open(fault.since):
                continue
            if fault.until and at_ms >= _after_open(fault.until):
                continue
            if fault.times and self._taken[name] >= fault.times:
                continue
            if fault.rate < 1 and self._share(name, key) >= fault.rate:
                continue
            self._taken[name] += 1
            return fault
        return None

    def standstill(self, at_ms: int) -> int:
        """The moment that is shown at `at_ms`: in a halt its beginning."""
        for fault in self._by_name.get("halt", ()):
            begin = int(_after_open(fault.since)) if fault.since else 0
            if begin <= at_ms and not (fault.until and at_ms >= _after_open(fault.until)):
                return begin if fault.since else at_ms
        return at_ms

    def on(self, name: str) -> bool:
        """Whether a fault of that name is switched on at all."""
        return name in self._by_name

    def strike(self, name: str, at_ms: int, *key: object) -> Fault | None:
        """As `hit`, and counted."""
        fault = self.hit(name, at_ms, *key)
        if fault is not None:
            self.counts[name] += 1
        return fault

    def _share(self, name: str, key: tuple[object, ...]) -> float:
        """Evenly spread over 0 … 1 by seed, name and key."""
        text = f"{self._seed}|{name}|{'|'.join(map(str, key))}"
        first = zlib.crc32(text.encode())
        return zlib.crc32(first.to_bytes(4, "big") + text.encode()[::-1]) / 2**32


class FaultScript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of faults."""

    faults: tuple[Fault, ...] = ()


def faults_from(text: bytes, toml: bool) -> tuple[Fault, ...]:
    """Faults of a TOML file (`[[faults]]`) or of a JSON list or object. Raises ValueError."""
    try:
        if toml:
            return checked(msgspec.toml.decode(text, type=FaultScript).faults)
        found = msgspec.json.decode(text, type=FaultScript | list[Fault])
    except msgspec.DecodeError as error:
        raise ValueError(f"expected a list of faults such as [{{'name': 'drop'}}], found: {error}") from None
    return checked(found.faults if isinstance(found, FaultScript) else found)
