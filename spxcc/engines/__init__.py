"""Pure functions from a market snapshot to results.

Owns: one folder per engine (`result.py` frozen structs and channel tokens, `params.py`, `compute.py`), the `Engine`
token, the dependency graph and the catalogue.
May import: market, quant, protocol, and other engines' `result`; never a clock, I/O, randomness or another's `compute`.
Decided: a result that cannot be computed is a result with `reason` set and its numbers `None`; memory is a value handed
in and out, so the same snapshots give the same answers in a replay. Facts an engine lacks are absent, never guessed.
"""
