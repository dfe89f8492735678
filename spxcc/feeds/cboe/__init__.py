"""Cboe's public quotes, 15 minutes delayed: one JSON document per underlying, asked for politely.

Owns: when to ask, what an answer means, and the feed `cboe`.
May import: market, feeds.files (the reader of the same document in a file).
Decided: never faster than once a minute per underlying and never faster than the vendor says its answer is good for;
what has not changed is not sent twice (ETag, Last-Modified); after trouble longer and longer pauses. Whatever is wrong
with an answer becomes a notice with its reason, and the last good quotes stay. Parsing happens off the event loop.
"""
