"""Bring third-party files into docs/assets/vendor/ and write their manifest. Needs npm and requirements-test.txt.

    python tools/vendor.py

Run it after changing a version below; the result is committed, so that nobody needs it to build the site.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

VENDOR = Path(__file__).resolve().parent.parent / "docs" / "assets" / "vendor"

# What TeX can come to: Latin, Greek, punctuation, combining marks, letterlike, arrows, operators, technical,
# shapes, brackets, the bold, italic, script and double-struck alphabets. The font's own MATH table comes along.
MATH_RANGES = (
    (0x20, 0x7E), (0xA0, 0xB7), (0xD7, 0xD7), (0xF7, 0xF7), (0x300, 0x308), (0x391, 0x3C9), (0x3D1, 0x3D6),
    (0x3F0, 0x3F5), (0x2010, 0x2026), (0x2032, 0x2034), (0x203E, 0x203E), (0x20D7, 0x20D7), (0x2102, 0x2135),
    (0x2190, 0x2199), (0x21A0, 0x21A6), (0x21C0, 0x21C1), (0x21CC, 0x21D5), (0x2200, 0x22F1), (0x2308, 0x230B),
    (0x23DC, 0x23E1), (0x25A0, 0x25A1), (0x25B3, 0x25CB), (0x27E8, 0x27E9), (0x27F5, 0x27FA), (0x2A00, 0x2A02),
    (0x2A7D, 0x2A7E), (0x2AAF, 0x2AB0), (0x1D400, 0x1D467), (0x1D49C, 0x1D4B5), (0x1D538, 0x1D56B),
    (0x1D6A4, 0x1D6A5), (0x1D6A8, 0x1D71B), (0x1D7CE, 0x1D7D7),
)  # fmt: skip


@dataclass(frozen=True)
class Package:
    """An npm package, and which of its files are taken (pattern inside the package -> folder in vendor/)."""

    name: str
    version: str
    licence: str
    licence_file: str
    folder: str
    root: str
    patterns: tuple[str, ...]
    change: str = "none"


PACKAGES = (
    Package(
        "mermaid", "11.17.2", "MIT", "LICENSE", "mermaid", "dist",
        ("mermaid.esm.min.mjs", "chunks/mermaid.esm.min/*.mjs"),
    ),
    Package(
        "@fontsource/stix-two-math", "5.3.0", "OFL-1.1", "LICENSE", "stix-two-math", "files",
        ("stix-two-math-latin-400-normal.woff2",),
        change="cut to the characters of formulas (MATH_RANGES in tools/vendor.py)",
    ),
)  # fmt: skip


def main() -> None:
    """Fetch every package afresh and write the manifest."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    manifest = {"packages": [vendored(package) for package in PACKAGES]}
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def vendored(package: Package) -> dict[str, object]:
    """Copy the package's files and describe them for the manifest."""
    target = VENDOR / package.folder
    with tempfile.TemporaryDirectory() as folder:
        archive = packed(package, Path(folder))
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        source = Path(folder) / "package"
        root = source / package.root
        for path in sorted(path for pattern in package.patterns for path in root.glob(pattern)):
            copy = target / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".woff2":
                cut(path, copy)
            else:
                shutil.copyfile(path, copy)
        shutil.copyfile(source / package.licence_file, target / "LICENSE")
        archive_integrity = integrity(archive)
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "integrity": archive_integrity,
        "change": package.change,
        "files": {
            path.relative_to(VENDOR).as_posix(): integrity(path) for path in sorted(target.rglob("*")) if path.is_file()
        },
    }


def packed(package: Package, folder: Path) -> Path:
    """Download the package's archive with npm, which checks it against the registry's integrity."""
    wanted = f"{package.name}@{package.version}"
    run = subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True, capture_output=True, text=True)
    return folder / run.stdout.split()[-1]


def cut(source: Path, target: Path) -> None:
    """Write the font with the characters of MATH_RANGES only."""
    font = TTFont(source)
    options = Options(layout_features=["ssty", "dtls", "flac", "ccmp", "mark"], hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in MATH_RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def integrity(path: Path) -> str:
    """The file's sha512 as subresource integrity writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()


if __name__ == "__main__":
    main()
