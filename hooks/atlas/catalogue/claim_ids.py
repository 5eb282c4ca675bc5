"""The stable names of claims: ``palm/540b.params_total``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import count

from .model import Claim


def with_ids(claims: Collection[Claim]) -> Iterator[Claim]:
    """The claims with their ids, each the first of its possible ones that no claim before it has."""
    several = Counter(_path(claim) for claim in claims)
    taken: set[str] = set()
    for claim in claims:
        name = next(each for each in _possible_ids(claim, several[_path(claim)] > 1) if each not in taken)
        taken.add(name)
        yield replace(claim, id=name)


def _path(claim: Claim) -> str:
    """The part of a claim's id that several claims of one value share."""
    variant = f"/{claim.variant}" if claim.variant else ""
    part = f"#{claim.part}" if claim.part else ""
    key = f".{claim.key}" if claim.key else ""
    return f"{claim.slug}{variant}{part}.{claim.field.id}{key}"


def _possible_ids(claim: Claim, has_others: bool) -> Iterator[str]:
    """The path alone, or ``@source``, ``@source@as_of`` in a history; then with the basis; then numbered."""
    name = _path(claim)
    if has_others:
        source = claim.citations[0].source.id if claim.citations else "?"
        name = f"{name}@{source}" + (f"@{claim.as_of}" if claim.as_of else "")
    yield name
    yield f"{name}@{claim.basis.value}"
    for number in count(2):
        yield f"{name}@{claim.basis.value}@{number}"
