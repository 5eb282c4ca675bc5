"""What a fragment has to know of the page that it stands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote_plus

from ..catalogue.catalogue import Catalogue
from ..catalogue.findings import Language
from ..catalogue.model import Citation, Claim, Release
from .words import Words, words_in

PROSE_WIDTH, PAGE_WIDTH = 748.0, 1192.0


@dataclass(frozen=True)
class Context:
    """The page, its language and the ways to other places.

    Attributes:
        model_url: slug -> relative address of the release's page, as seen from this page.
        page_url: canonical address of this page, "" where it is not known.
        repository_url: the project on its code host, "" where there is none.
        site_url: the site's own address with a slash at the end, "" where it is not known.
        root: relative path from this page to the site's root, with a slash at the end.
        data_path: the data folder inside the repository.
        own_release: slug of the release whose own page this is, "" elsewhere.
        source_words: what ``cells.source_words`` has put together on this page.
        figure_width: how wide a figure is drawn, in pixels: the column of a prose page, or a page without sidebars.
    """

    catalogue: Catalogue
    language: Language
    model_url: Callable[[str], str]
    page_url: str = ""
    repository_url: str = ""
    site_url: str = ""
    root: str = ""
    data_path: str = "docs/data"
    own_release: str = ""
    figure_width: float = PROSE_WIDTH
    words: Words = field(init=False, repr=False, compare=False)
    source_words: dict[tuple[Citation, ...], str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words_in(self.language))

    @property
    def marks_url(self) -> str:
        """The page that explains how to read a number."""
        return f"{self.language_root}reading-numbers/"

    @property
    def language_root(self) -> str:
        """Relative path to the root of this page's language."""
        return f"{self.root}en/" if self.language == "en" else self.root

    def canonical_model_url(self, slug: str) -> str:
        """The full address of a release's page in this language; relative where the site's own is not known."""
        if not self.site_url:
            return self.model_url(slug)
        return f"{self.site_url}{'en/' if self.language == 'en' else ''}models/{slug}/"

    def edit_url(self, slug: str) -> str:
        """Where a release's data file is edited, "" without a repository."""
        return f"{self.repository_url}/edit/main/{self.data_path}/models/{slug}.yml" if self.repository_url else ""

    def report_url(self, subject: str, *, model: str = "", claim: Claim | None = None, shown: str = "") -> str:
        """An issue form that is filled in already, "" without a repository.

        Args:
            subject: what the report is about, in the reader's language.
            model: slug of the release.
            claim: the value in question.
            shown: the value as the reader sees it.
        """
        if not self.repository_url:
            return ""
        fields = {"model": model, "claim": claim.id if claim else "", "shown": shown}
        title = self.words("report_title", subject=subject)
        known = "".join(f"&{name}={quote_plus(text)}" for name, text in fields.items() if text)
        return f"{self._issue_form}&title={quote_plus(title)}{known}"

    @cached_property
    def _issue_form(self) -> str:
        """What all reports of a page share: a card has dozens."""
        page = f"&page={quote_plus(self.page_url)}" if self.page_url else ""
        return f"{self.repository_url}/issues/new?template=data-error.yml{page}"

    def organizations(self, release: Release) -> str:
        """Who made it, in words."""
        names = self.catalogue.registry.organizations
        return self.words("separator").join(names[name].name[self.language] for name in release.organizations)
