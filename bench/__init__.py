"""Redlines measured: beside other engines, on real terms, and at length. `make bench` runs it."""
