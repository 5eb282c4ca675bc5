"""``atlas``: check, new, export, stale, explain."""
