"""No input raises anything but a finding, and none takes long: a small fixed set; ``make bench`` tries a large one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

import fuzz_inputs
from atlas.catalogue.findings import Findings, Place
from atlas.fragments.directives import fences
from fuzz_inputs import CPU_LIMIT, RUN_LENGTH, RUNS, cpu_seconds, crowded_pages, distinct_slips

SMALL = settings(max_examples=250, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@SMALL
@given(data=fuzz_inputs.releases())
def test_any_bytes_are_a_release_or_findings(data: bytes) -> None:
    fuzz_inputs.try_release(data)


@settings(SMALL, max_examples=60)
@given(slip=fuzz_inputs.registries())
def test_any_bytes_are_registries_or_findings(slip: tuple[str, bytes]) -> None:
    fuzz_inputs.try_registry(slip)


@SMALL
@given(text=fuzz_inputs.pages())
def test_any_text_is_a_page_or_findings(text: str) -> None:
    fuzz_inputs.try_page(text)


@SMALL
@given(where=fuzz_inputs.queries(), sort=fuzz_inputs.queries())
def test_any_text_is_a_condition_or_a_bad_query(where: str, sort: str) -> None:
    fuzz_inputs.try_query(where)
    fuzz_inputs.try_query("", sort)


def release(text: str) -> None:
    _, findings = fuzz_inputs.load_release(text.encode())
    findings.render("en")


def scan(text: str) -> None:
    list(fences(text, Place("page.md"), Findings()))


READERS: dict[str, tuple[Callable[[str], None], int]] = {
    "loader": (release, 64 * 1024 - 10),  # above that, size is all that is looked at
    "large file": (release, RUN_LENGTH),
    "fences": (scan, RUN_LENGTH),
    "page": (fuzz_inputs.try_page, RUN_LENGTH),
    "twin": (fuzz_inputs.try_twin, RUN_LENGTH),
    "where": (fuzz_inputs.try_query, RUN_LENGTH),
}


@pytest.mark.parametrize("reader", READERS)
def test_long_runs_take_no_long_time(reader: str) -> None:
    read, length = READERS[reader]
    fuzz_inputs.real_catalogue()
    slow = {
        run.id: seconds for run in RUNS if (seconds := cpu_seconds(lambda run=run: read(run.text(length)))) > CPU_LIMIT
    }
    assert not slow


@pytest.mark.parametrize("size", [20_000, 60_000])
@pytest.mark.parametrize("name", distinct_slips(10))
def test_a_file_full_of_slips_takes_no_long_time(name: str, size: int) -> None:
    fuzz_inputs.registry()
    text = distinct_slips(size)[name]
    assert cpu_seconds(lambda: release(text)) < CPU_LIMIT


@pytest.mark.parametrize("attempt", [fuzz_inputs.try_page, fuzz_inputs.try_twin])
def test_a_crowded_page_takes_no_long_time(attempt: Callable[[str], None]) -> None:
    fuzz_inputs.real_catalogue()
    pages = crowded_pages(RUN_LENGTH)
    slow = {
        name: seconds
        for name, text in pages.items()
        if (seconds := cpu_seconds(lambda text=text: attempt(text))) > CPU_LIMIT
    }
    assert not slow
