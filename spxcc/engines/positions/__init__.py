"""Positions: trades that were marked as taken, and paper ones, followed on the index.

Owns: `positions:<user>`, how a position is followed and what it came to.
May import: market, protocol, the results of price, setups and plan.
Decided: spxcc sends no orders and saw no fill. A taken trade is followed from the index price when it was marked and
ends with what the trader typed; a paper one pays the slip, leaves at its stop when touched and at its target only when
traded through, and never looks back.
"""
