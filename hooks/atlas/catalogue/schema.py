"""JSON Schema of a release file, generated from the registries: what editors complete and check while one types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .model import SOURCE_TYPES, Basis
from .registry import Entry, Field, Registry
from .release_reader import REQUIRED_KEYS

_NUMBER = r"(0|[1-9][0-9]*)(\.[0-9]+)?[KMBT]?"
_COUNT = rf"^(undisclosed|~|~?(\.\.)?{_NUMBER}(\.\.({_NUMBER})?)?( [a-z]+)?)$"
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}


def model_schema(registry: Registry) -> dict[str, Any]:
    """The schema of ``docs/data/models/*.yml``, JSON-ready.

    It is meant for editors: close enough to complete keys and ids and to catch slips. ``atlas check`` decides.
    """
    names = {"type": "string", "maxLength": 120}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "AIGC Atlas: one release",
        "type": "object",
        "additionalProperties": False,
        "required": list(REQUIRED_KEYS),
        "properties": {
            "name": {"oneOf": [names, _bilingual()]},
            "aliases": {"type": "array", "items": {"type": "string"}},
            "series": _ids(registry.fields["series"].options),
            "organization": _one_or_list(_ids(registry.organizations)),
            "modality": _ids(registry.fields["modality"].options),
            "reads": _one_or_list(_ids(registry.fields["reads"].options)),
            "kind": _ids(registry.fields["kind"].options),
            "tags": _one_or_list(_ids(registry.tags)),
            "summary": _bilingual(),
            "sources": {"type": "object", "minProperties": 1, "additionalProperties": _source()},
            "variants": {"type": "object", "additionalProperties": {"type": "string"}},
            "facts": {"type": "array", "items": _block(registry)},
        },
    }


def schema_text(registry: Registry) -> str:
    """The schema as the file ``docs/data/model.schema.json`` holds it."""
    return json.dumps(model_schema(registry), ensure_ascii=False, indent=1) + "\n"


def _bilingual() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object", "required": ["zh", "en"], "additionalProperties": False,
        "properties": {"zh": text, "en": text},
    }  # fmt: skip


def _one_or_list(item: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [item, {"type": "array", "items": item}]}


def _ids(entries: Mapping[str, Entry]) -> dict[str, Any]:
    """Ids; ``yes`` and ``no`` also as the booleans that other YAML readers make of them."""
    ids: list[str | bool] = list(entries)
    booleans = [value for name, value in (("yes", True), ("no", False)) if name in entries]
    return {"enum": [*ids, *booleans]}


def _source() -> dict[str, Any]:
    url = {"type": "string", "pattern": "^https://"}
    day = {"type": ["string", "integer"]}
    return {
        "type": "object",
        "required": ["type", "title"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": list(SOURCE_TYPES)},
            "title": {"type": "string"},
            "arxiv": {"type": "string", "pattern": r"^\d{4}\.\d{4,5}(v\d+)?$"},
            "doi": {"type": "string", "pattern": r"^10\."},
            "url": url,
            "published": day,
            "checked": day,
            "via": url,
            "archived": url,
        },
    }


def _block(registry: Registry) -> dict[str, Any]:
    bases = {"enum": [basis.value for basis in Basis if basis is not Basis.DERIVED]}
    properties: dict[str, Any] = {
        "cite": {"type": "object", "minProperties": 1, "additionalProperties": {"type": ["string", "number"]}},
        "for": _one_or_list({"type": ["string", "number"]}),
        "part": {"enum": list(registry.parts)},
        "basis": bases,
        "by": {"type": "string"},
        "as_of": {"type": ["string", "integer"]},
    }
    for field in registry.typed_fields:
        properties[field.id] = _field(field, bases)
    return {"type": "object", "required": ["cite"], "additionalProperties": False, "properties": properties}


def _field(field: Field, bases: dict[str, Any]) -> dict[str, Any]:
    value = _value(field)
    row = {"type": "array", "items": {"anyOf": [{"const": "~"}, {"type": "null"}, value]}}
    noted = {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {
            "value": {"anyOf": [value, row]},
            "note": _bilingual(),
            "basis": bases,
            "by": {"type": "string"},
            "as_of": {"type": ["string", "integer"]},
        },
    }
    return {"description": f"{field.help.zh} {field.help.en}", "anyOf": [value, row, noted]}


def _value(field: Field) -> dict[str, Any]:
    """The spelling of one value of a field."""
    if field.type == "count":
        return {"anyOf": [{"type": "integer", "exclusiveMinimum": 0}, {"type": "string", "pattern": _COUNT}]}
    if field.type in ("results", "shares") or (field.type == "reference" and field.options):
        return {"anyOf": [{"type": "object"}, {"const": "undisclosed"}]}
    if field.type == "id":
        known = {"anyOf": [_ids(field.options), {"const": "undisclosed"}]}
        return {"anyOf": [known, {"type": "array", "items": known}]} if field.is_list else known
    if field.type == "flag":
        return {"enum": ["yes", "no", True, False, "undisclosed"]}
    if field.is_list or field.type == "text":
        return {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}, _bilingual()]}
    return _TEXT
