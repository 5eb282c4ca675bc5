"""The Markdown of a release's own page: front matter, title, card; and what stands at an address that it left."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..catalogue.findings import Language
from ..catalogue.model import Release
from ..catalogue.registry import Registry
from .words import Words, as_heading


def release_page(release: Release, registry: Registry, language: Language) -> str:
    """The page's text; what it shows is drawn by the ``model-card`` directive in it.

    ``modality`` in its front matter is the last step of the breadcrumbs: where on the index the release stands.
    """
    modality = registry.fields["modality"].options[release.modality]
    meta = {
        "title": release.name[language],
        "description": release.summary[language],
        "release": release.slug,
        "modality": {"id": modality.id, "name": as_heading(modality.name[language])},
        "hide": ["navigation", "toc"],
    }
    fence = f"```model-card\nmodel: {release.slug}\n```"
    return f"{_front_matter(meta)}# {_plain(release.name[language])} {{#{release.slug}}}\n\n{fence}\n"


def moved_page(slug: str, release: Release, language: Language) -> str:
    """The text of the page at an address that the release had before: where it is now."""
    name, words = release.name[language], Words(language)
    meta = {"title": name, "description": release.summary[language], "hide": ["navigation", "toc"]}
    link = f"[{_plain(name)}]({release.slug}.md)"
    return f"{_front_matter(meta)}# {_plain(name)} {{#{slug}}}\n\n{words('moved', link=link)}\n"


def _front_matter(meta: Mapping[str, object]) -> str:
    lines = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items())
    return f"---\n{lines}\n---\n\n"


def _plain(name: str) -> str:
    """A name as Markdown that means nothing but its characters."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#+-.!|$~^" else char for char in name)
