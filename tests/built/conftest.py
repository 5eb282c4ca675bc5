"""What the tests of the built site share."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

SKIPPED = ("pagefind", "assets")


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, lxml.html.HtmlElement]:
    """Every page of the site by its path, parsed."""
    return {
        path.relative_to(site).as_posix(): lxml.html.document_fromstring(path.read_bytes())
        for path in sorted(site.rglob("*.html"))
        if path.relative_to(site).parts[0] not in SKIPPED
    }
