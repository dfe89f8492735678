"""Tests of spxcc.protocol."""
