"""A reader's browser tab, and what it complained about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page


@dataclass
class Reader:
    """A reader's browser tab, and what it complained about."""

    page: Page
    root: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.root + path, wait_until="networkidle")
        return self.page


def reader_at(browser: Browser, address: str, width: int = 1280, scheme: str = "light") -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    reader = Reader(context.new_page(), address)
    reader.page.on("console", lambda message: _note(reader, message.type, message.text))
    reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
    reader.page.on("request", lambda request: _note_foreign(reader, request.url))
    yield reader
    context.close()


def _note(reader: Reader, kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        reader.complaints.append(text)


def _note_foreign(reader: Reader, url: str) -> None:
    if not url.startswith((reader.root, "data:", "blob:")):
        reader.foreign.append(url)
