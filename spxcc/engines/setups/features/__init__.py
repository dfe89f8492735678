"""What the language can speak of: columns of a session, each value made of bars that had closed.

Owns: the tape, the causal operators, the registry of features and functions with their units.
May import: market, quant.
Decided: a feature is a function of the tape up to now, built from operators that only look back; the live engine hands
it the closed bars of the session and reads the last value, a file hands it the whole session and reads every value, and
a test holds the two equal to the bit. What is not a bar (P⁺, walls, VWAP from SPY's volume) is a fact: a column that
was written down minute by minute when it was known. Bars run along the last axis, so many sessions can be stacked.
A flag is 0, ½ (unknown) or 1: `and` is the smaller, `or` the larger, `not` the complement.
"""
