"""What fills itself: the index of releases, counts, recent changes, and the references made from registry and rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ..catalogue.export import API_VERSION, record_counts
from ..catalogue.findings import rules
from ..catalogue.model import Release
from ..catalogue.registry import Field, Term
from ..catalogue.spelling import spellings
from ..catalogue.value_reader import short
from ..catalogue.values import read_day
from ..forms import release_form
from .cells import CellView, cell_view
from .citations import data_day
from .context import Context
from .drawn import Drawn
from .environment import render
from .sources import References
from .specs import ChangesSpec, ErrataSpec, ReferenceSpec, SampleSpec
from .tables import full_name
from .values import date_in_words
from .words import as_heading

RECENT = 5
FEED = "changes.xml"  # below the root of each language
FORM_DAY = date(2022, 4, 5)  # not today: the same input gives the same page


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of the sample row, with the name of what it is about and the field's label."""

    name: str
    label: str
    href: str
    view: CellView


def value_sample(spec: SampleSpec, context: Context) -> Drawn:
    """A few values exactly as the tables show them."""
    references = References(context)
    samples = [
        Sample(
            name=full_name(row, context),
            label=column.field.label[context.language],
            href=context.model_url(row.release.slug),
            view=cell_view(context.catalogue.cell(row, column), row, context, references),
        )
        for row, column in spec.values
    ]
    return Drawn(render("value-sample.html", samples=samples, references=references, words=context.words))


def catalogue_counts(context: Context) -> str:
    """How many releases of each modality there are, and how many values with a source."""
    names = context.catalogue.registry.fields["modality"].options
    releases = context.catalogue.releases.values()
    counts = [
        (as_heading(option.name[context.language]), sum(release.modality == option.id for release in releases))
        for option in names.values()
    ]
    values = sum(claim.is_value for release in releases for claim in release.claims)
    return render(
        "catalogue-counts.html",
        counts=[(name, number) for name, number in counts if number],
        values=values,
        index_url=f"{context.language_root}models/",
        words=context.words,
    )


def published_files(context: Context) -> str:
    """The files of open data, what they hold, and of which day they are."""
    catalogue, words, base = context.catalogue, context.words, f"api/{API_VERSION}"
    counts = record_counts(catalogue)
    files = [
        ("models.json", words("published_models"), words("published_releases", n=counts["models.json"])),
        *(
            (f"models/{slug}.json", words("published_release"), words("published_each", n=len(catalogue.releases)))
            for slug in sorted(catalogue.releases)[:1]
        ),
        ("facts.csv", words("published_facts"), words("published_rows", n=counts["facts.csv"])),
        ("models.csv", words("published_table"), words("published_rows", n=counts["models.csv"])),
        ("references.bib", words("published_references"), words("published_entries", n=counts["references.bib"])),
        ("schema/model.json", words("published_schema"), ""),
    ]
    return render(
        "published-files.html",
        files=[(f"/{base}/{name}", f"{context.root}{base}/{name}", holds, amount) for name, holds, amount in files],
        day=data_day(list(catalogue.all_claims()), context),
        words=words,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A dated change: its anchor where all are listed, its day, that in words, and the release or value it is about."""

    anchor: str
    date: str
    shown_date: str
    text: str
    href: str


def changes(spec: ChangesSpec, context: Context) -> Drawn:
    """The latest additions and corrections, or all of them, as ``changes.yml`` has them."""
    found = _changes(context, context.model_url)
    html = render(
        "recent-changes.html",
        changes=found if spec.all else found[:RECENT],
        all=spec.all,
        feed_url=f"{context.language_root}{FEED}" if context.site_url else "",
        words=context.words,
    )
    return Drawn(html)


def changes_feed(context: Context) -> str:
    """Every addition and correction as an Atom feed; its addresses need the context's ``site_url``."""
    root = f"{context.site_url}{context.language_root}"
    return render(
        "feed.xml",
        changes=_changes(context, context.canonical_model_url),
        url=f"{root}{FEED}",
        page_url=f"{root}errata/",
        language=context.language,
        words=context.words,
    )


def _changes(context: Context, model_url: Callable[[str], str]) -> list[Change]:
    """All changes, the latest first."""
    found = []
    for entry in context.catalogue.registry.changes.values():
        release, anchor = entry.more.get("release"), entry.more.get("anchor")
        found.append(
            Change(
                anchor=f"change-{entry.id}",
                date=entry.more["date"],
                shown_date=date_in_words(read_day(entry.more["date"]), context.words),
                text=entry.name[context.language],
                href=model_url(release) + (f"#{anchor}" if anchor else "") if release else "",
            )
        )
    return sorted(found, key=lambda change: change.date, reverse=True)


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the index of releases."""

    name: str
    href: str
    organizations: str
    date: str
    versions: int
    summary: str


def model_index(context: Context) -> str:
    """All releases, by modality and then by date."""
    modalities = context.catalogue.registry.fields["modality"].options
    order = list(modalities)
    releases = sorted(
        context.catalogue.releases.values(),
        key=lambda release: (order.index(release.modality), _born(release, context)),
    )
    groups = [
        (
            modality,
            as_heading(modalities[modality].name[context.language]),
            [_index_entry(release, context) for release in group],
        )
        for modality, group in groupby(releases, key=lambda release: release.modality)
    ]
    return render("model-index.html", groups=groups, words=context.words)


def _born(release: Release, context: Context) -> tuple[tuple[int, int, int], str]:
    dated = context.catalogue.first_day(*release.rows)
    return (dated[0].earliest if dated else (9999, 1, 1), release.slug)


def _index_entry(release: Release, context: Context) -> IndexEntry:
    dated = context.catalogue.first_day(*release.rows)
    return IndexEntry(
        name=release.name[context.language],
        href=context.model_url(release.slug),
        organizations=context.organizations(release),
        date=str(dated[0]) if dated else "",
        versions=len(release.variants),
        summary=release.summary[context.language],
    )


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """An entry of the field reference.

    Attributes:
        example: how a data file writes it, "" for a field that is never typed.
        spelling: what may be written, in words.
        applies: what it has a meaning for, in words.
        also: what papers and configurations call it.
        options: the ids with their names.
    """

    id: str
    label: str
    help: str
    example: str
    spelling: str
    applies: str
    also: tuple[str, ...]
    options: tuple[tuple[str, str], ...]


def field_reference(context: Context) -> str:
    """Every field with its meaning and spelling, by group."""
    registry, examples = context.catalogue.registry, spellings(context.catalogue)
    groups = []
    for group in registry.groups.values():
        fields = [field for field in registry.fields.values() if field.group is group]
        entries = [_field_entry(field, examples.get(field.id, ""), context) for field in fields]
        groups.append((group.id, group.name[context.language], entries))
    return render("field-reference.html", groups=[group for group in groups if group[2]], words=context.words)


def _field_entry(field: Field, example: str, context: Context) -> FieldEntry:
    words, language = context.words, context.language
    spelling = [words("spelling_scientific" if field.scientific else f"spelling_{field.type}")]
    if field.units:
        spelling.append(words("spelling_units", units=words("separator").join(field.units)))
    if field.is_list and field.type != "reference":
        spelling.append(words("spelling_list"))
    if field.low is not None and field.high is not None:
        spelling.append(words("spelling_range", low=short(field.low), high=short(field.high)))
    if field.follows:
        origin = words(f"follows_{field.follows}")
        spelling = [words("spelling_follows", origin=origin)]
    return FieldEntry(
        id=field.id,
        label=field.label[language],
        help=field.help[language],
        example=f"{field.id}: {example}" if example else "",
        spelling=words("between_clauses").join(spelling),
        applies=words("between_clauses").join(_conditions(field, context)) or words("everywhere"),
        also=field.also,
        options=tuple((option.id, option.name[language]) for option in field.options.values())
        if field.type in ("id", "reference", "shares")
        else (),
    )


def _conditions(field: Field, context: Context) -> Iterator[str]:
    """What a field needs to have a meaning, by the names that readers see."""
    words, language, fields = context.words, context.language, context.catalogue.registry.fields
    for condition, values in field.applies.items():
        if condition == "part":
            yield words("parts_only")
        else:
            names = [option.name[language] for option in fields[condition].options.values() if option.id in values]
            yield f"{fields[condition].label[language]}{words('colon')}{words('separator').join(names)}"


@dataclass(frozen=True, slots=True)
class TermEntry:
    """An entry of the glossary: name in the reader's language and the other, abbreviation, where it is explained."""

    id: str
    name: str
    other_name: str
    short: str
    definition: str
    aliases: str
    href: str


def glossary(context: Context) -> str:
    """Every term with its meaning, by subject."""
    registry, language = context.catalogue.registry, context.language
    groups = [
        (
            subject.id,
            subject.name[language],
            [_term_entry(term, context) for term in registry.terms.values() if term.subject == subject.id],
        )
        for subject in registry.subjects.values()
    ]
    return render(
        "glossary.html",
        groups=[group for group in groups if group[2]],
        words=context.words,
        other_language="zh" if language == "en" else "en",
    )


def page_url(path: str, context: Context) -> str:
    """The address of a page that a registry names, ``survey/index.md`` or ``survey/index.md#scale``."""
    page, hash_sign, anchor = path.partition("#")
    address = page.removesuffix("index.md").removesuffix(".md").rstrip("/")
    return f"{context.language_root}{address}/{hash_sign}{anchor}"


def _term_entry(term: Term, context: Context) -> TermEntry:
    name, other = (term.name.en, term.name.zh) if context.language == "en" else (term.name.zh, term.name.en)
    aliases = [alias for alias in term.aliases if context.language == "zh" or alias.isascii()]
    return TermEntry(
        id=term.id,
        name=name,
        other_name=other if other != name else "",
        short=term.short,
        definition=term.definition[context.language],
        aliases=context.words("separator").join(aliases),
        href=page_url(term.page, context) if term.page else "",
    )


@dataclass(frozen=True, slots=True)
class ErrataGroup:
    """The errata of one page: its id, name and address, and what its first text said, what holds, and the sources."""

    id: str
    name: str
    href: str
    entries: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]


def errata(spec: ErrataSpec, context: Context) -> Drawn:
    """What the first text got wrong: of one page as a table, of several by page."""
    groups = [_errata_group(page, context) for page in spec.pages]
    return Drawn(render("errata.html", groups=groups, words=context.words))


def _errata_group(page: str, context: Context) -> ErrataGroup:
    registry, language = context.catalogue.registry, context.language
    entries = tuple(
        (
            erratum.said[language],
            erratum.holds[language],
            tuple((source.name[language], source.more["url"]) for source in erratum.sources.values()),
        )
        for erratum in registry.errata.values()
        if erratum.page == page
    )
    entry = registry.pages[page]
    return ErrataGroup(page, entry.name[language], page_url(entry.more["path"], context), entries)


def error_reference(context: Context) -> str:
    """Every error code with what it means and an example of each kind."""
    ordered = sorted(rules().values(), key=lambda rule: rule.code)
    groups = [(group, list(members)) for group, members in groupby(ordered, key=lambda rule: rule.code[:2])]
    return render("error-reference.html", groups=groups, language=context.language, words=context.words)


def directive_reference(spec: ReferenceSpec, context: Context) -> Drawn:
    """The options of one directive."""
    return Drawn(render("directive-reference.html", spec=spec, words=context.words))


def new_release_form(context: Context) -> str:
    """The form of ``atlas new`` for a text model, to be copied by whoever works in the browser."""
    form = release_form(context.catalogue, "model", "text", FORM_DAY)
    return render("release-form.html", form=form, words=context.words)


def search_field(context: Context) -> str:
    """The home page's largest control; it opens the search of the header."""
    return render("search-field.html", words=context.words)
