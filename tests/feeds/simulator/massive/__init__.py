"""Mirror of `spxcc.feeds.simulator.massive`."""
