"""Figures: the family tree's lanes, and the files that readers take away."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.findings import Place
from atlas.fragments.context import PAGE_WIDTH, Context
from atlas.fragments.expand import expand
from atlas.fragments.family_tree import DROP, HEAD, NAME, RADIUS, Layout, Point, drop_end
from atlas.fragments.figures import TEXT
from atlas.fragments.measure import ems, wrapped
from folders import loaded, sample
from small_pages import context

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = {
    "lineage": "caption: Who came from whom\nid: tree",
    "chart": "name: tokens-and-parameters\ncaption: Who reads how much\nid: tree",
}


def files(directive: str, catalogue: Catalogue) -> dict[str, str]:
    where = Context(
        catalogue=catalogue, language="en", model_url=lambda slug: f"../models/{slug}/", figure_width=PAGE_WIDTH
    )
    return expand(f"```{directive}\n{FIGURES[directive]}\n```", Place("page.md"), where).files


@pytest.mark.parametrize("directive", FIGURES)
def test_a_figure_is_a_file_with_its_title_and_source_inside(directive: str, catalogue: Catalogue) -> None:
    text = files(directive, catalogue)["tree.svg"]
    root = ElementTree.fromstring(text)
    words = [element.text for element in root.iter(f"{SVG}text")]
    caption = re.search(r"caption: (.*)", FIGURES[directive])
    assert caption is not None
    assert words[0] == caption[1]
    assert any("CC BY 4.0, data as of" in (word or "") for word in words)
    assert "var(" not in text, "a slide knows no custom properties"
    assert not list(root.iter(f"{SVG}a")), "a relative link leads nowhere from a slide"


def test_the_file_of_a_tree_says_what_its_dots_and_lines_mean(catalogue: Catalogue) -> None:
    root = ElementTree.fromstring(files("lineage", catalogue)["tree.svg"])
    signs = ([f"{SVG}circle", f"{SVG}text"], [f"{SVG}path", f"{SVG}text"])
    groups = (list(group) for group in root.iter(f"{SVG}g"))
    key = [(group[0].get("class"), group[1].text) for group in groups if [child.tag for child in group] in signs]
    assert key == [
        ("node known", "weights available (for a method: published)"),
        ("node", "weights not available, or not known"),
        ("edge solid", "weights reused"),
        ("edge dashed", "design reused, or successor"),
        ("edge dotted", "use"),
    ]


def test_the_lines_of_the_tree_run_forward_in_time(catalogue: Catalogue) -> None:
    root = ElementTree.fromstring(files("lineage", catalogue)["tree.svg"])
    lines = [str(path.get("d")) for path in root.iter(f"{SVG}path") if str(path.get("class")).startswith("edge")]
    assert lines
    for line in lines:
        start = re.match(r"M([\d.]+) ", line)
        end = re.search(r"(?:H| )([\d.]+)(?: [\d.]+)?$", line)
        assert start
        assert end
        assert float(end[1]) >= float(start[1]), line


@pytest.mark.parametrize(
    ("places", "turn"),
    [
        ({"old": (20.0, 98.0), "new": (400.0, 56.0)}, 20 + DROP + ems("old") * TEXT),  # past its own name
        ({"old": (20.0, 56.0), "new": (400.0, 98.0)}, 20 + DROP),  # nothing in the way
        ({"old": (20.0, 56.0), "far": (24.0, 98.0), "new": (400.0, 140.0)}, 24 + DROP + ems("far") * TEXT),
        ({"old": (20.0, 98.0), "next": (50.0, 98.0), "new": (400.0, 56.0)}, 20 + DROP),  # never through another's dot
        ({"old": (20.0, 98.0), "new": (70.0, 56.0)}, 70 - RADIUS - HEAD),  # as late as there is room
    ],
)
def test_a_line_of_the_tree_changes_lanes_where_it_crosses_no_name(places: dict[str, Point], turn: float) -> None:
    assert drop_end(places["old"], places["new"], places, {slug: slug for slug in places}) == pytest.approx(
        turn, abs=0.1
    )


def test_versions_that_come_from_a_later_release_have_a_dot_of_their_own(catalogue: Catalogue) -> None:
    words = [
        element.text for element in ElementTree.fromstring(files("lineage", catalogue)["tree.svg"]).iter(f"{SVG}text")
    ]
    assert {"Vicuna", "Vicuna v1.5"} <= set(words)


def test_the_numbers_of_a_chart_come_with_basis_and_source(catalogue: Catalogue) -> None:
    table = files("chart", catalogue)["tree.csv"].removeprefix("\ufeff")
    rows = {(row["model"], row["variant"]): row for row in csv.DictReader(io.StringIO(table))}
    palm = rows["palm", "540b"]
    assert palm["params_total"] == "540350000000"
    assert palm["params_total basis"] == "stated"
    assert palm["params_total values"] == "540.35B"
    assert re.fullmatch(r"PaLM: .+, Table 1 <https://arxiv\.org/.+>", palm["params_total source"])


@pytest.mark.parametrize(("rumours", "drawn"), [("", []), ("rumours: yes\n", [("10000000000", "rumoured")])])
def test_a_chart_draws_a_rumour_only_where_it_is_asked_to(
    rumours: str, drawn: list[tuple[str, str]], tmp_path: Path
) -> None:
    facts = """
- cite: {paper: §1}
  params_total: undisclosed
  training_tokens: 200B
- cite: {card: leak}
  basis: rumoured
  params_total: 10B
"""
    catalogue, findings = loaded(tmp_path, sample=sample(facts))
    assert not findings.errors, findings.render("en")
    directive = f"```chart\nname: tokens-and-parameters\ncaption: All\n{rumours}```"
    table = expand(directive, Place("page.md"), context(catalogue, "en")).files["tokens-and-parameters.csv"]
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert {(row["params_total"], row["params_total basis"]) for row in rows} == set(drawn)


def test_the_names_of_equal_points_stand_apart(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  params_total: 30B\n  training_tokens: 500B"
    other = sample(facts).replace("name: Sample", "name: Other")
    catalogue, _ = loaded(tmp_path, sample=sample(facts), other=other)
    directive = "```chart\nname: tokens-and-parameters\ncaption: All\n```"
    drawing = expand(directive, Place("page.md"), context(catalogue, "en")).files["tokens-and-parameters.svg"]
    texts = ElementTree.fromstring(drawing).iter(f"{SVG}text")
    places = {text.text: (text.get("x"), text.get("y")) for text in texts if text.text in ("Sample", "Other")}
    assert len(places) == len(set(places.values())) == 2


@st.composite
def families(draw: st.DrawFn) -> tuple[dict[str, float], dict[str, str], list[tuple[str, str]]]:
    """Releases at places on the axis, with names, each from up to two older ones."""
    number = draw(st.integers(1, 14))
    slugs = [f"r{index}" for index in range(number)]
    x_by_slug = {slug: draw(st.floats(20, 1000).map(lambda x: round(x, 1))) for slug in slugs}
    names = {slug: draw(st.sampled_from(["GPT", "Latent Diffusion", "文心一格", "ChatGLM2-6B"])) for slug in slugs}
    links = [
        (parent, child)
        for index, child in enumerate(slugs)
        for parent in draw(st.lists(st.sampled_from(slugs[:index]), max_size=2, unique=True) if index else st.just([]))
    ]
    return x_by_slug, names, links


@given(families())
def test_no_dot_and_no_name_of_the_tree_covers_another(
    family: tuple[dict[str, float], dict[str, str], list[tuple[str, str]]],
) -> None:
    x_by_slug, names, links = family
    layout = Layout(x_by_slug, names, links)
    layout.place_all(undated=set())
    assert layout.places.keys() == x_by_slug.keys()
    by_lane: dict[float, list[str]] = {}
    for slug, (_, y) in layout.places.items():
        by_lane.setdefault(y, []).append(slug)
    for lane in by_lane.values():
        ordered = sorted(lane, key=lambda slug: x_by_slug[slug])
        for left, right in pairwise(ordered):
            assert x_by_slug[right] - NAME >= x_by_slug[left] + ems(names[left]) * TEXT


@given(st.text(alphabet="ab 中文，字", max_size=60), st.floats(3, 30))
def test_wrapping_keeps_every_character_and_the_measure(text: str, limit: float) -> None:
    lines = wrapped(text, limit)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(ems(line.strip()) <= limit or " " not in line.strip() for line in lines)
