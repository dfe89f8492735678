"""Operational checks: what was found, what was expected, what to do.

Owns: the checks of `spxcc doctor`, the probes that look, and how a report is told.
May import: client, feeds, gateway, ledger, market, protocol and the runtime's settings; never Textual, never pandas.
Decided: a probe only looks and never judges; a check is a pure function on what a probe found, so that its words are
tested without a network. Every probe has a time-out and the whole has one, so an answer comes within 20 s. Tokens and
keys stand in no text, and what others say is shown without control characters. Nothing is changed: no directory is
made, no file is written that stays, and a running owner of Massive's streams is never evicted.
"""
