"""Recorded sessions: one SQLite file each, written while a feed plays and replayed as a feed.

Owns: the layout of a session file, its writer (a thread of its own), its reader, the feed that replays it, the folder
of sessions with its budget.
May import: market, ledger.database.
Decided: the layout, by `PRAGMA user_version` (now 1), under `PRAGMA application_id` 0x53505863:
`meta` (name, value): `session` is the JSON of `SessionInfo`, written once; `progress` that of `Progress`, renewed with
every batch. `blocks` (first, events, until, body): zlib of the MessagePack of `events` events, the first of which is
the number `first` of the file; `until` is the latest instant that any of them was received. `minutes` (minute, events,
price, frames, digest): how far the file, the SPX price and the digest had come at the end of a minute, for lists and to
say where two runs part. `checkpoints` (kind, at, first, code, body): the market (`market`) or the market and the
engines (`engines`) after the step `at`, when `first` events had been taken; `code` names the program that can read it,
and another one goes without. `gaps` (start, until, what): what is missing; after a pause the engines had known more
than the file, so that its digest ends there (`Progress.whole`). All instants are nanoseconds.
A batch is one transaction in WAL mode, so a killed process leaves whole batches: at most the last half second is lost.
Small batches of a minute are joined to one block when it is over. A file that was closed is a single file again.
Reading changes nothing; only a writer migrates. A writer holds `FILE.writing` locked, so there is one alone.
"""
