"""Where a release comes from and what came from it, for the tab of its card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..catalogue.catalogue import Column, references
from ..catalogue.model import Claim, Release
from ..catalogue.values import Reference
from .card import Card
from .cells import source_url, source_words
from .context import Context
from .environment import render
from .figure_files import Sign
from .sources import References
from .values import release_name, variant_label


class Relative(NamedTuple):
    """A parent or child: line style, relation in words, name, page, which versions, the source and its mark."""

    line: str
    relation: str
    name: str
    href: str
    versions: str
    source: str
    source_title: str
    mark: str
    anchors: tuple[str, ...]


@dataclass(slots=True)
class _Bundle:
    """Claims of the same parent and relation, gathered over the versions that they are about."""

    reference: Reference
    versions: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)


def lineage_tab(card: Card) -> str:
    """Parents and children of a release, "" where there are none."""
    release, context = card.release, card.context
    anchored: set[Claim] = set()  # one claim can name several parents, but has one anchor
    parents = []
    for bundle in _bundles(release, context):
        new = [claim for claim in bundle.claims if claim not in anchored]
        anchored.update(new)
        parents.append(_parent(bundle, context, card.references, tuple(card.anchor(claim) for claim in new)))
    children = _children(release, context)
    if not parents and not children:
        return ""
    lines = line_signs(context)
    return render(
        "card-lineage.html", words=context.words, tab="lineage", parents=parents, children=children, lines=lines
    )


def line_style(relation: str, context: Context) -> str:
    """Solid for weights taken over, dashed for ideas, dotted for use."""
    return context.catalogue.registry.fields["base"].options[relation].more.get("line", "solid")


def line_signs(context: Context) -> list[Sign]:
    """What the styles of lines mean."""
    return [Sign(f"edge {style}", context.words(f"line_{style}")) for style in ("solid", "dashed", "dotted")]


def _bundles(release: Release, context: Context) -> Iterable[_Bundle]:
    bundles: dict[Reference, _Bundle] = {}
    column = Column(context.catalogue.registry.fields["base"])
    for row in release.rows:
        shown = context.catalogue.cell(row, column).shown
        for reference in references(shown.value) if shown else ():
            bundle = bundles.setdefault(reference, _Bundle(reference))
            bundle.versions.append(variant_label(release, row.variant, context))
            if shown and shown not in bundle.claims:
                bundle.claims.append(shown)
    for bundle in bundles.values():
        if len(bundle.versions) == len(release.rows):
            bundle.versions.clear()
    return bundles.values()


def _parent(bundle: _Bundle, context: Context, references: References, anchors: tuple[str, ...]) -> Relative:
    reference, claim = bundle.reference, bundle.claims[0]
    return Relative(
        line=line_style(reference.relation, context),
        relation=_relation(reference.relation, context),
        name=release_name(reference, context),
        href=context.model_url(reference.slug),
        versions=context.words("separator").join(bundle.versions),
        source=source_url(claim),
        source_title=source_words(claim.citations, context),
        mark=references.mark(*bundle.claims),
        anchors=anchors,
    )


def _children(release: Release, context: Context) -> list[Relative]:
    bundles: dict[tuple[str, str], list[str]] = {}
    for child, reference in context.catalogue.children(release.slug):
        versions = bundles.setdefault((child.slug, reference.relation), [])
        label = variant_label(release, reference.variant, context) if reference.variant else ""
        if label and label not in versions:
            versions.append(label)
    return [
        Relative(
            line=line_style(relation, context),
            relation=_relation(relation, context),
            name=context.catalogue.releases[slug].name[context.language],
            href=context.model_url(slug),
            versions=context.words("separator").join(versions),
            source="",
            source_title="",
            mark="",
            anchors=(),
        )
        for (slug, relation), versions in bundles.items()
    ]


def _relation(relation: str, context: Context) -> str:
    return context.catalogue.registry.fields["base"].options[relation].name[context.language]
