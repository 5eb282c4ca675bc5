"""``make bench``: how fast the catalogue and its fragments are, each against a baseline in the same run.

Absolute times depend on the machine and its load; the ratios are what counts. Every figure is the median of three.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests")]

import yaml  # noqa: E402

from atlas.catalogue.catalogue import Catalogue, Column  # noqa: E402
from atlas.catalogue.findings import Findings, Place  # noqa: E402
from atlas.catalogue.load import load  # noqa: E402
from atlas.fragments.context import Context  # noqa: E402
from atlas.fragments.directives import CompareSpec  # noqa: E402
from atlas.fragments.expand import expand  # noqa: E402
from atlas.fragments.release_page import release_page  # noqa: E402
from atlas.fragments.tables import compare_table  # noqa: E402
from folders import data_folder, sample  # noqa: E402

RUNS = 3
COLUMNS = (
    "params_total", "layers", "hidden_size", "heads", "context_length", "activation", "training_tokens", "announced",
)  # fmt: skip
FACTS = """\
- cite: {paper: Table 1}
  for: [small, large]
  params_total: [7B, 70B]
  layers: [32, 80]
  hidden_size: [4096, 8192]
  heads: [32, 64]
- cite: {paper: §2}
  context_length: 4096
  activation: swiglu
  training_tokens: 2.0T
  announced: 2023-07-18
"""


def timed(work: Callable[[], object]) -> float:
    """Median CPU seconds of ``work``."""
    seconds = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return median(seconds)


def synthetic(to: Path, number: int) -> Path:
    """A data folder with ``number`` releases of two variants each."""
    folder = data_folder(to)
    for index in range(number):
        text = sample(FACTS).replace("name: Sample", f"name: Sample {index}")
        (folder / "models" / f"sample-{index:05d}.yml").write_text(text, "utf-8")
    return folder


def loaded(folder: Path) -> Catalogue:
    """The catalogue of ``folder``; the benchmark means nothing if it has errors."""
    findings = Findings()
    catalogue = load(folder, findings)
    assert not findings.errors, findings.errors[0].render("en")
    return catalogue


def parsed(folder: Path) -> None:
    """The baseline of loading: the same files through PyYAML's C parser, no checks."""
    for path in (folder / "models").iterdir():
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def context(catalogue: Catalogue) -> Context:
    return Context(catalogue=catalogue, language="zh", model_url=lambda slug: f"../{slug}/", root="../")


def table(catalogue: Catalogue, rows: int) -> str:
    """A comparison table of eight columns."""
    columns = tuple(Column(catalogue.registry.fields[name]) for name in COLUMNS)
    spec = CompareSpec("compare", catalogue.rows[:rows], "A table", "", "table", rumours=False, columns=columns)
    return compare_table(spec, context(catalogue), 1)


def plain_table(catalogue: Catalogue, rows: int) -> str:
    """The baseline of tables: the same numbers joined as text."""
    columns = [Column(catalogue.registry.fields[name]) for name in COLUMNS]
    lines = (
        "".join(f"<td>{catalogue.cell(row, column).shown}</td>" for column in columns) for row in catalogue.rows[:rows]
    )
    return "".join(f"<tr>{line}</tr>" for line in lines)


def page_bytes(catalogue: Catalogue) -> int:
    """The weight of what one release's page shows."""
    slug = "sample-00000"
    markdown = release_page(catalogue.releases[slug], "zh").split("---\n", 2)[2]
    expansion = expand(markdown, Place("page.md"), context(catalogue), slug)
    return len(expansion.fill(expansion.markdown).encode())


def main() -> None:
    """Measure and print one table."""
    rows: list[tuple[str, str, str, str]] = []
    catalogues: dict[int, Catalogue] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in (300, 3_000, 10_000):
            data = synthetic(Path(folder, str(number)), number)
            catalogues[number] = loaded(data)
            ours, baseline = timed(lambda data=data: loaded(data)), timed(lambda data=data: parsed(data))
            name = f"load, check, derive {number:,} files"
            rows.append((name, f"{ours:.2f} s", f"PyYAML {baseline:.2f} s", f"{ours / baseline:.1f}"))
    catalogue = catalogues[3_000]
    ours, baseline = timed(lambda: table(catalogue, 1_000)), timed(lambda: plain_table(catalogue, 1_000))
    rows.append(
        (
            "table of 1,000 x 8 cells",
            f"{ours * 1000:.0f} ms",
            f"joined {baseline * 1000:.0f} ms",
            f"{ours / baseline:.1f}",
        )
    )
    small, large = page_bytes(catalogues[300]), page_bytes(catalogues[3_000])
    rows.append(("a page with 3,000 releases", f"{large:,} bytes", f"with 300 {small:,} bytes", f"{large / small:.2f}"))
    widths = [max(len(row[index]) for row in rows) for index in range(4)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


if __name__ == "__main__":
    main()
