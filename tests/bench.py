"""``make bench``: how fast the catalogue, its fragments and the site are, each against a baseline in the same run.

Absolute times depend on the machine and its load; the ratios are what counts. Every figure is the median of three.
Name parts to run only these: ``python tests/bench.py load table``.
"""

from __future__ import annotations

import json
import math
import os
import re
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
from atlas.catalogue.findings import Findings  # noqa: E402
from atlas.catalogue.load import load  # noqa: E402
from atlas.catalogue.values import plain_text  # noqa: E402
from atlas.fragments.context import Context  # noqa: E402
from atlas.fragments.specs import CompareSpec, FigureSpec  # noqa: E402
from atlas.fragments.tables import compare_table  # noqa: E402
from build_session import settle  # noqa: E402
from folders import data_folder, sample  # noqa: E402
from project_copy import Server, copy_project, environment, mkdocs  # noqa: E402

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
    settle()  # as a build does
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
    spec = CompareSpec(FigureSpec("table", catalogue.rows[:1_000], "A table"), columns)
    ours = timed(lambda: compare_table(spec, context(catalogue)))
    baseline = timed(lambda: plain_table(catalogue, columns, 1_000))
    yield Line(
        "table of 1,000 x 8 cells", f"{ours * 1e3:.0f} ms", f"joined {baseline * 1e3:.1f} ms", f"{ours / baseline:.0f}"
    )


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
    """The hooks' share of a build with 300 releases."""
    with tempfile.TemporaryDirectory() as folder:
        project = project_with(300, Path(folder, "project"))
        runs = [build_times(project) for _ in range(RUNS)]
    for name, builds in zip(("cold", "data unchanged"), zip(*runs, strict=True), strict=True):
        whole = median(build["build"] for build in builds)
        ours = median(sum(build.get(hook, 0.0) for hook in CATALOGUE_HOOKS) for build in builds)
        others = median(sum(build.values()) - build["build"] for build in builds) - ours
        rest = f"build {whole:.1f} s"
        yield Line(f"catalogue's hooks, 300 releases, {name}", f"{ours:.2f} s", rest, f"{ours / whole:.0%}")
        yield Line(f"all other hooks, 300 releases, {name}", f"{others:.2f} s", rest, f"{others / whole:.0%}")


WEIGHED = {"a model page": "models/palm", "a survey page with cards": "survey/text-generation/glm", "the 404 page": ""}


def whole_pages(releases: int) -> dict[str, int]:
    """Bytes of whole pages among so many releases; in Chinese, since the other language would only take its time."""
    with tempfile.TemporaryDirectory() as folder:
        project = project_with(releases, Path(folder, "project"))
        command = mkdocs("build", "--quiet")
        subprocess.run(command, cwd=project, env=environment(), check=True, capture_output=True)
        return {
            name: (project / "site" / path / ("index.html" if path else "404.html")).stat().st_size
            for name, path in WEIGHED.items()
        }


def bench_weight() -> Iterator[Line]:
    """The weight of whole pages as the catalogue grows tenfold. The larger build takes a minute."""
    small, large = whole_pages(300), whole_pages(3_000)
    for name in WEIGHED:
        yield Line(
            f"{name} among 3,000 releases", f"{large[name]:,} bytes", f"among 300 {small[name]:,} bytes",
            f"{large[name] / small[name]:.2f}",
        )  # fmt: skip


class Edit(NamedTuple):
    """One kind of edit: the file, what is written into it at each run, and the page on which that can be seen."""

    name: str
    file: str
    pattern: str
    text: str
    page: str


EDITS = (
    Edit("a page", "docs/zh/index.md", r"\Z", "\n第 {} 次\n", ""),
    Edit("data", "docs/data/models/palm.yml", r"54\d\.35B", "54{}.35B", "en/models/palm/"),
    Edit("a fragment template", "overrides/fragments/card-header.html", r"\Z", "<!-- {} -->", "en/models/palm/"),
    Edit("a style", "docs/assets/stylesheets/cards.css", r"\Z", "/* {} */", "assets/stylesheets/cards.css"),
    Edit("the package", "hooks/atlas/fragments/citations.py", r"DB/OL\d*", "DB/OL{}", "en/models/palm/"),
)


def seconds_after(server: Server, project: Path, edit: Edit, number: int) -> tuple[float, float]:
    """From writing an edit to the page that shows it: seconds, and CPU seconds of the server where they are known."""
    file, text = project / edit.file, edit.text.format(number)
    edited = re.sub(edit.pattern, text, file.read_text("utf-8"), count=1)
    start, used = time.perf_counter(), cpu_seconds_of(server.process.pid)
    file.write_text(edited, "utf-8")
    server.wait_for(edit.page, text.strip())
    return time.perf_counter() - start, cpu_seconds_of(server.process.pid) - used


def cpu_seconds_of(process: int) -> float:
    """CPU seconds that another process has used, as Linux tells them; not a number elsewhere."""
    status = Path(f"/proc/{process}/stat")
    if not status.exists():
        return math.nan
    fields = status.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bench_edit() -> Iterator[Line]:
    """From an edit to the fresh page under ``mkdocs serve`` with both languages, against the first build."""
    with tempfile.TemporaryDirectory() as folder:
        project = project_with(0, Path(folder, "project"))
        start = time.perf_counter()
        server = Server(project, english=True)
        try:
            server.wait_for("en/models/palm/", "540.35B")
            first = time.perf_counter() - start
            for edit in EDITS:
                runs = [seconds_after(server, project, edit, number) for number in range(1, RUNS + 1)]
                ours, used = median(run[0] for run in runs), median(run[1] for run in runs)
                name = f"edit of {edit.name} to fresh page"
                yield Line(name, f"{ours:.1f} s (CPU {used:.1f})", f"first build {first:.1f} s", f"{ours / first:.2f}")
        finally:
            server.stop()


# --- fuzz


def bench_fuzz() -> Iterator[Line]:
    """20,000 inputs that nobody should write; the first that does harm ends the run with its text."""
    warnings.simplefilter("ignore")
    parts: tuple[tuple[str, int, SearchStrategy[object], Callable[..., None]], ...] = (
        ("registry files", 1_000, fuzz_inputs.registries(), fuzz_inputs.try_registry),
        ("release files", 9_000, fuzz_inputs.releases(), fuzz_inputs.try_release),
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
