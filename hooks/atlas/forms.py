"""The form that ``atlas new`` writes: a release file with comments, to be filled in from top to bottom."""

from __future__ import annotations

from .catalogue.model import KINDS, MODALITIES
from .catalogue.registry import Registry

_HEAD = """\
# 一次发布一个文件。填完运行 make check；不知道的就删去那一行，不要猜。
# One release a file. Fill it in and run make check; take a line away rather than guess.
name: ""                    # 发布者所用的名称 · as its maker prints it
organization: ""            # organizations.yml 的标识 · an id of organizations.yml
modality: text              # {modalities}
kind: model                 # {kinds}

summary:
  zh: ""                    # 是什么，80 字以内 · what it is, in Chinese
  en: ""

sources:
  paper:                    # 主要论文用 paper 作标识 · the main paper has the id "paper"
    type: paper
    title: ""
    arxiv: ""               # "2204.02311"，加引号 · in quotes
    # checked:              # 你读过所引各处的日期 · the day you read the cited places

# variants:                 # 有几种规模或版本才写 · only where there are several sizes or versions
#   7b: Name 7B

# 一块对应原文的一张表或一节：先写出处，再照抄其中的数值。
# A block is laid beside one table or section of the source: first the place, then what stands there.
facts:
  - cite: {{paper: "Table 1"}}
"""


def release_form(registry: Registry) -> str:
    """The text of a new release file: what is required, then every field as a comment, by group."""
    lines = [_HEAD.format(modalities=" | ".join(MODALITIES), kinds=" | ".join(KINDS))]
    for group in registry.groups.values():
        fields = [field for field in registry.typed_fields if field.group is group and "part" not in field.applies]
        if fields:
            lines.append(f"    # --- {group.name.zh} · {group.name.en}\n")
        lines += [f"    # {field.id}:".ljust(32) + f"# {field.label.zh} · {field.label.en}\n" for field in fields]
    return "".join(lines)
