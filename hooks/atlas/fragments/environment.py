"""The templates: every piece of HTML and SVG drawn from the catalogue stands in ``overrides/fragments``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from .words import Words

TEMPLATES = Path(__file__).resolve().parents[3] / "overrides" / "fragments"


class CompiledTemplates(BytecodeCache):
    """Compiled templates by their text: the languages share them, and what was not edited is not compiled again."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


_compiled = CompiledTemplates()


@cache
def _environment(words: Words) -> Environment:
    """The templates with the words of one language, so that what they import is made once and not for each page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=_compiled,
        auto_reload=False,  # a look at the disk for each of thousands of imports; see forget()
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = words
    return environment


def render(template: str, *, words: Words, **values: object) -> str:
    """One template filled in; ``words`` are there for what it imports too.

    Raises:
        jinja2.TemplateError: the template is broken or asks for something it is not given.
    """
    return _environment(words).get_template(template).render(values).strip()


def forget() -> None:
    """Read templates again: one of them has changed."""
    _environment.cache_clear()
