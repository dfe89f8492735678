"""Tests of the levels panel."""
