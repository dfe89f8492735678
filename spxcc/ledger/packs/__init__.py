"""Packs: what was published in a session, minute by minute, without what the market's vendors sent.

Owns: the layout of a pack, its writer, its reader, and the check of what may stand in one.
May import: market, protocol.
Decided: the file begins with `SPXPACK` and a line feed, then comes one xz stream of JSON lines: the header, a line for
each sampled minute, and a last line with their count. A minute has `state` (full values that changed), `delta` (members
set and keys gone) and `events` (new ones). A pack is read whole: a day is a few megabytes, and where it
would be more, tables of strikes stand only every second, fifth, tenth minute. Only public channels may
stand in it, at most one value a minute each, decoded by their own types: there is no place for quotes but the one
contract that an open setup names as its idea, whose bid and ask the screen prints; `check` holds it to that.
"""
