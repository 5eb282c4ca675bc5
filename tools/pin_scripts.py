"""Write the list of inline scripts that pages may hold, from a fresh build of the site.

    python tools/pin_scripts.py

Run it after an upgrade of the theme or a change of its features, and read the difference: what is on the list runs in
every reader's browser.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).resolve().parent.parent
LINT = "hooks/built_site.py"
sys.path.insert(0, str(ROOT / "hooks"))

from atlas.content_policy import PINS, pins_text  # noqa: E402
from atlas.site_lint import inline_scripts  # noqa: E402


def main() -> None:
    """Build without the lint, which would stop at what is new, and collect."""
    with tempfile.TemporaryDirectory() as folder:
        config = load_config(str(ROOT / "mkdocs.yml"))
        hooks = [str(name) for name in config.hooks if str(name) != LINT]
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=folder, hooks=hooks))
        PINS.write_text(pins_text(inline_scripts(Path(folder))), "utf-8")


if __name__ == "__main__":
    main()
