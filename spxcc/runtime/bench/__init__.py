"""Measurements: what a tick, a desk and a start cost on this machine, beside others and beside what no code goes below.

Owns: `spxcc bench`: figures with median and spread, the desk in a pty of its own process, synthetic values for it,
packages of others in a scratch directory, profiles, bounds, the table of the README.
May import: everything, as all of the runtime.
Decided: whatever is drawn is measured through the real driver in a pty, because a headless app encodes nothing; the
child measures its own processor time between two instants, so that start-up stays out of it; comparisons are made in
one run, alternating, so that a busy machine slows both sides; answers are held equal before they are timed. A bound is
the least of its rounds and says of which kind it is: what nobody goes below (bytes read, bytes written), or what its
method does not (msgspec's coding, one exponential for each). A profile traces what runs in this process and samples
what runs in others: cases sample themselves, servers and commands are made to by a module that Python imports first.

Hottest paths (`--profile`), and why they are as they are. gex: the normal distribution of every position at every
price, by polynomials over whole columns in pieces that stay in the cache; the rest is one exponential each. candles:
the fold of a tick, plain Python on a few floats, for which an array would cost more than it saves. encode: msgspec's
own coder; what stands beside it is the comparison with the value before, which spares the frame altogether. desk: half
is the frame, in which a panel with news makes its view anew and compares its lines, so that only cells that changed
reach Textual; a quarter is the client's decoding and merging, a quarter the hub's publishing. tick: the same for one
price, beside Textual's own loop and timers. clients, fanout, gateways: half to two thirds is the write(2) to each
reader, whose price rises with their number: that is the kernel's, and bare writes grow as much (`clients` tells the
share). streams: mostly making the events; of sending them more than half is msgspec's, which encodes those of a step in
one go, since a text for each costs as much again.

No compiled kernel: a refresh of a whole chain takes a small part of the five seconds between two, and numba alone
would cost the start more than that. No uvloop: in turns on the same desk (`loops`) nothing changes that could be felt.
"""
