"""Tests of spxcc.feeds.massive."""
