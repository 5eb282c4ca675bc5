"""The Content-Security-Policy that every page carries: what a browser may run and fetch, decided here and not found.

The theme's inline scripts are pinned by their text in ``inline_scripts.yml``; `make pin` rewrites that file after an
upgrade of the theme, and its difference is for a person to read. Hashing whatever a build happens to contain would
allow a smuggled script along with the rest.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path

import yaml

PINS = Path(__file__).with_name("inline_scripts.yml")
_HEAD = """\
# The inline scripts that pages may hold, word for word: the theme's, by its configuration in mkdocs.yml.
# `make pin` rewrites this file after an upgrade of the theme. Read what changed before you commit it.
"""

# Read the Docs adds its own script to every page it serves, from the page's own host; that script may show an
# advertisement, which comes from these two (readthedocs/addons, src/ethicalads.js).
_ADVERTISEMENTS = ("https://media.ethicalads.io", "https://server.ethicalads.io")


def pinned_scripts(path: Path = PINS) -> tuple[str, ...]:
    """The texts of the inline scripts that a page may hold."""
    return tuple(yaml.safe_load(path.read_text("utf-8")))


def pins_text(scripts: Iterable[str]) -> str:
    """What ``inline_scripts.yml`` holds for these scripts."""
    return _HEAD + yaml.safe_dump(sorted(scripts), allow_unicode=True, width=100_000)


def script_hash(script: str) -> str:
    """The source expression that allows one inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def content_policy(scripts: Iterable[str], *, on_read_the_docs: bool = False) -> str:
    """The policy as the content of a meta element.

    Styles stand in attributes too (columns of Markdown tables, formulas, the engine of diagrams), so they are not
    pinned; what they could load is. The search runs in a worker, which brings a policy of its own.

    Args:
        scripts: the texts of the inline scripts that may run.
        on_read_the_docs: the host adds parts of its own, which are allowed for.
    """
    hosts = _ADVERTISEMENTS if on_read_the_docs else ()
    directives = {
        "default-src": ("'none'",),
        "script-src": ("'self'", *(script_hash(script) for script in scripts), *hosts),
        "style-src": ("'self'", "'unsafe-inline'"),
        "img-src": ("'self'", "data:", *hosts),
        "font-src": ("'self'",),
        "connect-src": ("'self'", *hosts),
        "worker-src": ("'self'",),
        "base-uri": ("'none'",),
        "form-action": ("'none'",),
    }
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
