"""Where a number comes from: the shape of the answer to `why`, and what can be said of any value of a channel."""
