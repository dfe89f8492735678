"""What became of setups that triggered: the resolution rules R1–R14 of SETUPS.md 3 as pure functions.

Owns: orders, paths of bars or ticks, the verdict on an order, its option twin, the control by random entries.
May import: market, quant, protocol, results of setups and gex.
Decided: the same function resolves on ticks, seconds and minutes; a tick is a bar without a range, so the rules about
what happened first within a bar need no second form. A headline counts the worse of two orders of events; the better
one stands beside it. A leg of options is a quote that stood or it is void, never a middle and never a model.
"""
