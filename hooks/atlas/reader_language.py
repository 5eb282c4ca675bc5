"""The language of messages, as the environment of a command or a build asks for it."""

from __future__ import annotations

import os

from .catalogue.findings import Language

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts, as everywhere


def message_language() -> Language:
    """English where the environment says so, Chinese otherwise."""
    locale = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return "en" if locale.startswith("en") else "zh"
