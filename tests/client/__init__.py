"""Tests of spxcc.client."""
