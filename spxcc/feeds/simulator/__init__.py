"""The seeded session: one truth (a path of the index, a volatility surface, a book of open interest) and views of it.

Owns: the scenarios, the market model, and the feed `sim`.
May import: market, quant.
Decided: every number is a function of scenario, seed, date and market time, drawn from streams that are keyed by these
and never by the order of requests; neither the clock nor the moment the feed starts at changes what happens. Before the
start the same day comes as whole minute bars, after it as ticks.
"""
