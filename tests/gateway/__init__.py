"""Tests of spxcc.gateway."""
