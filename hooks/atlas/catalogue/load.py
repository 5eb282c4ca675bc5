"""From the data folder to the checked catalogue: reads every file, reports everything that is wrong at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from . import checks, derive
from .catalogue import Catalogue, references
from .findings import MOST_OF_A_FILE, Findings, Place, nearest
from .model import Release
from .nodes import MappingNode, read_yaml
from .registry import Registry
from .registry_reader import REGISTRY_FILES, read_registry
from .release_reader import SLUG, ReleaseReader

RESERVED_SLUGS = frozenset({"index", "con", "prn", "aux", "nul"})
LONGEST_SLUG = 64


def load(data_dir: Path, findings: Findings, *, shown_as: str = "docs/data", today: date | None = None) -> Catalogue:
    """The catalogue of a data folder.

    A release with an error is left out, so that what is right can still be shown; whoever must not go on asks
    ``findings.errors``. Where a registry has one, the catalogue is not ``readable``.

    Args:
        data_dir: the folder that holds ``models/`` and the registries.
        findings: where everything wrong is reported.
        shown_as: the folder's name in findings.
        today: the day that dates are held against; the machine's day if left out.
    """
    today = today or date.today()
    registry = load_registry(data_dir, findings, shown_as=shown_as, today=today)
    if registry is None:
        return Catalogue(Registry(), {}, readable=False)
    releases: dict[str, Release] = {}
    broken: set[str] = set()
    for path in _model_files(data_dir / "models", f"{shown_as}/models", findings):
        before = len(findings.items)
        file = f"{shown_as}/models/{path.name}"
        top = read_yaml(path, file, findings)
        release = ReleaseReader(path.stem, top, registry, findings, today).release() if top is not None else None
        if release is None or any(finding.rule.is_error for finding in findings.items[before:]):
            broken.add(path.stem)
        else:
            releases[release.slug] = release
    _check_names(releases, findings)
    known = releases.keys() | broken
    releases = _drop_dangling(releases, broken, registry, findings)
    _check_cycles(releases, findings)
    catalogue = Catalogue(registry, releases, broken=frozenset(known - releases.keys()))
    catalogue = replace(catalogue, computed=tuple(derive.computed_claims(catalogue)))
    _check_references(catalogue, findings)
    checks.cross_check(catalogue, findings)
    return catalogue


def load_registry(
    data_dir: Path, findings: Findings, *, shown_as: str = "docs/data", today: date | None = None
) -> Registry | None:
    """The registries of a data folder, None with findings where they are unusable."""
    files: dict[str, MappingNode] = {}
    for name in REGISTRY_FILES:
        if (top := read_yaml(data_dir / f"{name}.yml", f"{shown_as}/{name}.yml", findings)) is not None:
            files[name] = top
    if len(files) < len(REGISTRY_FILES):
        return None
    return read_registry(files, findings, today or date.today())


def is_slug(name: str) -> bool:
    """Whether a release may be called so: its file, its page and every reference carry the name."""
    return bool(SLUG.fullmatch(name)) and name not in RESERVED_SLUGS and len(name) <= LONGEST_SLUG


def _model_files(folder: Path, shown_as: str, findings: Findings) -> list[Path]:
    """The release files with usable names, by name."""
    usable: list[Path] = []
    folded: dict[str, str] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        place = Place(f"{shown_as}/{path.name}")
        if path.name.startswith("."):
            continue
        if path.suffix != ".yml":
            findings.report("E401", place, slug=path.name)
        elif not is_slug(path.stem):
            findings.report("E401", place, slug=path.stem)
        else:
            usable.append(path)
        twin = folded.setdefault(path.name.casefold(), path.name)
        if twin != path.name:
            findings.report("E405", place, other=twin)
    return usable


def _check_names(releases: Mapping[str, Release], findings: Findings) -> None:
    """No alias may be another release's slug, name or alias."""
    owner: dict[str, Release] = {}
    for release in releases.values():
        for name in {release.slug, release.name.zh, release.name.en}:
            owner.setdefault(name.casefold(), release)
    for release in releases.values():
        for alias in release.aliases:
            other = owner.setdefault(alias.casefold(), release)
            if other is not release:
                findings.report("E404", release.place, alias=alias, other=other.slug)


def _drop_dangling(
    releases: dict[str, Release], broken: set[str], registry: Registry, findings: Findings
) -> dict[str, Release]:
    """Report references to nothing, and leave out the releases that hold one.

    A reference to a release with errors of its own is no second error, but it cannot be followed either.
    """
    known = {row.reference for release in releases.values() for row in release.rows} | set(releases)
    bad: set[str] = set()
    for release in releases.values():
        for claim in release.claims:
            for reference in references(claim.value):
                row = f"{reference.slug}/{reference.variant}" if reference.variant else reference.slug
                if reference.slug in broken:
                    continue
                if row not in known:
                    findings.report("E402", claim.place, target=reference.target, candidates=nearest(row, known))
                    bad.add(release.slug)
                elif reference.part and reference.part not in registry.parts:
                    candidates = nearest(reference.part, registry.parts)
                    findings.report("E303", claim.place, part=reference.part, candidates=candidates)
                    bad.add(release.slug)
    return _without(releases, broken | bad)


def _without(releases: dict[str, Release], broken: set[str]) -> dict[str, Release]:
    """The releases that hang on no broken one, however far."""
    while True:
        kept = {
            slug: release
            for slug, release in releases.items()
            if slug not in broken
            and not any(reference.slug in broken for claim in release.claims for reference in references(claim.value))
        }
        if len(kept) == len(releases):
            return kept
        broken, releases = broken | (releases.keys() - kept.keys()), kept


def _check_references(catalogue: Catalogue, findings: Findings) -> None:
    """Every address that was published leads to a release, and every dated change to a release or a value of it."""
    known = catalogue.releases.keys() | catalogue.broken
    for address in catalogue.registry.addresses.values():
        if address.target not in known:
            findings.report("E409", address.place, slug=address.slug, candidates=nearest(address.target, known))
    for change in catalogue.registry.changes.values():
        slug, anchor = change.more.get("release", ""), change.more.get("anchor", "")
        anchors = catalogue.value_anchors(slug) if slug in catalogue.releases else set()
        if anchor and not slug:
            findings.report("E101", change.place, missing="release")
        elif slug and slug not in known:
            findings.report("E402", change.place, target=slug, candidates=nearest(slug, known))
        elif anchor and anchors and anchor not in anchors:
            findings.report("E408", change.place, slug=slug, fragment=anchor, candidates=nearest(anchor, anchors))


def _check_cycles(releases: Mapping[str, Release], findings: Findings) -> None:
    """No release or variant may come from itself, however far round."""
    parents: dict[str, dict[str, Place]] = defaultdict(dict)
    for release in releases.values():
        for claim in release.claims:
            if claim.field.id != "base":
                continue
            rows = [claim.variant] if claim.variant else list(release.variants) or [""]
            for variant in rows:
                child = f"{release.slug}/{variant}" if variant else release.slug
                for reference in references(claim.value):
                    target = releases.get(reference.slug)
                    variants = list(target.variants) if target else []
                    names = [reference.variant] if reference.variant else variants or [""]
                    for name in names:
                        parents[child][f"{reference.slug}/{name}" if name else reference.slug] = claim.place
    told: set[Place] = set()
    for circle, place in _circles(parents):
        if place not in told:
            findings.report("E403", place, path=" → ".join([*circle, circle[0]]))
        told.add(place)


def _circles(parents: dict[str, dict[str, Place]]) -> Iterator[tuple[list[str], Place]]:
    """Circles, children before parents, each with the last of its places; there it is cut, until none is left."""
    for _ in range(MOST_OF_A_FILE):
        try:
            TopologicalSorter(parents).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][:0:-1]
            places = [parents[child][parent] for child, parent in zip(circle, circle[1:] + circle[:1], strict=True)]
            last = places.index(max(places)) + 1
            circle = circle[last:] + circle[:last]
            yield circle, parents[circle[-1]].pop(circle[0])
        else:
            return
