"""The form that ``atlas new`` writes: blanks that ``atlas check`` points at one by one, and every field that can apply.

A field stands as a comment with a value as another release spells it, so that whoever fills it in sees the spelling
and has only to take the "#" away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from .catalogue.catalogue import Catalogue
from .catalogue.findings import Text
from .catalogue.registry import Field
from .catalogue.spelling import spellings
from .catalogue.value_reader import registry_of

MARGIN = 40
MAXIMUM_OPTIONS = 160

_HEAD = """\
# yaml-language-server: $schema=../model.schema.json
# 填好每一对空引号，运行 make check：它逐行说出还缺什么、哪里不对。不知道的就让它留在注释里，不要猜。
# Fill in every pair of empty quotes and run make check: it names, line by line, what is missing or wrong.
# Leave what you do not know as a comment; never guess.
name: ""                                # 发布者所用的名称 · as its maker prints it: "Qwen-7B"
organization: ""                        # organizations.yml 的标识，没有就先在那里加一行 · an id of organizations.yml
modality: {modality:<30}# 它生成什么 · what it generates: {modalities}
kind: {kind:<34}# {kinds}

summary:                                # 是什么、有何不同，一两句，不照抄 · what it is, in your own words
  zh: ""
  en: ""

sources:
"""
_PAPER = """\
  paper:                                # 主要论文的标识就叫 paper · the main paper has the id "paper"
    type: paper
    title: ""
    # authors: [Robin Rombach, et al.]  # 照原文的写法与次序 · as printed, in that order
    arxiv: ""                           # "2204.02311"，加引号；或 doi，或 url · in quotes; or doi, or url
    # published: 2022-04-05
    # checked: {today}               # 你读过所引各处的日期 · the day you read the cited places
  # card:                               # 还有别的出处就照样添 · more sources in the same way
  #   type: card                        # paper, card, config, repository, license, maker, press, secondary
  #   title: "Qwen-7B, README.md"
  #   url: https://example.org/card
"""
_PAGE = """\
  page:                                 # 自己起的标识，下面用它引用 · an id of your own, to cite it below
    type: maker                         # paper, card, config, repository, license, maker, press, secondary
    title: ""
    url: ""                             # https://…
    # published: 2022-04-05
    # checked: {today}               # 你读过所引各处的日期 · the day you read the cited places
"""
_FACTS = """
# variants:                             # 有几种规模或版本才写 · only where there are several sizes or versions
#   7b: "Name 7B"

# 一块对应原文的一张表或一节：先写出处里的位置，再写那里的数值。别的表另起一块，从 "- cite" 写起。
# A block is laid beside one table or section: first its place in the source, then the values that stand there.
# The next table gets a block of its own, again from "- cite". The values shown are those of other releases.
facts:
  - cite: {cite:<32}# "Table 1"、"§2.2"、"README.md, line 9"
    # for: 7b                           # 只说一个版本；几个写 [7b, 13b]，各字段也写成列表，一个版本一个值
                                        # one version only; for several, [7b, 13b] and such a list in every field:
                                        # contribute/add-a-release.md#block
    announced: ""                       # {help}; 2022-04-05
"""
_PART = """
  # 部件（文本编码器、U-Net ……）自成一块 · a component has a block of its own
  # - cite: {{{source}: "§2.2"}}
  #   part: {part:<28}# {parts}
"""


def release_form(catalogue: Catalogue, kind: str, modality: str, today: date) -> str:
    """The text of a new release file of a kind and modality: what is required as blanks, the rest as comments.

    ``today`` stands, as a comment, for the day on which its author read the sources.
    """
    registry = catalogue.registry
    fields = [field for field in registry.typed_fields if _applies(field, kind, modality) and field.id != "announced"]
    whole = [field for field in fields if "part" not in field.applies]
    source = "page" if kind == "product" else "paper"
    modalities, kinds = (" | ".join(registry.fields[name].options) for name in ("modality", "kind"))
    lines = [
        _HEAD.format(modality=modality, kind=kind, modalities=modalities, kinds=kinds),
        (_PAGE if source == "page" else _PAPER).format(today=today),
        _FACTS.format(cite=f'{{{source}: ""}}', help=_meaning(registry.fields["announced"])),
    ]
    first = {name for entry in registry.glance.get(kind) or registry.glance[modality] for name in entry}
    groups = [("卡片最上面的几项 · what the card shows first", [field for field in whole if field.id in first])]
    groups += [
        (_both(group.name), [field for field in whole if field.group is group and field.id not in first])
        for group in registry.groups.values()
    ]
    examples = spellings(catalogue, modality)
    conditions = {field.id for field in registry.fields.values() if _applies(field, kind, modality)}
    for title, members in groups:
        if members:
            lines.append(f"    # --- {title}\n")
            lines += [_line("    # ", field, examples, conditions) for field in members]
    if parts := [field for field in fields if "part" in field.applies]:
        lines.append(_PART.format(source=source, part=next(iter(registry.parts)), parts=" | ".join(registry.parts)))
        lines += [_line("  #   ", field, examples, conditions) for field in parts]
    return "".join(lines)


def _applies(field: Field, kind: str, modality: str) -> bool:
    """Whether such a release can have the field; conditions on other fields are left to whoever fills it in."""
    return all(
        value in field.applies.get(condition, (value,)) for condition, value in (("kind", kind), ("modality", modality))
    )


def _both(text: Text) -> str:
    return f"{text.zh} · {text.en}"


def _meaning(field: Field) -> str:
    return _both(Text(field.help.zh.removesuffix("。"), field.help.en.removesuffix(".")))


def _line(lead: str, field: Field, examples: Mapping[str, str], conditions: Collection[str]) -> str:
    """One field as a comment: a value, what it means, what else it can be, where it makes sense.

    ``conditions`` are the fields that such a release can have: one that it cannot have is no condition for it.
    """
    start = f"{lead}{field.id}: {examples[field.id]} "
    return f"{start:<{MARGIN}}# {'; '.join([_meaning(field), *_hints(field, conditions)])}\n"


def _hints(field: Field, conditions: Collection[str]) -> Iterator[str]:
    if field.options:
        known = " | ".join(field.options)
        yield known if len(known) <= MAXIMUM_OPTIONS else registry_of(field)
    if field.type == "results":
        yield "benchmarks.yml"
    if field.units:
        yield " | ".join(field.units)
    for condition, values in field.applies.items():
        if condition in conditions and condition not in ("kind", "modality"):
            yield f"仅当 · only if {condition}: {' | '.join(sorted(values))}"
