"""Channels as lines for pipes and for ears.

Owns: the filter of `--where`, rows made of what a client receives, and sentences for a screen reader.
May import: client, market, protocol, engines' `result`, and the ui's formats; never Textual.
Decided: a row is made from what the store accepted, so a gap or a repeat on the wire is no row. Sentences have a pace
that can be read: what only moves is told newest first, what happened once is told in full.
"""
