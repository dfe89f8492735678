"""Measurements: what a tick, a desk and a start cost on this machine.

Owns: `spxcc bench`: figures with median and spread, the desk in a pty of its own process, synthetic values for it.
May import: everything, as all of the runtime.
Decided: whatever is drawn is measured through the real driver in a pty, because a headless app encodes nothing; the
child measures its own processor time between two instants, so that start-up stays out of it; comparisons are made in
one run, alternating, so that a busy machine slows both sides.
"""
