"""The market as values.

Owns: the vocabulary of feed events, the fold into `MarketState`, the immutable `MarketSnapshot`, candles and the
tick→bucket merge, the session calendar, option contract identity, and the `Clock` and `Feed` protocols.
May import: numpy, msgspec; no other room.
Decided: time is an argument (`UnixNanos`), sessions are exchange time (America/New_York), prices are floats, absent is
`None` in structs and NaN only inside numpy columns. A feed says "everything up to here is delivered" with a
`Watermark`; that is the one moment at which the engines run, so a live run and its replay take the same steps.
"""
