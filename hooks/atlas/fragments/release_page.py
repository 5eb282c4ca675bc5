"""The Markdown of a release's own page: front matter, title, card."""

from __future__ import annotations

import json

from ..catalogue.model import Release


def release_page(release: Release, language: str) -> str:
    """The page's text; what it shows is drawn by the ``model-card`` directive in it."""
    meta = {
        "title": release.name[language],
        "description": release.summary[language],
        "release": release.slug,
        "hide": ["navigation", "toc"],
    }
    front_matter = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items())
    fence = f"```model-card\nmodel: {release.slug}\n```"
    return f"---\n{front_matter}\n---\n\n# {_plain(release.name[language])} {{#{release.slug}}}\n\n{fence}\n"


def _plain(name: str) -> str:
    """A name as Markdown that means nothing but its characters."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#+-.!|$~^" else char for char in name)
