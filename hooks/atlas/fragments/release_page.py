"""The Markdown of a release's own page: front matter, title, card; and what stands at an address that it left."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ..catalogue.findings import Language
from ..catalogue.model import Release
from ..catalogue.registry import Registry
from ..categories import CATEGORIES, ListedPage, escaped
from .words import Words, as_heading


def release_page(release: Release, registry: Registry, language: Language, pages: Sequence[ListedPage]) -> str:
    """The page's text; what it shows is drawn by the ``model-card`` directive in it.

    Below the card it names those of ``pages`` that show the release too, in their order. ``modality`` in its front
    matter is the last step of the breadcrumbs: where on the index the release stands.
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
    title = f"# {escaped(release.name[language])} {{#{release.slug}}}"
    return f"{_front_matter(meta)}{title}\n\n{fence}\n{_read_on(release, language, pages)}"


def _read_on(release: Release, language: Language, pages: Sequence[ListedPage]) -> str:
    """A list of the survey's pages about the release and the comparisons that it stands in, "" where there are none."""
    words = Words(language)
    tables = [page for page in pages if release.slug in page.compared]
    found = {"survey": [page for page in pages if release.slug in page.cards] or tables, "compare": tables}
    lines = []
    for category, members in found.items():
        links = [f"[{page.text}](../{page.path})" for page in members if category in page.categories]
        if links:
            lines.append(f"- {CATEGORIES[category][language]}{words('colon')}{words('separator').join(links)}")
    return "\n".join(["", f"## {words('read_on')} {{#read-on}}", "", *lines, ""]) if lines else ""


def moved_page(slug: str, release: Release, language: Language) -> str:
    """The text of the page at an address that the release had before: where it is now."""
    name, words = release.name[language], Words(language)
    meta = {"title": name, "description": release.summary[language], "hide": ["navigation", "toc"]}
    link = f"[{escaped(name)}]({release.slug}.md)"
    return f"{_front_matter(meta)}# {escaped(name)} {{#{slug}}}\n\n{words('moved', link=link)}\n"


def _front_matter(meta: Mapping[str, object]) -> str:
    lines = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items())
    return f"---\n{lines}\n---\n\n"
