"""The card of a release: what it is at a glance, every fact with its place in tabs, and how sure we are of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..catalogue.catalogue import Column, comparable
from ..catalogue.model import Basis, Cell, Claim, Derivation, Release, Row
from ..catalogue.registry import Field
from ..catalogue.values import Day, Quantity
from .cells import MARKED, CellView, cell_view, claim_view
from .citations import cite_release, data_day
from .context import Context
from .drawn import Drawn, Tab
from .environment import render
from .lineage import lineage_tab
from .places import IN_A_TABLE, ROOMY, PlaceLink, places
from .sources import References, sources_tab
from .specs import CardSpec
from .tables import column_label, css_class, states_of
from .values import date_in_words, in_words, is_cut, pieces, variant_label

FACT_TABS = ("overview", "architecture", "data", "training", "access")
TABS = ("overview", "architecture", "data", "training", "versions", "access", "lineage", "sources")
IN_THE_META_LINE = ("release", "organization")
LINKED_TYPES = ("count", "number", "size", "date", "results")
OTHERS_SHOWN = 3


class Remark(NamedTuple):
    """What else is to be said of a value: a lead such as "another source", a value, its places, a note."""

    lead: str
    view: CellView | None
    places: tuple[PlaceLink, ...]
    note: str
    anchors: tuple[str, ...]


class Formula(NamedTuple):
    """How values were computed: the formula, and for each of them whose it is and what went in."""

    text: str
    inputs: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


class Fact(NamedTuple):
    """One field: a value that all versions share, or a cell for each of them.

    Attributes:
        anchors: ids of the values that this row stands for; the first is the row's own.
        earlier: ids that they had before a second claim of the same value came.
        cells: (class, id, view) of each version; one for all of them where they are the same.
        whole: the complete value where the cell shows less.
        licence: address of the licence's text, "" for other facts.
    """

    label: str
    help: str
    anchors: tuple[str, ...]
    earlier: tuple[str, ...]
    cells: tuple[tuple[str, str, CellView], ...]
    whole: str
    licence: str
    places: tuple[PlaceLink, ...]
    formula: Formula | None
    remarks: tuple[Remark, ...]
    report_url: str


class Section(NamedTuple):
    """The facts of the whole release, or of one of its parts: those that all versions share, and those that differ."""

    name: str
    shared: tuple[Fact, ...]
    differing: tuple[Fact, ...]

    @property
    def has_remarks(self) -> bool:
        """Whether anything stands below the table of what differs."""
        return any(fact.remarks for fact in self.differing)

    @property
    def is_numeric(self) -> bool:
        """Whether most of what differs is numbers: its columns then stand at the right, else at the left."""
        return sum(fact.cells[0][0].startswith("number") for fact in self.differing) * 2 >= len(self.differing)


class GlanceEntry(NamedTuple):
    """One of the six facts on top, with the version it is of, or how others differ."""

    label: str
    view: CellView
    below: str


@dataclass(slots=True)
class _Tally:
    """What is counted while a card is drawn."""

    states: set[str] = field(default_factory=set)
    open_fields: set[str] = field(default_factory=set)  # without any value
    rings: int = 0  # of single versions


def model_card(spec: CardSpec, context: Context) -> Drawn:
    """The card of a release: head, tabs, foot."""
    release = spec.release
    drawer = _Drawer(release, context)
    header = drawer.header()
    contents = {tab: drawer.facts_tab(tab) for tab in FACT_TABS}
    contents["versions"] = drawer.versions_tab() if len(release.rows) > 1 else ""
    contents["lineage"] = lineage_tab(release, context, drawer.references, drawer.anchor)
    contents["sources"] = sources_tab(drawer.references, context)
    counts = {"versions": len(release.rows), "sources": len(release.sources)}
    named = {name: counts.get(name) for name in TABS if contents[name]}
    labels = render("card-tab-labels.html", words=context.words, tabs=named).split("\n")
    tabs = tuple(Tab(drawer.prefix + name, label, contents[name]) for name, label in zip(named, labels, strict=True))
    return Drawn(header, tabs=tabs, below=drawer.footer())


class _Drawer:
    """Draws the pieces of one card and remembers which marks occur.

    On the release's own page ids carry no slug, and the page's title names the release.
    """

    def __init__(self, release: Release, context: Context) -> None:
        self.release = release
        self.context = context
        self.page_is_own = context.own_release == release.slug
        self.prefix = "" if self.page_is_own else f"{release.slug}."
        self.references = References(context, release, self.prefix)
        self.tally = _Tally()
        known = context.catalogue.known_columns(release)
        self.columns = [column for column in known if column.field.follows not in IN_THE_META_LINE]
        self.labels = {row: variant_label(release, row.variant, context) for row in release.rows}

    def anchor(self, claim: Claim) -> str:
        """The id of a claim's element on this page."""
        return f"{self.prefix}{claim.anchor}"

    def cell(self, row: Row, column: Column) -> Cell:
        return self.context.catalogue.cell(row, column)

    # --- header

    def header(self) -> str:
        release, context = self.release, self.context
        return render(
            "card-header.html",
            words=context.words,
            name="" if self.page_is_own else release.name[context.language],
            href=context.model_url(release.slug),
            meta=self.meta(),
            summary=release.summary[context.language],
            glance=[self.glance_entry(self.glance_choice(names)) for names in self.glance_fields()],
        )

    def meta(self) -> list[str]:
        """Maker, date, kind, other names."""
        release, context = self.release, self.context
        options = context.catalogue.registry.fields
        kind = options["kind"].options[release.kind].name[context.language]
        modality = options["modality"].options[release.modality].name[context.language]
        entries = [context.organizations(release)]
        announced = {row: self.cell(row, Column(options["announced"])) for row in release.rows}
        first = announced[self.first_known(announced)].shown
        if first and isinstance(first.value, Day):
            entries.append(context.words("announced_on", date=date_in_words(first.value, context.words)))
        entries.append(context.words("kind_of_entry", modality=modality, kind=kind))
        if release.reads:
            reads = [options["reads"].options[name].name[context.language] for name in release.reads]
            entries.append(context.words("also_reads", names=context.words("separator").join(reads)))
        return [*entries, *release.aliases]

    def glance_fields(self) -> Sequence[tuple[str, ...]]:
        """The six fields of the release's kind, for a model of its modality."""
        glance = self.context.catalogue.registry.glance
        return glance.get(self.release.modality if self.release.kind == "model" else self.release.kind, ())

    def glance_choice(self, names: Sequence[str]) -> str:
        """The first of several fields that is known and shown whole, else the first that is known at all."""
        fields = self.context.catalogue.registry.fields
        claims = {name: [self.cell(row, Column(fields[name])).shown for row in self.release.rows] for name in names}
        known = [name for name in names if any(claims[name])]
        whole = [name for name in known if not any(claim and is_cut(claim) for claim in claims[name])]
        return next(iter(whole or known or names))

    def glance_entry(self, name: str) -> GlanceEntry:
        column = Column(self.context.catalogue.registry.fields[name])
        cells = {row: self.cell(row, column) for row in self.release.rows}
        shown_row = self.first_known(cells) if column.field.type == "date" else self.representative(cells)
        view = cell_view(cells[shown_row], shown_row, self.context, self.references, own_page=True)
        if not any(cell.shown for cell in cells.values()) and view.state == "open":
            self.tally.open_fields.add(name)
        below = self.context.words("open_word") if view.state == "open" else self.below(cells, shown_row)
        return GlanceEntry(column_label(column, self.context), self.seen(view), below)

    def first_known(self, cells: Mapping[Row, Cell]) -> Row:
        """The version with the earliest date: the day of a release is that of its first version."""
        dates = {row: cell.shown.value for row, cell in cells.items() if cell.shown}
        days = {row: day.earliest for row, day in dates.items() if isinstance(day, Day)}
        return min(days, key=days.__getitem__) if days else self.representative(cells)

    def representative(self, cells: Mapping[Row, Cell]) -> Row:
        """The version that stands for the release: the largest of those with a value, else the last of them."""
        rows = [row for row in cells if cells[row].shown] or list(cells)
        sizes = self.sizes()

        def amount(row: Row) -> float:
            shown = sizes[row].shown
            return float(shown.value.middle) if shown and isinstance(shown.value, Quantity) else 0.0

        largest = max(amount(row) for row in rows)
        return next(row for row in reversed(rows) if amount(row) == largest)

    def sizes(self) -> dict[Row, Cell]:
        """How many parameters each version has."""
        size = Column(self.context.catalogue.registry.fields["params_total"])
        return {row: self.cell(row, size) for row in self.release.rows}

    def below(self, cells: Mapping[Row, Cell], shown_row: Row) -> str:
        """Under a glance value: which version it is of and what the others have, where they differ."""
        shown = cells[shown_row].shown
        if shown is None or len(cells) < 2:
            return ""
        others = {
            comparable(cell.shown.value): "".join(piece.text for piece in pieces(cell.shown, self.context, short=True))
            for cell in cells.values()
            if cell.shown and not cell.shown.is_undisclosed and comparable(cell.shown.value) != comparable(shown.value)
        }
        label = self.labels[shown_row]
        if not others:
            return "" if all(cell.shown for cell in cells.values()) else label
        words = self.context.words
        if len(others) > OTHERS_SHOWN:
            return words("glance_many", version=label, n=len(others))
        return words("glance_others", version=label, others=words("separator").join(others.values()))

    # --- facts

    def facts_tab(self, tab: str) -> str:
        """The facts of a tab and what is open among them, "" where nothing is known."""
        sections = [self.section(tab, part) for part in ("", *self.release.parts)]
        sections = [section for section in sections if section.shared or section.differing]
        if not sections:
            return ""
        open_fields = self.open_fields(tab)
        rings = sum(view.state == "open" for part in sections for fact in part.differing for _, _, view in fact.cells)
        self.tally.open_fields.update(field.id for field in open_fields)
        self.tally.rings += rings
        return render(
            "card-facts.html",
            words=self.context.words,
            tab=tab,
            sections=sections,
            versions=[self.labels[row] for row in self.release.rows],
            headline=self.labels[self.representative(self.sizes())],
            open_names=[
                *(field.label[self.context.language] for field in open_fields),
                *([self.context.words("open_in_table", n=rings)] if rings else ()),
            ],
            edit_url=self.context.edit_url(self.release.slug),
        )

    def section(self, tab: str, part: str) -> Section:
        shared, differing = [], []
        for column in self.columns:
            if column.part != part or column.field.group.tab != tab:
                continue
            cells = {row: self.cell(row, column) for row in self.release.rows}
            if len({_sameness(cell) for cell in cells.values()}) == 1:
                shared.append(self.shared_fact(column, cells))
            else:
                differing.append(self.differing_fact(column, cells))
        entry = self.context.catalogue.registry.parts.get(part)
        return Section(entry.name[self.context.language] if entry else "", tuple(shared), tuple(differing))

    def open_fields(self, tab: str) -> list[Field]:
        """A tab's fields that somebody could fill."""
        return [each for each in self.context.catalogue.open_fields(self.release) if each.group.tab == tab]

    def shared_fact(self, column: Column, cells: Mapping[Row, Cell]) -> Fact:
        row, cell = next(iter(cells.items()))
        claims = _distinct(each.shown for each in cells.values())
        view = self.seen(cell_view(cell, row, self.context, self.references, own_page=True))
        if column.field.type not in LINKED_TYPES and view.state not in (*MARKED, "undisclosed"):
            view = view._replace(href="", title="", text="")
        # what stands beside is told below it
        view = view._replace(beside=None, reference=self.references.mark(*claims))
        return self.fact(column, claims, cells, (("", "", view),))

    def differing_fact(self, column: Column, cells: Mapping[Row, Cell]) -> Fact:
        claims = _distinct(cell.shown for cell in cells.values())
        css = "wrap" if column.field.type in ("text", "shares") else css_class(column)
        views = []
        seen: set[str] = set()
        for row, cell in cells.items():
            view = self.seen(cell_view(cell, row, self.context, self.references, own_page=True, short=css == "number"))
            anchor = self.anchor(cell.shown) if cell.shown else ""
            hatched = f"{css} rumoured".strip() if "rumoured" in view.states else css
            views.append((hatched, "" if anchor in seen else anchor, view))
            seen.add(anchor)
        return self.fact(column, claims, cells, tuple(views))

    def fact(
        self,
        column: Column,
        claims: Sequence[Claim],
        cells: Mapping[Row, Cell],
        views: tuple[tuple[str, str, CellView], ...],
    ) -> Fact:
        context, first = self.context, claims[0]
        whole = in_words(first, context) if len(views) == 1 and isinstance(first.value, tuple) and is_cut(first) else ""
        option = column.field.options.get(first.value) if isinstance(first.value, str) else None
        label = column_label(column, context)
        shown = "; ".join(dict.fromkeys(in_words(claim, context) for claim in claims))
        subject = f"{self.release.name[context.language]} {label}"
        return Fact(
            label=label,
            help=column.field.help[context.language],
            anchors=tuple(self.anchor(claim) for claim in claims),
            earlier=tuple(dict.fromkeys(self.prefix + each.plain_anchor for each in claims if "@" in each.anchor)),
            cells=views,
            whole=whole,
            licence=option.more.get("url", "") if option and len(views) == 1 else "",
            places=self.places(cells, len(views) > 1),
            formula=self.formula(cells),
            remarks=tuple(self.remarks(cells)),
            report_url=context.report_url(subject, model=self.release.slug, claim=first, shown=shown),
        )

    def places(self, cells: Mapping[Row, Cell], several: bool) -> tuple[PlaceLink, ...]:
        """Where the values of a field were read; those of ``several`` values are told apart by version."""
        shown = [(row, cell.shown) for row, cell in cells.items() if cell.shown]
        found = ((each, self.labels[row] if several else "") for row, claim in shown for each in claim.citations)
        return places(found, self.references, self.context, IN_A_TABLE if several else ROOMY)

    def formula(self, cells: Mapping[Row, Cell]) -> Formula | None:
        """How the derived values of a field came about, None where none is derived."""
        inputs, text = [], ""
        for row, cell in cells.items():
            derivation = cell.shown.derivation if cell.shown else None
            if derivation is not None:
                text = derivation.formula[self.context.language]
                inputs.append((self.labels[row], tuple(self.inputs(derivation))))
        return Formula(text, tuple(inputs)) if inputs else None

    def inputs(self, derivation: Derivation) -> Iterator[tuple[str, str]]:
        """What went into a derived value: label and value of each."""
        for claim in derivation.inputs:
            yield claim.field.label[self.context.language], in_words(claim, self.context)

    def remarks(self, cells: Mapping[Row, Cell]) -> Iterator[Remark]:
        """Notes, other values, earlier values and weaker claims, each once."""
        notes: dict[str, list[str]] = defaultdict(list)
        further: dict[Claim, tuple[str, str]] = {}
        agreeing: dict[Claim, str] = {}
        for row, cell in cells.items():
            if cell.shown and cell.shown.note:
                notes[cell.shown.note[self.context.language]].append(self.labels[row])
            for key, claims in (("other_source", cell.disputed_by), ("earlier", cell.history), ("beside", cell.beside)):
                for claim in claims:
                    if cell.shown and claim.derivation and comparable(claim.value) == comparable(cell.shown.value):
                        agreeing[claim] = self.labels[row]
                    else:
                        of = self.labels[row] if claim.variant else ""
                        further.setdefault(claim, (self.lead(key, claim), of))
        for note, versions in notes.items():
            yield Remark(self.versions(versions, cells), None, (), note, ())
        if agreeing:
            of = self.versions(list(agreeing.values()), cells)
            anchors = tuple(self.anchor(claim) for claim in agreeing)
            yield Remark(of, None, (), self.context.words("formula_agrees"), anchors)
        for claim, (lead, of) in further.items():
            yield self.remark(claim, lead, of)

    def versions(self, labels: Sequence[str], cells: Mapping[Row, Cell]) -> str:
        """The versions that something is said of, "" where it is said of all."""
        return self.context.words("separator").join(labels) if len(labels) < len(cells) else ""

    def lead(self, key: str, claim: Claim) -> str:
        """What a further claim is: another source's value, an earlier one, or a weaker one."""
        if key == "earlier":
            return self.context.words("earlier", date=str(claim.as_of))
        return self.context.words(key if key == "other_source" else f"beside_{claim.basis.value}")

    def remark(self, claim: Claim, lead: str, of: str) -> Remark:
        view = self.seen(claim_view(claim, self.context, self.references, own_page=True, short=False))
        note = claim.note[self.context.language] if claim.note else ""
        if claim.derivation is not None:
            words = self.context.words
            inputs = words("separator").join(" ".join(pair) for pair in self.inputs(claim.derivation))
            formula = words("formula_is", formula=claim.derivation.formula[self.context.language])
            note = words("between_citations").join((formula, inputs))
        lead = f"{of} {lead}".strip()
        read = places(((each, "") for each in claim.citations), self.references, self.context, ROOMY)
        return Remark(lead, view, read, note, (self.anchor(claim),))

    def seen(self, view: CellView) -> CellView:
        """The view itself, its marks remembered for the legend."""
        self.tally.states.update(view.states)
        return view

    # --- versions, footer

    def versions_tab(self) -> str:
        """The versions as rows, with date, the fields of the glance and what each is based on."""
        registry = self.context.catalogue.registry
        names = dict.fromkeys(("announced", *map(self.glance_choice, self.glance_fields())))
        columns = [Column(registry.fields[name]) for name in names]
        rows = self.release.rows
        columns = [column for column in columns if any(self.cell(row, column).shown for row in rows)]
        classes = [css_class(column) for column in columns]
        lines = []
        for row in rows:
            views = [
                cell_view(self.cell(row, column), row, self.context, self.references, own_page=True)
                for column in columns
            ]
            cells = [(css, self.seen(view)) for css, view in zip(classes, views, strict=True)]
            lines.append((self.release.variants[row.variant], cells))
        return render(
            "card-versions.html",
            words=self.context.words,
            tab="versions",
            headers=[(column_label(column, self.context), css) for column, css in zip(columns, classes, strict=True)],
            rows=lines,
        )

    def footer(self) -> str:
        release, context = self.release, self.context
        computed = [claim for claim in context.catalogue.computed_for(release.slug) if claim.derivation]
        values = [claim for claim in release.claims if claim.is_value]
        rumours = [claim for claim in (*release.claims, *computed) if claim.basis is Basis.RUMOURED]
        open_places = len(self.tally.open_fields) + self.tally.rings
        views = [CellView(state) for state in self.tally.states]
        return render(
            "card-footer.html",
            words=context.words,
            values=len(values),
            sourced=sum(bool(claim.citations) for claim in values),
            derived=sum(claim.basis is not Basis.RUMOURED for claim in computed),
            rumours=len(rumours),
            undisclosed=sum(claim.is_undisclosed for claim in release.claims),
            open=open_places,
            day=data_day(release.claims, context),
            states=states_of([*views, *([CellView("open")] if open_places else [])]),
            marks_url=context.marks_url,
            report_url=context.report_url(release.name[context.language], model=release.slug),
            edit_url=context.edit_url(release.slug),
            json_url=f"{context.root}api/v1/models/{release.slug}.json",
            citation=cite_release(release, context),
        )


def _distinct(claims: Iterable[Claim | None]) -> list[Claim]:
    return list({id(claim): claim for claim in claims if claim}.values())


def _sameness(cell: Cell) -> object:
    """Equal for cells that one line can stand for."""
    return (cell.state, comparable(cell.shown.value) if cell.shown else None, cell.is_disputed, len(cell.beside))
