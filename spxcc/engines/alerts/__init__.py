"""Alerts: a person's conditions over the results of the engines, and the latches that keep each from firing twice."""
