"""Small data folders for tests: the real registries, and whatever releases and pages a test writes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.findings import Findings
from atlas.catalogue.load import load
from atlas.fragments.directives import DIRECTIVE_NAMES
from atlas.links import with_addresses
from atlas.page import Page, split_page
from atlas.twins import check_twins, marked, pairs
from site_build import ROOT

REGISTRIES = sorted(path.name for path in (ROOT / "docs" / "data").glob("*.yml"))

HEAD = """\
name: Sample
organization: google
modality: {modality}
kind: {kind}

summary:
  zh: 样例
  en: A sample

sources:
  paper:
    type: paper
    title: A paper
    arxiv: "2204.02311"
    published: 2022-04-05
    checked: 2024-01-01
  card:
    type: card
    title: A card
    url: https://example.org/card
    checked: 2024-01-01

variants:
  small: Sample S
  large: Sample L

facts:
  - cite: {{paper: "§9", card: "header"}}
    demo_url: https://example.org/demo
"""


def head(modality: str = "text", kind: str = "model") -> str:
    """The beginning of a release file, up to the first block of facts."""
    return HEAD.format(modality=modality, kind=kind)


def data_folder(to: Path, **releases: str) -> Path:
    """A data folder with the given release files (``_`` in a name stands for ``-``).

    The registries are the real ones without what they say of real releases.
    """
    folder = to / "docs" / "data"
    (folder / "models").mkdir(parents=True, exist_ok=True)
    for name in (*REGISTRIES, "model.schema.json"):
        shutil.copy(ROOT / "docs" / "data" / name, folder / name)
    changes = (folder / "changes.yml").read_text("utf-8")
    (folder / "changes.yml").write_text(re.sub(r"(?m)^    (?:release|anchor): .*\n", "", changes), "utf-8")
    slugs = [name.replace("_", "-") for name in releases]
    addresses = "addresses: {}\n"
    (folder / "addresses.yml").write_text(with_addresses(addresses, slugs) if slugs else addresses, "utf-8")
    for slug, text in zip(slugs, releases.values(), strict=True):
        (folder / "models" / f"{slug}.yml").write_text(text, "utf-8")
    return folder


def loaded(to: Path, **releases: str) -> tuple[Catalogue, Findings]:
    """The catalogue of such a folder, and what was found wrong."""
    findings = Findings()
    return load(data_folder(to, **releases), findings), findings


def sample(facts: str, **options: str) -> str:
    """A release file with more blocks of facts."""
    return head(**options) + "".join(f"  {line}\n" if line else "\n" for line in facts.strip("\n").split("\n"))


def codes(findings: Findings) -> list[str]:
    """The codes of everything found, sorted by place."""
    return [finding.rule.code for finding in findings.sorted()]


def twin_findings(to: Path, chinese: str, english: str, *, current: bool = True) -> Findings:
    """What is said of a page and its twin; an empty text is no page.

    ``current`` marks an English page without a ``source_hash`` as one of the Chinese page as it stands.
    """
    findings = Findings()
    docs = to / "docs"
    pages: dict[Path, Page | None] = {}
    for language, text in (("zh", chinese), ("en", english)):
        if text:
            path = docs / language / "page.md"
            pages[path] = split_page(text, f"docs/{language}/page.md", Findings())
    for pair in list(pairs(docs, pages, DIRECTIVE_NAMES)):
        if current and pair.translation is not None and not pair.translation.meta("source_hash"):
            text = marked(pair.translation, pair.original)
            pages[docs / "en" / "page.md"] = split_page(text, pair.translation.file, Findings())
    check_twins(docs, pages, DIRECTIVE_NAMES, findings)
    return findings
