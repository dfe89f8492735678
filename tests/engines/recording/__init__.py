"""Tests of the recording on the wire."""
