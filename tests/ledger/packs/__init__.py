"""Tests of share packs."""
