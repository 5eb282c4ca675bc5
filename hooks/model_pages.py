"""A page for every release, generated from its data in both languages, and one at each address that a release left.

The pages are outside the navigation tree, so that a page's weight does not grow with the number of releases, and
otherwise like any page: in search, sitemap, link checks; their edit button opens the YAML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from build_languages import default_language, i18n, is_nested_build
from build_session import current

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from atlas.catalogue.findings import Language


_texts: dict[str, dict[str, str]] = {}  # Markdown of the build under way, by slug and language


@event_priority(-200)  # after static-i18n, which can dress no generated file
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages of the current language, each knowing its twin."""
    plugin = i18n(config)
    if not is_nested_build(config):
        _texts.clear()
        _texts.update(_pages(Path(config.docs_dir), plugin.build_languages))
    for slug, pages in _texts.items():
        twins = {language: _file(config, slug, language, text) for language, text in pages.items()}
        for file in twins.values():
            file.alternates = dict(twins)  # type: ignore[attr-defined]
        page = twins[plugin.current_language]
        files.append(page)
        plugin.i18n_files_per_language[plugin.current_language].append(page)  # the sitemap reads this list
    return files


def _pages(docs_dir: Path, languages: Sequence[Language]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every release, then every address that one left, with its text in each language."""
    from atlas.categories import from_above
    from atlas.fragments.release_page import moved_page, release_page

    catalogue = current().catalogue
    listed = {language: from_above(current().listed_pages(docs_dir / language)) for language in languages}
    for slug, release in catalogue.releases.items():
        yield slug, {name: release_page(release, catalogue.registry, name, listed[name]) for name in languages}
    for slug, address in catalogue.registry.addresses.items():
        if slug not in catalogue.releases:
            moved = catalogue.releases[address.target]
            yield slug, {name: moved_page(slug, moved, name) for name in languages}


def _file(config: MkDocsConfig, slug: str, language: str, markdown: str) -> File:
    """A generated page with everything that static-i18n gives to the files it finds."""
    source = f"models/{slug}.md"
    file: Any = File.generated(config, source, content=markdown)
    if language != default_language(config):
        file.dest_uri = f"{language}/{file.dest_uri}"
    file.edit_uri = f"data/models/{slug}.yml"
    file.locale = file.locale_alternate_of = file.localization = language
    file.norm_src_uri = source
    return file  # type: ignore[no-any-return]
