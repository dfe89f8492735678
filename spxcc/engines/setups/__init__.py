"""Four setups as a persistent state machine with deterministic ids.

Owns: the rules fade_at_wall, breakout_vacuum, mean_reversion and trend_continuation, their lifecycle, the resolution of
what was filled, the funnel.
May import: market, quant, protocol, results of gex, levels, regime and flow.
Decided: all is decided on closed one-minute bars and acted on at the open of the next, so a tick between them changes
nothing but a fill or a deadline. A condition without its input does not hold. Arming latches: an armed setup ends by
its trigger, its falsifier, its time, the price leaving the place, or a minute that could not be judged, never by going
back. Invalidation belongs to the time before the fill; after it the stop is the falsifier (SETUPS.md 2). Targets nearer
than 0.8 of the risk are refused for every kind, and stops nearer than twice the slip. Deadlines count in the time that
the feed has told: a delayed feed has the same day, later. A halt is no gap of the feed: what is open then is decided by
the reopening, so it cannot drop out of the outcomes. Event calendars and contract quotes are not among the inputs yet,
so the vetoes on blackouts and on the leg's spread are not applied.
"""
