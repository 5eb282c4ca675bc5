"""The templates: every piece of HTML and SVG drawn from the catalogue stands in ``overrides/fragments``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).resolve().parents[3] / "overrides" / "fragments"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # a look at the disk for each of thousands of imports; see forget()
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: object) -> str:
    """One template filled in.

    Raises:
        jinja2.TemplateError: the template is broken or asks for something it is not given.
    """
    return _environment().get_template(template).render(**values).strip()


def forget() -> None:
    """Read the templates again: one of them has changed."""
    _environment.cache_clear()
