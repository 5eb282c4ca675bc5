"""The published files: the catalogue as JSON, CSV and BibTeX, each a pure function of the catalogue."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from .catalogue import Catalogue, Column
from .findings import Text
from .model import ET_AL, Author, Basis, Cell, Citation, Claim, Release, Source, State
from .registry import Field
from .schema import model_schema
from .values import Day, Quantity, Reference, Share, Size, Special, Value, plain_text

API_VERSION = "v1"
FACT_COLUMNS = (
    "claim_id", "model", "variant", "part", "field", "value", "unit", "basis", "source_title", "source_url", "place",
    "as_of", "note_en", "about", "via", "by", "inputs",
)  # fmt: skip
BETWEEN = " | "  # texts in one cell of a CSV


def published_files(catalogue: Catalogue) -> dict[str, str]:
    """Every published file: its path below the site's root, and its text.

    The text of a CSV begins with a byte order mark, without which spreadsheets take UTF-8 for something else.
    """
    base = f"api/{API_VERSION}"
    models = {slug: _json(release_json(catalogue, catalogue.releases[slug])) for slug in sorted(catalogue.releases)}
    return {
        f"{base}/models.json": _models_json(models.values()),
        f"{base}/facts.csv": csv_text(FACT_COLUMNS, _fact_rows(catalogue)),
        f"{base}/models.csv": models_csv(catalogue),
        f"{base}/schema/model.json": _json(model_schema(catalogue.registry)),
        f"{base}/references.bib": references_bib(catalogue),
        **{f"{base}/models/{slug}.json": text for slug, text in models.items()},
    }


def record_counts(catalogue: Catalogue) -> dict[str, int]:
    """How many releases, rows or entries the published lists hold, by their names."""
    releases = catalogue.releases.values()
    return {
        "models.json": len(releases),
        "facts.csv": sum(len(_published_claims(catalogue, release)) for release in releases),
        "models.csv": len(catalogue.rows),
        "references.bib": sum(len(release.sources) for release in releases),
    }


def _json(value: object) -> str:
    """In one line: half the size of an indented text, and made in a quarter of the time."""
    return json.dumps(value, ensure_ascii=False) + "\n"


def _models_json(models: Iterable[str]) -> str:
    """The whole catalogue, a release a line."""
    return f'{{"version": "{API_VERSION}", "models": [\n{",".join(models)}]}}\n'


# --- JSON


def release_json(catalogue: Catalogue, release: Release) -> dict[str, Any]:
    """One release with its sources, variants and every claim, JSON-ready."""
    return {
        "slug": release.slug,
        "name": _text_json(release.name),
        "aliases": list(release.aliases),
        "series": release.series or None,
        "organizations": list(release.organizations),
        "modality": release.modality,
        "reads": list(release.reads),
        "kind": release.kind,
        "tags": list(release.tags),
        "summary": _text_json(release.summary),
        "variants": dict(release.variants),
        "sources": {source.id: _source_json(source) for source in release.sources.values()},
        "claims": [_claim_json(claim) for claim in _published_claims(catalogue, release)],
    }


def _published_claims(catalogue: Catalogue, release: Release) -> list[Claim]:
    """The claims of a release's file in their order, then what was computed from them by a formula."""
    return [*release.claims, *(claim for claim in catalogue.computed_for(release.slug) if claim.derivation)]


def _text_json(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _source_json(source: Source) -> dict[str, Any]:
    return {
        "type": source.type,
        "title": source.title,
        "authors": [author.name for author in source.authors],
        "url": source.url,
        "arxiv": source.arxiv or None,
        "doi": source.doi or None,
        "published": str(source.published) if source.published else None,
        "checked": str(source.checked) if source.checked else None,
        "via": source.via or None,
        "archived": source.archived or None,
    }


def _claim_json(claim: Claim) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": claim.id,
        "variant": claim.variant or None,
        "part": claim.part or None,
        "field": _field_path(claim),
        "value": value_json(claim.value),
        "unit": getattr(claim.value, "unit", "") or None,
        "basis": claim.basis.value,
        "citations": [_citation_json(citation) for citation in claim.citations],
    }
    if getattr(claim.value, "about", False):
        entry["about"] = True
    if claim.by:
        entry["by"] = claim.by
    if claim.as_of:
        entry["as_of"] = str(claim.as_of)
    if claim.note:
        entry["note"] = _text_json(claim.note)
    if claim.derivation:
        entry["formula"] = _text_json(claim.derivation.formula)
        entry["inputs"] = [source.id for source in claim.derivation.inputs]
    return entry


def _citation_json(citation: Citation) -> dict[str, str]:
    return {"source": citation.source.id, "place": citation.place}


def _field_path(claim: Claim) -> str:
    return f"{claim.field.id}.{claim.key}" if claim.key else claim.field.id


def value_json(value: Value) -> Any:
    """A value as JSON has it: numbers as numbers, ranges as ``{"low", "high"}``, ``undisclosed`` as the word."""
    if isinstance(value, tuple):
        return [value_json(item) for item in value]
    if isinstance(value, Quantity):
        if value.is_single:
            return _number(value.middle)
        return {"low": _number(value.low), "high": _number(value.high)}
    if isinstance(value, Size):
        return {"width": value.width, "height": value.height}
    if isinstance(value, Reference):
        return {"model": value.target, "relation": value.relation or None}
    if isinstance(value, Share):
        return {"name": value.name.en, "percent": value_json(value.percent)}
    if isinstance(value, Text):
        return _text_json(value)
    if isinstance(value, Special):
        return value.value
    return str(value) if isinstance(value, Day) else value


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


# --- CSV


def csv_text(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV: every field quoted, CRLF, a byte order mark, no cell that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def joined(texts: Iterable[str]) -> str:
    """Several texts as one cell, each in its place; "" where all are empty. A bar within a text becomes ``¦``."""
    cells = [text.replace("|", "¦") for text in texts]
    return BETWEEN.join(cells) if any(cells) else ""


class Number(str):
    """A cell that is a number, not a text that looks like one."""


def harmless(cell: str) -> str:
    """Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers."""
    is_formula = cell[:1] in tuple("=+-@\t\r\0＝＋－＠") and not isinstance(cell, Number)
    return f"'{cell}" if is_formula else cell


def number_text(value: Value) -> str:
    """A value for a CSV cell: counts as plain integers (a ``Number``), ranges ``a..b``, lists joined by semicolons."""
    if isinstance(value, tuple):
        return "; ".join(number_text(item) for item in value)
    if not isinstance(value, Quantity):
        return plain_text(value)
    low, high = (f"{bound:f}" if bound is not None else "" for bound in (value.low, value.high))
    if abs(value.middle) >= Decimal("1e18") or 0 < abs(value.middle) < Decimal("1e-3"):
        low, high = (f"{bound:e}" if bound is not None else "" for bound in (value.low, value.high))
    return Number(low) if value.is_single else f"{low}..{high}"


def _fact_rows(catalogue: Catalogue) -> Iterator[list[str]]:
    for slug in sorted(catalogue.releases):
        for claim in _published_claims(catalogue, catalogue.releases[slug]):
            yield _fact_row(claim)


def _fact_row(claim: Claim) -> list[str]:
    """One claim; its citations are told in step by ``source_title``, ``source_url``, ``place`` and ``via``."""
    citations = claim.citations
    return [
        claim.id,
        claim.slug,
        claim.variant,
        claim.part,
        _field_path(claim),
        number_text(claim.value),
        getattr(claim.value, "unit", ""),
        claim.basis.value,
        joined(citation.source.title for citation in citations),
        joined(citation.source.url for citation in citations),
        claim.derivation.formula.en if claim.derivation else joined(citation.place for citation in citations),
        str(claim.as_of or ""),
        claim.note.en if claim.note else "",
        "yes" if getattr(claim.value, "about", False) else "",
        joined(citation.source.via for citation in citations),
        claim.by,
        joined(source.id for source in claim.derivation.inputs) if claim.derivation else "",
    ]


def models_csv(catalogue: Catalogue) -> str:
    """One row per variant, one column per field. Rumours are left out: a bare cell could not say what they are."""
    columns = [Column(field) for field in catalogue.registry.fields.values() if field.type != "results"]
    columns = [column for column in columns if column.id not in ("slug", "name") and "part" not in column.field.applies]
    header = ["model", "variant", "name", *(_csv_header(column.field) for column in columns)]
    rows = []
    for slug in sorted(catalogue.releases):
        release = catalogue.releases[slug]
        known = {column.id: column for column in catalogue.known_columns(release)}
        shown = [known.get(column.id) for column in columns]  # most of them have no value in most releases
        for row in release.rows:
            name = row.variant_name or release.name.en
            cells = (_csv_cell(catalogue.cell(row, column)) if column else "" for column in shown)
            rows.append([slug, row.variant, name, *cells])
    return csv_text(header, rows)


def _csv_header(field: Field) -> str:
    return f"{field.id} ({field.units[0]})" if len(field.units) == 1 else field.id


def _csv_cell(cell: Cell) -> str:
    claim = cell.shown
    if claim is None or claim.basis is Basis.RUMOURED:
        return "undisclosed" if cell.state is State.UNDISCLOSED else ""
    if len(claim.field.units) > 1 and isinstance(claim.value, Quantity):
        return f"{number_text(claim.value)} {claim.value.unit}"
    return number_text(claim.value)


# --- BibTeX

_PUBLISHED_AS = {
    "card": "Model card", "config": "Configuration file", "repository": "Repository", "license": "Licence",
}  # fmt: skip
_BIB_SPECIALS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def bib_escape(text: str) -> str:
    """Text with the characters escaped that TeX would take for commands."""
    return "".join(_BIB_SPECIALS.get(char, char) for char in text)


def bib_entry(kind: str, key: str, authors: Iterable[Author], fields: Mapping[str, str]) -> str:
    """One BibTeX entry; empty fields are left out, all but addresses escaped, titles keep their capitals."""
    lines = [f"@{kind}{{{key},"]
    if names := " and ".join(map(_bib_name, authors)):
        lines.append(f"  author = {{{names}}},")
    for name, text in fields.items():
        if text:
            shown = text if name in ("url", "doi", "eprint") else bib_escape(text)
            lines.append(f"  {name} = {{{{{shown}}}}}," if name == "title" else f"  {name} = {{{shown}}},")
    return "\n".join([*lines, "}"])


def _bib_name(author: Author) -> str:
    """A name as BibTeX takes it: a person's is taken apart, an organization's kept whole."""
    if author.name == ET_AL:
        return "others"
    name = bib_escape(author.name)
    return f"{{{name}}}" if author.is_organization else name


def references_bib(catalogue: Catalogue) -> str:
    """BibTeX of every source, keyed ``slug-source``."""
    entries = [
        _source_bib(slug, source)
        for slug in sorted(catalogue.releases)
        for source in catalogue.releases[slug].sources.values()
    ]
    return "\n\n".join(entries) + "\n"


def _source_bib(slug: str, source: Source) -> str:
    published = source.published
    return bib_entry(
        "misc",
        f"{slug}-{source.id}",
        source.authors,
        {
            "title": source.title,
            "year": f"{published.year:04d}" if published else "",
            "month": str(published.month or "") if published else "",
            "eprint": source.arxiv,
            "archiveprefix": "arXiv" if source.arxiv else "",
            "doi": source.doi,
            "url": source.url,
            "howpublished": _PUBLISHED_AS.get(source.type, ""),
            "note": _bib_note(source),
        },
    )


def _bib_note(source: Source) -> str:
    """How the source was read; one that was only quoted must not pass for one that was read."""
    quoted = f"As quoted at {source.via}" if source.via else ""
    read = f"read on {source.checked}" if source.checked else ""
    note = ", ".join(part for part in (quoted, read) if part)
    return note[:1].upper() + note[1:]
