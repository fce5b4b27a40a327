"""Instants as RFC 3339 writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def format_instant(at: datetime) -> str:
    """Return an aware instant in UTC, to the second: `2026-06-30T22:00:00Z`."""
    return at.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"
