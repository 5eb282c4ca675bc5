"""Claims that follow from others: computed at build, never typed, with their inputs and the weakest basis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from .catalogue import Catalogue, Column
from .findings import Text
from .model import Basis, Citation, Claim, Derivation, Release, Row
from .values import Quantity, Value

BYTES_PER_WEIGHT = 2
Find = Callable[[str], Claim | None]  # what is known of a field, by its id


def computed_claims(catalogue: Catalogue) -> Iterator[Claim]:
    """Every claim that follows: from the release itself, from its organization, licence and paper, from formulas."""
    for release in catalogue.releases.values():
        yield from _from_release(catalogue, release)
        for row in release.rows:
            yield from _from_license(catalogue, row)
            yield from _from_formulas(catalogue, row)


def _computed_claim(catalogue: Catalogue, row: Row, name: str, value: Value) -> Claim:
    return Claim(
        id=f"{row.reference}.{name}",
        slug=row.release.slug,
        variant=row.variant,
        part="",
        field=catalogue.registry.fields[name],
        key="",
        value=value,
        basis=Basis.STATED,
        place=row.release.place,
    )


def _from_release(catalogue: Catalogue, release: Release) -> Iterator[Claim]:
    organizations = catalogue.registry.organizations
    countries = dict.fromkeys(organizations[name].more.get("country", "") for name in release.organizations)
    values: dict[str, Value] = {
        "slug": release.slug,
        "name": release.name,
        "organization": release.organizations,
        "country": tuple(country for country in countries if country),
        "modality": release.modality,
        "kind": release.kind,
        "series": release.series,
        "reads": release.reads,
        "tags": release.tags,
    }
    whole = Row(release)
    for name, value in values.items():
        if value:
            yield _computed_claim(catalogue, whole, name, value)
    yield from _from_papers(catalogue, release)


def _from_papers(catalogue: Catalogue, release: Release) -> Iterator[Claim]:
    """The dates of the paper of a release, and of versions with a paper of their own: a source called as they are."""
    for row, name in [(Row(release), "paper"), *((Row(release, variant), variant) for variant in release.variants)]:
        paper = release.sources.get(name)
        if paper is not None and paper.type == "paper" and paper.published is not None:
            claim = _computed_claim(catalogue, row, "paper_date", paper.published)
            yield replace(claim, citations=(Citation(paper, "title page"),))


def _from_license(catalogue: Catalogue, row: Row) -> Iterator[Claim]:
    licensed = catalogue.cell(row, Column(catalogue.registry.fields["weights_license"])).shown
    if licensed is None or not isinstance(licensed.value, str):
        return
    commercial = catalogue.registry.licenses[licensed.value].more.get("commercial", "")
    if commercial:
        claim = _computed_claim(catalogue, row, "commercial_use", commercial)
        yield replace(claim, basis=licensed.basis, citations=licensed.citations)


# --- formulas


@dataclass(slots=True)
class _Known:
    """The numbers known of one row: claims of the files first, what has been computed from them after."""

    catalogue: Catalogue
    row: Row
    computed: dict[str, Claim] = field(default_factory=dict)

    def claim(self, name: str) -> Claim | None:
        """The strongest claim with a value, a rumour where there is nothing better."""
        cell = self.catalogue.cell(self.row, Column(self.catalogue.registry.fields[name]))
        known = next((claim for claim in cell.claims if not claim.is_undisclosed), None)
        return known or self.computed.get(name)

    def numbers(self, *names: str) -> dict[str, Claim] | None:
        return single_numbers(self.claim, *names)


def single_numbers(find: Find, *names: str) -> dict[str, Claim] | None:
    """Claims of one number each for all of ``names``, None where one is missing or a range."""
    found: dict[str, Claim] = {}
    for name in names:
        claim = find(name)
        if claim is None or not isinstance(claim.value, Quantity) or not claim.value.is_single:
            return None
        found[name] = claim
    return found


def amount(claim: Claim) -> Decimal:
    """The number of a claim that is known to be one."""
    assert isinstance(claim.value, Quantity)
    return claim.value.middle


def significant(number: Decimal, digits: int = 3) -> str:
    """A number to at most ``digits`` significant digits, without exponent: 1.44, 14 for 14.0, 1,080 as 1080."""
    if number == 0:
        return "0"
    places = digits - 1 - number.adjusted()
    rounded = round(number, places) if places > 0 else Decimal(round(number.scaleb(places))).scaleb(-places)
    return f"{rounded.normalize():f}"


def scientific(number: Decimal, digits: int = 3) -> str:
    """A number to ``digits`` significant digits in scientific notation: 2.53e24."""
    mantissa, _, power = f"{number:.{digits - 1}e}".partition("e")
    return f"{mantissa}e{int(power)}"


def _from_formulas(catalogue: Catalogue, row: Row) -> Iterator[Claim]:
    known = _Known(catalogue, row)
    for formula in (_kv_heads, _head_size, _tokens_per_parameter, _training_flops, _weights_memory, _kv_cache):
        if row.release.kind == "model" and (claim := formula(known)) is not None:
            known.computed[claim.field.id] = claim
            yield claim


def _derived(known: _Known, name: str, text: str, formula: Text, inputs: Mapping[str, Claim]) -> Claim | None:
    """A computed claim; its value is what ``text`` says: exports and sorting know no more digits than readers.

    It is about right where one of its inputs is.
    """
    column = Column(known.catalogue.registry.fields[name])
    if not known.catalogue.applies(column, known.row):
        return None
    unit, number = next(iter(column.field.units), ""), Decimal(text)
    about = any(isinstance(claim.value, Quantity) and claim.value.about for claim in inputs.values())
    claim = _computed_claim(known.catalogue, known.row, name, Quantity(number, number, text, unit, about))
    has_stated = bool(known.catalogue.cell(known.row, column).claims)
    return replace(
        claim,
        id=f"{claim.id}@derived" if has_stated else claim.id,
        basis=weakest(inputs.values()),
        derivation=Derivation(formula, tuple(inputs.values())),
    )


def weakest(inputs: Iterable[Claim]) -> Basis:
    """The basis of a value computed from ``inputs``: a rumour or an estimate makes it one too."""
    bases = {claim.basis for claim in inputs}
    for basis in (Basis.RUMOURED, Basis.ESTIMATED):
        if basis in bases:
            return basis
    return Basis.DERIVED


def is_encoder_decoder(find: Find) -> bool:
    """Whether a model has two stacks, of which each token passes one: what holds of a single stack does not hold."""
    family = find("architecture_family")
    return family is not None and family.value == "encoder-decoder"


def is_mixture(find: Find) -> bool:
    """Whether a token uses some of the parameters only: a mixture of experts, or active parameters of their own."""
    sparsity = find("sparsity")
    return find("params_active") is not None or (sparsity is not None and sparsity.value == "mixture-of-experts")


def used_parameters(find: Find) -> str:
    """The field that holds the parameters a token uses: the active ones in a mixture of experts."""
    return "params_active" if is_mixture(find) else "params_total"


def _kv_heads(known: _Known) -> Claim | None:
    attention, heads = known.claim("attention"), known.numbers("heads")
    if attention is None or heads is None or attention.value not in ("multi-head", "multi-query"):
        return None
    number = Decimal(1) if attention.value == "multi-query" else amount(heads["heads"])
    formula = Text(
        "多查询注意力只有一组键值头；多头注意力与查询头同数",
        "one key-value head with multi-query attention, as many as heads with multi-head",
    )
    return _derived(known, "kv_heads", f"{number:f}", formula, {"attention": attention, **heads})


def _head_size(known: _Known) -> Claim | None:
    numbers = known.numbers("hidden_size", "heads")
    if numbers is None or is_encoder_decoder(known.claim) or amount(numbers["hidden_size"]) % amount(numbers["heads"]):
        return None
    number = amount(numbers["hidden_size"]) / amount(numbers["heads"])
    return _derived(known, "head_size", f"{number:f}", Text("隐藏维度 ÷ 注意力头", "hidden size ÷ heads"), numbers)


def _tokens_per_parameter(known: _Known) -> Claim | None:
    used = used_parameters(known.claim)
    numbers = known.numbers("training_tokens", used)
    if numbers is None:
        return None
    number = amount(numbers["training_tokens"]) / amount(numbers[used])
    formula = Text("训练词元 ÷ 参数量", "training tokens ÷ parameters")
    return _derived(known, "tokens_per_parameter", significant(number), formula, numbers)


def _training_flops(known: _Known) -> Claim | None:
    """6ND: six operations a parameter and token, forward and backward (Kaplan et al. 2020, arXiv 2001.08361, §2.1)."""
    used = used_parameters(known.claim)
    numbers = known.numbers(used, "training_tokens")
    if numbers is None or is_encoder_decoder(known.claim):
        return None
    number = 6 * amount(numbers[used]) * amount(numbers["training_tokens"])
    label = numbers[used].field.label
    formula = Text(
        f"6 × {label.zh} × 训练词元（Kaplan 等 2020，§2.1）",
        f"6 × {label.en.lower()} × training tokens (Kaplan et al. 2020, §2.1)",
    )
    return _derived(known, "training_flops", scientific(number), formula, numbers)


def _weights_memory(known: _Known) -> Claim | None:
    numbers = known.numbers("params_total")
    if numbers is None:
        return None
    number = (amount(numbers["params_total"]) * BYTES_PER_WEIGHT).scaleb(-9)
    formula = Text("参数量 × 2 字节", "parameters × 2 bytes")
    return _derived(known, "weights_memory", significant(number), formula, numbers)


def _kv_cache(known: _Known) -> Claim | None:
    """Keys and values of every layer at 16 bits, per token."""
    numbers = known.numbers("layers", "kv_heads", "head_size")
    if numbers is None or is_encoder_decoder(known.claim):
        return None
    layers, kv_heads, head_size = (amount(claim) for claim in numbers.values())
    number = (2 * layers * kv_heads * head_size * BYTES_PER_WEIGHT / 1024).normalize()
    formula = Text("2 × 层数 × 键值头 × 头维度 × 2 字节", "2 × layers × KV heads × head size × 2 bytes")
    return _derived(known, "kv_cache", f"{number:f}", formula, numbers)
