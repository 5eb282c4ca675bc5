"""``make bench``: how fast the catalogue, its fragments and the site are, each against a baseline in the same run.

Absolute times depend on the machine and its load; the ratios are what counts. Every figure is the median of three.
Name parts to run only these: ``python tests/bench.py load table``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "hooks"), str(ROOT / "tests")]

import yaml  # noqa: E402
from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis.strategies import SearchStrategy  # noqa: E402

import fuzz_inputs  # noqa: E402
from atlas.catalogue.catalogue import Catalogue, Column  # noqa: E402
from atlas.catalogue.findings import Findings, Place  # noqa: E402
from atlas.catalogue.load import load  # noqa: E402
from atlas.catalogue.values import plain_text  # noqa: E402
from atlas.fragments.context import Context  # noqa: E402
from atlas.fragments.expand import expand  # noqa: E402
from atlas.fragments.release_page import release_page  # noqa: E402
from atlas.fragments.specs import CompareSpec  # noqa: E402
from atlas.fragments.tables import compare_table  # noqa: E402
from folders import data_folder, sample  # noqa: E402
from project_copy import Server, copy_project  # noqa: E402

RUNS = 3
CATALOGUE_HOOKS = ("catalogue_data", "model_pages", "directives", "exports")
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


class Line(NamedTuple):
    """One line of the result: what was measured, how much, against which baseline, and their ratio."""

    name: str
    ours: str
    baseline: str
    ratio: str


def timed(work: Callable[[], object]) -> float:
    """Median CPU seconds of ``work``."""
    return median(fuzz_inputs.cpu_seconds(work) for _ in range(RUNS))


def add_releases(folder: Path, number: int) -> None:
    """Write ``number`` releases of two variants each."""
    for index in range(number):
        text = sample(FACTS).replace("name: Sample", f"name: Sample {index}")
        (folder / "models" / f"sample-{index:05d}.yml").write_text(text, "utf-8")


def loaded(folder: Path) -> Catalogue:
    """The catalogue of ``folder``; the benchmark means nothing if it has errors."""
    findings = Findings()
    catalogue = load(folder, findings)
    assert not findings.errors, findings.errors[0].render("en")
    return catalogue


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="atlas-bench-")


@cache
def synthetic(number: int) -> Path:
    """A data folder with ``number`` releases."""
    folder = data_folder(Path(_kept().name, str(number)))
    add_releases(folder, number)
    return folder


# --- the catalogue and its fragments


def parsed(folder: Path) -> None:
    """The baseline of loading: the same files through PyYAML's C parser, no checks."""
    for path in (folder / "models").iterdir():
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def bench_load() -> Iterator[Line]:
    """Load, check and derive."""
    for number in (300, 10_000):
        data = synthetic(number)
        ours, baseline = timed(lambda data=data: loaded(data)), timed(lambda data=data: parsed(data))
        name = f"load, check, derive {number:,} files"
        yield Line(name, f"{ours:.2f} s", f"PyYAML {baseline:.2f} s", f"{ours / baseline:.1f}")


def context(catalogue: Catalogue, own: str = "") -> Context:
    return Context(
        catalogue=catalogue, language="zh", model_url=lambda slug: f"../{slug}/", root="../", own_release=own
    )


def plain_table(catalogue: Catalogue, columns: tuple[Column, ...], rows: int) -> str:
    """The baseline of tables: the same values joined as text."""

    def cell(claim: object) -> str:
        return f"<td>{plain_text(claim.value) if claim else ''}</td>"  # type: ignore[attr-defined]

    return "".join(
        f"<tr>{''.join(cell(catalogue.cell(row, column).shown) for column in columns)}</tr>"
        for row in catalogue.rows[:rows]
    )


def bench_table() -> Iterator[Line]:
    """A comparison table of 1,000 rows."""
    catalogue = loaded(synthetic(3_000))
    columns = tuple(Column(catalogue.registry.fields[name]) for name in COLUMNS)
    spec = CompareSpec("compare", catalogue.rows[:1_000], "A table", "", "table", rumours=False, columns=columns)
    ours = timed(lambda: compare_table(spec, context(catalogue)))
    baseline = timed(lambda: plain_table(catalogue, columns, 1_000))
    yield Line(
        "table of 1,000 x 8 cells", f"{ours * 1e3:.0f} ms", f"joined {baseline * 1e3:.1f} ms", f"{ours / baseline:.0f}"
    )


def page_bytes(catalogue: Catalogue) -> int:
    """The weight of what one release's page shows."""
    slug = "sample-00000"
    markdown = release_page(catalogue.releases[slug], "zh").split("---\n", 2)[2]
    expansion = expand(markdown, Place("page.md"), context(catalogue, slug))
    return len(expansion.fill(expansion.markdown).encode())


def bench_weight() -> Iterator[Line]:
    """The weight of a page as the catalogue grows; the whole page is weighed in the build."""
    small, large = (page_bytes(loaded(synthetic(number))) for number in (300, 3_000))
    yield Line("card with 3,000 releases", f"{large:,} bytes", f"with 300 {small:,} bytes", f"{large / small:.2f}")


# --- the site


def project_with(releases: int, folder: Path) -> Path:
    """A copy of the project with as many releases."""
    folder.mkdir()
    copy_project(folder)
    data = folder / "docs" / "data"
    add_releases(data, releases - len(list((data / "models").iterdir())))
    return folder


def build_times(project: Path) -> list[dict[str, float]]:
    """CPU seconds of two builds in one process, the data unchanged at the second: of each hook, and of all."""
    result = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "timed_build.py")],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    times: list[dict[str, float]] = json.loads(result.stdout)
    return times


def bench_build() -> Iterator[Line]:
    """The hooks' share of a build with 300 releases, and the weight of whole pages."""
    weights = {}
    with tempfile.TemporaryDirectory() as folder:
        small = project_with(100, Path(folder, "small"))
        build_times(small)
        project = project_with(300, Path(folder, "large"))
        runs = [build_times(project) for _ in range(RUNS)]
        for each in (small, project):
            weights[each] = len((each / "site" / "models" / "palm" / "index.html").read_bytes())
    for name, builds in zip(("cold", "data unchanged"), zip(*runs, strict=True), strict=True):
        whole = median(build["build"] for build in builds)
        ours = median(sum(build.get(hook, 0.0) for hook in CATALOGUE_HOOKS) for build in builds)
        others = median(sum(build.values()) - build["build"] for build in builds) - ours
        rest = f"build {whole:.1f} s"
        yield Line(f"catalogue's hooks, 300 releases, {name}", f"{ours:.2f} s", rest, f"{ours / whole:.0%}")
        yield Line(f"all other hooks, 300 releases, {name}", f"{others:.2f} s", rest, f"{others / whole:.0%}")
    ratio = f"{weights[project] / weights[small]:.2f}"
    yield Line("page among 300 releases", f"{weights[project]:,} bytes", f"among 100 {weights[small]:,} bytes", ratio)


def seconds_after(server: Server, edited: Path, text: str, page: str, wanted: str) -> float:
    """From writing ``text`` to the page that shows ``wanted``."""
    start = time.perf_counter()
    edited.write_text(text, "utf-8")
    server.wait_for(page, wanted)
    return time.perf_counter() - start


def bench_edit() -> Iterator[Line]:
    """From an edit to the fresh page under ``mkdocs serve``, against the first build."""
    pages, numbers = [], []
    with tempfile.TemporaryDirectory() as folder:
        project = project_with(0, Path(folder, "project"))
        start = time.perf_counter()
        server = Server(project)
        try:
            server.wait_for("models/palm/", "540.35B")
            first = time.perf_counter() - start
            page, data = project / "docs" / "zh" / "index.md", project / "docs" / "data" / "models" / "palm.yml"
            for number in range(RUNS):
                edited = page.read_text("utf-8") + f"\n第 {number} 次\n"
                pages.append(seconds_after(server, page, edited, "", f"第 {number} 次"))
                old, new = f"54{number}.35B", f"54{number + 1}.35B"
                edited = data.read_text("utf-8").replace(old, new)
                numbers.append(seconds_after(server, data, edited, "models/palm/", new))
        finally:
            server.stop()
    for name, times in (("a page", pages), ("data", numbers)):
        ours = median(times)
        yield Line(
            f"edit of {name} to fresh page", f"{ours:.1f} s", f"first build {first:.1f} s", f"{ours / first:.2f}"
        )


# --- fuzz


def bench_fuzz() -> Iterator[Line]:
    """20,000 inputs that nobody should write; the first that does harm ends the run with its text."""
    warnings.simplefilter("ignore")
    parts: tuple[tuple[str, int, SearchStrategy[object], Callable[..., None]], ...] = (
        ("release files", 10_000, fuzz_inputs.releases(), fuzz_inputs.try_release),
        ("pages", 5_000, fuzz_inputs.pages(), fuzz_inputs.try_page),
        ("conditions", 5_000, fuzz_inputs.queries(), fuzz_inputs.try_query),
    )
    for name, number, inputs, attempt in parts:
        run = settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        trial = run(given(inputs)(_one_argument(attempt)))
        seconds = fuzz_inputs.cpu_seconds(trial)
        yield Line(
            f"fuzz: {number:,} {name}", f"{seconds:.0f} s", "no exception", f"{seconds / number * 1e3:.1f} ms each"
        )


def _one_argument(attempt: Callable[[object], None]) -> Callable[[object], None]:
    """``attempt`` without its options, which hypothesis would refuse."""

    def trial(value: object) -> None:
        attempt(value)

    return trial


PARTS: dict[str, Callable[[], Iterator[Line]]] = {
    "load": bench_load,
    "table": bench_table,
    "weight": bench_weight,
    "build": bench_build,
    "edit": bench_edit,
    "fuzz": bench_fuzz,
}


def main(names: list[str]) -> None:
    """Measure, and print one table."""
    lines = [line for name in names or PARTS for line in PARTS[name]()]
    widths = [max(len(line[index]) for line in lines) for index in range(4)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main(sys.argv[1:])
