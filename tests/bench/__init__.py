"""Tests of spxcc."""
