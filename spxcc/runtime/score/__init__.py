"""Recorded days decided again and scored: from a file of minutes to the ledger and to a table.

Owns: the reading of days, their volatility as known before each, the run that can be stopped at any time, the words.
May import: everything.
Decided: a file of SPY minutes has neither a chain nor an index, so what needs a chain is not decided and said so, gates
on it are left open and the rules get another version, and prices are SPY's times ten, a scale and not the index. The
volatility of a day is that of the sessions before it. Each day is one transaction, so a run that was killed goes on.
"""
