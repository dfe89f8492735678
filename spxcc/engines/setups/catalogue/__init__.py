"""The twelve setups as data, and what a file of setups must look like.

Owns: the TOML files, their keys, the reading of a file with errors by file and line, `rules_version`.
May import: language, features; the standard library's TOML reader and package resources.
Decided: a file is written for the long side; the short one is the same upside down. `rules_version` is the SHA-256 of
the canonical table with what all setups share, so any change of a threshold starts a new record (R14). There is one
rule of each setup, and desk, score and dry run all read it.
"""
