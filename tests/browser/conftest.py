"""A browser on the built site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from site_build import served

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


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


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with served(site) as root:
        yield root


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    assert executable, "no Chromium on this machine: install the system's package"
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield instance
        instance.close()


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


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    yield from reader_at(browser, address)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Reader]:
    yield from reader_at(browser, address, width=390)


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Reader]:
    yield from reader_at(browser, address, scheme=request.param)
