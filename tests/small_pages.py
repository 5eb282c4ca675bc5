"""Pages for tests: what directives draw of a catalogue, and facts in which every state of a value occurs."""

from __future__ import annotations

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.findings import Language, Place
from atlas.fragments.context import Context
from atlas.fragments.expand import expand


def context(catalogue: Catalogue, language: Language = "zh", own: str = "") -> Context:
    """The surroundings of a page in a folder below the site's root; ``own`` is the release whose page it is."""
    return Context(
        catalogue=catalogue,
        language=language,
        model_url=lambda slug: f"../models/{slug}/",
        page_url="https://example.org/page/",
        repository_url="https://example.org/atlas",
        site_url="https://example.org/",
        root="../",
        own_release=own,
    )


def page(markdown: str, catalogue: Catalogue, language: Language = "zh", own: str = "") -> str:
    """A page with its directives drawn; what is not a directive stays Markdown."""
    expansion = expand(markdown, Place("page.md"), context(catalogue, language, own))
    return expansion.fill(expansion.markdown)


STATES = """\
- cite: {paper: Table 1}
  for: small
  layers: 32
  params_total: 10B
  training_tokens: 200B
  sparsity: dense
- cite: {paper: §1}
  for: small
  chip_hours: 1000
- cite: {card: body}
  for: small
  chip_hours: 2000
- cite: {card: study}
  for: small
  basis: estimated
  by: Somebody
  emissions: 30
- cite: {card: leak}
  for: small
  basis: rumoured
  heads: 64
- cite: {paper: §2}
  for: small
  hidden_size: undisclosed
"""
