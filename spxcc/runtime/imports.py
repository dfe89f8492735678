"""Where an imported session comes from, and what of its day is missing."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from spxcc.feeds.catalog import PlannedFeed
from spxcc.feeds.files.replay import FileReplayFeed
from spxcc.ledger.recording.writer import Gap
from spxcc.market.events import Bar, ChainSnapshot, FeedNotice, OptionQuote, OptionTrade
from spxcc.market.session import to_exchange
from spxcc.market.units import NANOS_PER_MINUTE
from spxcc.runtime.clock import LeapingClock

CHUNK = 1 << 20


def provenance_of(files: Sequence[Path], plan: PlannedFeed) -> tuple[str, ...]:
    """Each file with its size and SHA-256 (a directory with what it holds), then what the readers remarked."""
    remarks = [event.text for event in _feed(plan).script.opening if isinstance(event, FeedNotice)]
    return (*(_told(path) for path in files), *remarks)


def gaps_of(plan: PlannedFeed) -> tuple[Gap, ...]:
    """Minutes of the session without a bar of a symbol that has others, and inputs that are missing altogether."""
    script = _feed(plan).script
    begin, end = script.session.open_at, script.session.close_at
    starts: dict[str, set[int]] = {}
    for event in (*script.opening, *script.events):
        if isinstance(event, Bar) and event.interval_s == 60 and begin <= event.start < end:
            starts.setdefault(event.symbol, set()).add(event.start)
    found = [gap for symbol, there in sorted(starts.items()) for gap in _missing(symbol, there, begin, end)]
    kinds = {type(event) for event in (*script.opening, *script.events)}
    chain = "one chain for the whole day" if ChainSnapshot in kinds else "no option chain"
    if OptionQuote not in kinds:
        found.append(Gap(begin, end, f"no option quotes: {chain}"))
    if OptionTrade not in kinds:
        found.append(Gap(begin, end, "no option prints: no flow"))
    return tuple(found)


def _missing(symbol: str, there: set[int], begin: int, end: int) -> list[Gap]:
    """Runs of minutes that have no bar."""
    found: list[Gap] = []
    for start in range(begin, end, NANOS_PER_MINUTE):
        if start in there:
            continue
        if found and found[-1].until == start:
            found[-1] = Gap(found[-1].start, start + NANOS_PER_MINUTE, found[-1].what)
        else:
            found.append(Gap(start, start + NANOS_PER_MINUTE, f"no minute bars of {symbol}"))
    return found


def _told(path: Path) -> str:
    if path.is_dir():
        return f"{path.name}/: {sum(1 for each in path.rglob('*') if each.is_file()):,} files"
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    made = to_exchange(path.stat().st_mtime_ns).date().isoformat()
    return f"{path.name}: {path.stat().st_size:,} bytes of {made}, SHA-256 {digest.hexdigest()}"


def _feed(plan: PlannedFeed) -> FileReplayFeed:
    feed = plan.build(LeapingClock(plan.start_at or 0))
    if not isinstance(feed, FileReplayFeed):
        raise TypeError(f"expected the feed of files, found {feed.name}")
    return feed
