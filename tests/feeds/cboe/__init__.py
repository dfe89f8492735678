"""Tests of spxcc.feeds.cboe."""
