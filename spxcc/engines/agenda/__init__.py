"""The event calendar: what comes next, and whether it is a time in which the rules ask for no new entry."""
