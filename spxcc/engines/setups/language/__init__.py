"""The language that setups are written in: a closed set of names, units that must agree, no word for the future.

Owns: tokens, grammar, units, the check of an expression and its compilation to a function on columns.
May import: numpy.
Decided: an expression has no loops, no assignment and no access to anything but registered features, so all that it can
say is known by the close of the bar it is said at: `x[n]` looks back, there is no way to look forward. Prices can only
be subtracted, compared and chosen among, which makes every expression valid upside down: a short is a long on the
negated tape. Unknown is NaN and stays unknown through arithmetic; `and`/`or` decide only where they can. Percent are
not ratios: 0.7 and 70 % cannot be confused. Errors name file, line and place.
"""
