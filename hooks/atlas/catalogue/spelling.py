"""How the values of a field are written, shown by example."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from .catalogue import Catalogue
from .findings import Text
from .model import Claim
from .registry import Field
from .value_reader import short
from .values import Quantity, Reference, Share, Single, Special

# Where the spelling says more than a value of another release would.
_SPELLINGS = {"date": "2022-04-05", "flag": "yes", "url": "https://example.org/"}
_WORDS = '{zh: "…", en: "…"}'


def spellings(catalogue: Catalogue, modality: str = "") -> Mapping[str, str]:
    """For every field that is typed a value as a data file spells it.

    It is the shortest that a release of ``modality`` has, or else that any release has.
    """
    best: dict[str, tuple[bool, int, str]] = {}
    for release in catalogue.releases.values():
        for claim in release.claims:
            if spelling := _spelling(claim):
                candidate = (release.modality != modality, len(spelling), spelling)
                best[claim.field.id] = min(best.get(claim.field.id, candidate), candidate)
    return {
        field.id: _SPELLINGS.get(field.type) or (best[field.id][2] if field.id in best else _unseen(field))
        for field in catalogue.registry.typed_fields
    }


def _unseen(field: Field) -> str:
    """A spelling for a field that no release has yet."""
    if field.type == "text":
        return _WORDS
    if field.options:
        return next(iter(field.options))
    return short(field.low) if field.low is not None else Special.UNDISCLOSED.value


def _spelling(claim: Claim) -> str:
    """The value as its file spells it; "" for what shows no spelling."""
    value, field = claim.value, claim.field
    if isinstance(value, Special):
        return ""
    items = value if isinstance(value, tuple) else (value,)
    texts = [_one(item, field) for item in items]
    if claim.key:
        return f"{{{claim.key}: {texts[0]}}}"
    if field.type == "shares" or (field.type == "reference" and field.options):
        return f"{{{', '.join(texts)}}}"
    return f"[{', '.join(texts)}]" if field.is_list else texts[0]


def _one(value: Single, field: Field) -> str:
    if isinstance(value, Quantity):
        return str(value if len(field.units) > 1 else replace(value, unit=""))
    if isinstance(value, Reference) and value.relation:
        return f"{value.target}: {value.relation}"
    if isinstance(value, Share):
        return f"{json.dumps(value.key, ensure_ascii=False)}: {value.percent.text}"
    if isinstance(value, Text):
        return _WORDS
    return json.dumps(value, ensure_ascii=False) if field.type == "text" else str(value)
