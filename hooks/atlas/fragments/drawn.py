"""What a directive becomes on its page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Tab(NamedTuple):
    """One tab: ASCII id, the HTML of its label, and of what stands in it."""

    id: str
    label: str
    html: str


class Drawn(NamedTuple):
    """A drawn directive.

    Attributes:
        html: what takes its place.
        files: name -> text of the files that belong beside the page, such as a table's CSV.
        tabs: what follows as tabs, which an author's own tabs behind the directive join.
        below: what stands under the tabs.
    """

    html: str
    files: Mapping[str, str] = MappingProxyType({})
    tabs: tuple[Tab, ...] = ()
    below: str = ""
