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
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: object) -> str:
    """One template filled in. A template that changed on disk is read again.

    Raises:
        jinja2.TemplateError: the template is broken or asks for something it is not given.
    """
    return _environment().get_template(template).render(**values).strip()
