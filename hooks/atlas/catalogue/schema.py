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
_DAY = r"^(undisclosed|[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)$"
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
# What editors show while one points at a key that is no field.
_HELP = {
    "name": "发布者所用的名称 · as its maker prints it",
    "aliases": "别的名称，搜索也找得到 · other names; the search finds them",
    "series": "所属系列 · the series that it belongs to",
    "organization": "organizations.yml 的标识，一个或几个 · ids of organizations.yml",
    "modality": "它生成什么 · what it generates",
    "reads": "还能读入什么 · what else it can read",
    "kind": "模型、方法或产品 · model, method or product",
    "tags": "标签 · tags",
    "summary": "是什么，有何不同，两种语言都写 · what it is, in both languages",
    "sources": "出处：标识 → 文件；主要论文用 paper 作标识 · sources by id; the main paper has the id paper",
    "variants": "规模与相近的版本：标识 → 发布者所用的名称 · sizes and close versions: id → the maker's name for it",
    "facts": "一块对应出处的一处：先写出处，再照抄数值 · one block per place in a source: cite it, then the values",
    "cite": "出处的标识 → 其中的位置，如 paper: Table 1 · source id → place in it",
    "for": "哪个或哪些版本；数值成列时一一对应 · one variant or several; a list of values follows their order",
    "part": "哪个部件 · which component",
    "basis": "依据：原文写明（可省）、推算、估计、传闻 · stated (left out), derived, estimated or rumoured",
    "by": "谁估计的 · who estimated it",
    "as_of": "何时的值 · the day for which the value holds",
    "type": "什么文件 · what kind of document",
    "title": "文件的题目 · its title",
    "authors": "作者，一项一位，照原文 · the authors, one an item, as printed",
    "arxiv": '编号加引号，如 "2204.02311" · the id, in quotes',
    "doi": "DOI",
    "url": "https 地址 · an https address",
    "published": "何时发表 · when it was published",
    "checked": "有人读过所引各处的日期 · the day on which somebody read all cited places",
    "via": "转引自哪一页 · the page that quotes it, if only that page was read",
    "archived": "存档的副本 · an archived copy",
    "value": "值 · the value",
    "note": "说明，两种语言都写 · a remark, in both languages",
}


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
        "properties": _described(
            {
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
            }
        ),
    }


def schema_text(registry: Registry) -> str:
    """The schema as the file ``docs/data/model.schema.json`` holds it."""
    return json.dumps(model_schema(registry), ensure_ascii=False, indent=1) + "\n"


def _described(properties: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The same properties, each with the help that editors show."""
    return {name: {"description": _HELP[name], **schema} for name, schema in properties.items()}


def _day() -> dict[str, Any]:
    """A date; a year alone is a number to other readers of YAML. ``patternErrorMessage`` is what editors print."""
    return {"anyOf": [_spelt(_DAY, "2023、2023-03、2023-03-14"), {"type": "integer"}]}


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


def _author() -> dict[str, Any]:
    name = {"type": "string"}
    organization = {
        "type": "object", "required": ["organization"], "additionalProperties": False,
        "properties": {"organization": name},
    }  # fmt: skip
    return {"anyOf": [name, organization]}


def _source() -> dict[str, Any]:
    url = {"type": "string", "pattern": "^https://"}
    return {
        "type": "object",
        "required": ["type", "title"],
        "additionalProperties": False,
        "properties": _described(
            {
                "type": {"enum": list(SOURCE_TYPES)},
                "title": {"type": "string"},
                "authors": _one_or_list(_author()),
                "arxiv": {
                    "type": "string",
                    "pattern": r"^\d{4}\.\d{4,5}(v\d+)?$",
                    "patternErrorMessage": '"2204.02311"',
                },
                "doi": {"type": "string", "pattern": r"^10\."},
                "url": url,
                "published": _day(),
                "checked": _day(),
                "via": url,
                "archived": url,
            }
        ),
    }


def _block(registry: Registry) -> dict[str, Any]:
    bases = {"enum": [basis.value for basis in Basis]}
    properties: dict[str, Any] = {
        "cite": {"type": "object", "minProperties": 1, "additionalProperties": {"type": ["string", "number"]}},
        "for": _one_or_list({"type": ["string", "number"]}),
        "part": {"enum": list(registry.parts)},
        "basis": bases,
        "by": {"type": "string"},
        "as_of": _day(),
    }
    properties = _described(properties)
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
        "properties": _described(
            {
                "value": {"anyOf": [value, row]},
                "note": _bilingual(),
                "basis": bases,
                "by": {"type": "string"},
                "as_of": _day(),
            }
        ),
    }
    return {"description": f"{field.help.zh} {field.help.en}", "anyOf": [value, row, noted]}


def _spelt(pattern: str, examples: str) -> dict[str, Any]:
    """Text of one spelling; editors answer another one with the examples."""
    return {"type": "string", "pattern": pattern, "patternErrorMessage": examples}


def _value(field: Field) -> dict[str, Any]:
    """The spelling of one value of a field."""
    if field.type == "count":
        return {
            "anyOf": [{"type": "integer", "exclusiveMinimum": 0}, _spelt(_COUNT, "18432、540.35B、10B..20B、~1.8T")]
        }
    if field.type in ("results", "shares") or (field.type == "reference" and field.options):
        return {"anyOf": [{"type": "object"}, {"const": "undisclosed"}]}
    if field.type == "id":
        known = {"anyOf": [_ids(field.options), {"const": "undisclosed"}]}
        return {"anyOf": [known, {"type": "array", "items": known}]} if field.is_list else known
    if field.type == "date":
        return _day()
    if field.type == "flag":
        return {"enum": ["yes", "no", True, False, "undisclosed"]}
    if field.is_list or field.type == "text":
        return {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}, _bilingual()]}
    return _TEXT
