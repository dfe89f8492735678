"""Real files as feeds: bars (CSV, Parquet), option chains (Cboe CSV and JSON, Massive Parquet), LEAN minute archives.

Owns: the readers, the assembly of one session from several files, and the replaying feed.
May import: market.
Decided: a bar becomes visible at its end, whole, and a chain when it was quoted. SPY stands in for SPX only by a ratio
of one time, said as such. A file that is not what its name says is an error that names both. In a chain a value that
cannot be is left out and counted while the chain stands; a row that cannot be read, or that contradicts another, makes
it partial, and partial chains give no exposures. Every count is a remark that travels with the chain.
"""
