"""One cell as readers see it: seven states, each by shape, colour and spoken word, and the way to the source."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from ..catalogue.model import Cell, Citation, Claim, Row, State
from .context import Context
from .sources import References
from .values import Piece, in_words, is_cut, pieces

MARKED = ("derived", "estimated", "rumoured")


class CellView(NamedTuple):
    """What the template of a cell needs.

    Attributes:
        state: the cell's state, which is also its class.
        pieces: the value; empty where none is shown.
        href: where the value leads: its source, or for a derived one its formula; "" for nowhere.
        title: what the source is, in words.
        mark: the sign before the value, "" for a stated one.
        before: what a screen reader says, and a copy of the text carries, before the value.
        dispute: the same for values that sources disagree about, "" where they do not.
        word: the link's text where the value itself leads elsewhere: how it is related, or "source".
        beside: a rumour beside "undisclosed".
        text: the value where it is nothing but one sourced text, "" otherwise; most cells of a table are that.
        by: who estimated it, "" for other states.
        reference: on paper, the mark of its source or formula in the list below.
        others: what other sources say, printed beside a disputed value where no card on the page tells it.
    """

    state: str
    pieces: tuple[Piece, ...] = ()
    href: str = ""
    title: str = ""
    mark: str = ""
    before: str = ""
    dispute: str = ""
    word: str = ""
    beside: CellView | None = None
    text: str = ""
    by: str = ""
    reference: str = ""
    others: tuple[CellView, ...] = ()

    @property
    def has_links(self) -> bool:
        """Whether pieces of the value are links themselves."""
        return any(piece.href for piece in self.pieces)

    @property
    def states(self) -> tuple[str, ...]:
        """Every state that readers see here, for the legend."""
        beside = self.beside.states if self.beside else ()
        return (self.state, *(("disputed",) if self.dispute else ()), *beside)


def cell_view(
    cell: Cell,
    row: Row,
    context: Context,
    references: References,
    *,
    short: bool = True,
    with_unit: bool = True,
    own_page: bool = False,
) -> CellView:
    """How a cell is shown.

    Args:
        row: the row that the cell belongs to.
        references: the list, below the cell, of what values are read from.
        short, with_unit: as in ``values.pieces``.
        own_page: whether the release's card stands on this page, so that a derived value needs no link to it,
            and one link below stands for those of all its open cells.
    """

    def view_of(claim: Claim) -> CellView:
        return claim_view(claim, context, references, short=short, with_unit=with_unit, own_page=own_page)

    if cell.shown is None:
        href = context.edit_url(row.release.slug) if cell.state is State.OPEN and not own_page else ""
        return CellView(cell.state.value, href=href)
    view = view_of(cell.shown)
    if cell.state is State.UNDISCLOSED and cell.beside:
        return view._replace(beside=view_of(cell.beside[0]))
    if cell.is_disputed:
        dispute = context.words("before_disputed", n=1 + len(cell.disputed_by))
        return view._replace(dispute=dispute, text="", others=() if own_page else tuple(map(view_of, cell.disputed_by)))
    return view


def claim_view(
    claim: Claim,
    context: Context,
    references: References,
    *,
    short: bool = True,
    with_unit: bool = True,
    own_page: bool = False,
) -> CellView:
    """How one claim is shown, whatever else its cell holds."""
    words = context.words
    href = source_url(claim)
    if claim.is_undisclosed:
        title = words("looked_in", source=source_words(claim.citations, context)) if claim.citations else ""
        return CellView("undisclosed", href=href, title=title, reference=references.mark(claim))
    state = claim.basis.value
    shown = pieces(claim, context, short=short, with_unit=with_unit)
    title = words("source", source=source_words(claim.citations, context)) if claim.citations else ""
    if claim.derivation is not None:
        title = words("formula_is", formula=claim.derivation.formula[context.language])
        href = "" if own_page else f"{context.model_url(claim.slug)}#{claim.anchor}"
    if short and title and is_cut(claim):
        title = words("as_printed", number=in_words(claim, context)) + title
    return CellView(
        state,
        shown,
        href,
        title,
        mark=words(f"mark_{state}") if state in MARKED else "",
        before=_before(claim, context) if state in MARKED else "",
        word=_relation(claim, context) if any(piece.href for piece in shown) else "",
        text=_plain_text(shown) if state == "stated" and href else "",
        by=claim.by if state == "estimated" else "",
        reference=references.mark(claim),
    )


def _plain_text(shown: tuple[Piece, ...]) -> str:
    return shown[0].text if len(shown) == 1 and not shown[0].exponent and not shown[0].href else ""


def _before(claim: Claim, context: Context) -> str:
    if claim.by and claim.basis.value == "estimated":
        return context.words("before_estimated_by", by=claim.by)
    return context.words(f"before_{claim.basis.value}")


def _relation(claim: Claim, context: Context) -> str:
    """The words of the link to the source of a value that leads elsewhere: how it is related, or "source"."""
    items = claim.value if isinstance(claim.value, tuple) else (claim.value,)
    relations = dict.fromkeys(getattr(item, "relation", "") for item in items)
    options = claim.field.options
    named = [options[relation].name[context.language] for relation in relations if relation in options]
    return context.words("separator").join(named) or context.words("place")


def source_url(claim: Claim) -> str:
    """Where the claim was read: the first source, or the page that quotes it; "" without a source."""
    if not claim.citations:
        return ""
    source = claim.citations[0].source
    return source.via or source.url


def source_words(citations: tuple[Citation, ...], context: Context) -> str:
    """Every source with the place in it: "PaLM: Scaling …, Table 1"."""
    known = context.source_words  # the values of a block share their citations
    if citations not in known:
        known[citations] = context.words("between_citations").join(cited(each, context) for each in citations)
    return known[citations]


def cited(citation: Citation, context: Context, *, with_addresses: bool = False) -> str:
    """A source and the place in it, whether it was read as quoted elsewhere, and whether anybody checked it.

    Args:
        with_addresses: whether addresses are written out, where nothing can be clicked.
    """
    source, words = citation.source, context.words
    text = words("cited_at", title=source.title, place=citation.place)
    if with_addresses:
        text += f" <{source.url}>"
    if source.via:
        host = urlsplit(source.via).netloc.removeprefix("www.")
        text += words("via", host=f"<{source.via}>" if with_addresses else host)
    return text if source.checked else text + words("unchecked")
