"""Cross-checks: values that do not fit together. They are notices, since the source may be right all the same."""

from __future__ import annotations

from decimal import Decimal

from .catalogue import Catalogue, Column, references
from .derive import amount, is_encoder_decoder, is_mixture, single_numbers, used_parameters
from .findings import Findings, Place
from .model import Basis, Claim, Row
from .values import Share, plain_text

ESTIMATE_TOLERANCE = Decimal("0.10")
COMPUTE_TOLERANCE = 2
SHARES_TOLERANCE = Decimal(3)
FEWEST_TOKENS = Decimal("0.01")
GATED_ACTIVATIONS = ("swiglu", "geglu")


def cross_check(catalogue: Catalogue, findings: Findings) -> None:
    """Report the pairs of values that cannot both be right, each once."""
    told: set[tuple[str, Place, Place]] = set()
    for row in catalogue.rows:
        checker = _RowChecker(catalogue, row, findings, told)
        checker.hidden_size()
        checker.parameters()
        checker.compute()
        checker.active_parameters()
        checker.corpus()
        checker.tokens()
        checker.objective()
        checker.parents()
    for release in catalogue.releases.values():
        for claim in release.claims:
            _check_shares(claim, findings)


def _check_shares(claim: Claim, findings: Findings) -> None:
    values = claim.value if isinstance(claim.value, tuple) else ()
    shares = [value.percent.middle for value in values if isinstance(value, Share)]
    total = sum(shares, Decimal(0))
    if shares and abs(total - 100) > SHARES_TOLERANCE:
        findings.report("N710", claim.place, field=claim.field.id, total=total)


class _RowChecker:
    """The checks of one row; each reads exact numbers of the files, rumours apart, and is silent without them."""

    def __init__(self, catalogue: Catalogue, row: Row, findings: Findings, told: set[tuple[str, Place, Place]]) -> None:
        self._catalogue = catalogue
        self._row = row
        self._findings = findings
        self._told = told

    def _claim(self, name: str) -> Claim | None:
        claim = self._catalogue.cell(self._row, Column(self._catalogue.registry.fields[name])).shown
        is_own = claim is not None and claim.basis is not Basis.RUMOURED and claim.derivation is None
        return claim if is_own else None

    def _numbers(self, *names: str) -> list[Claim] | None:
        found = single_numbers(self._claim, *names)
        return None if found is None else list(found.values())

    def _report(self, code: str, first: Claim, second: Claim, *others: Claim, **values: object) -> None:
        """Report a pair of values, unless a note at one of those that went in tells readers about it.

        The note that a calculated value must have says how it came about, so it does not count.
        """
        is_told = any(claim.note and claim.basis is not Basis.DERIVED for claim in (first, second, *others))
        if is_told or not self._is_new(code, first, second):
            return
        self._findings.report(
            code, first.place, row=self._row.reference, first=plain_text(first.value),
            second=plain_text(second.value), other=second.place, **values,
        )  # fmt: skip

    def _is_new(self, code: str, first: Claim, second: Claim) -> bool:
        """Whether this pair has not been told of yet: variants share claims, and one notice is enough."""
        pair = (code, first.place, second.place)
        is_new = pair not in self._told
        self._told.add(pair)
        return is_new

    def hidden_size(self) -> None:
        """Hidden size = heads x head size."""
        found = self._numbers("hidden_size", "heads", "head_size")
        if found is not None:
            hidden_size, heads, head_size = found
            product = amount(heads) * amount(head_size)
            if product != amount(hidden_size):
                self._report("N704", *found, head_size=plain_text(head_size.value), product=product)

    def parameters(self) -> None:
        """Parameters against the architecture's own estimate, within 10 %."""
        estimated = self._estimate()
        found = self._numbers("params_total")
        if estimated is None or found is None:
            return
        stated, (estimate, inputs) = amount(found[0]), estimated
        if abs(stated - estimate) > ESTIMATE_TOLERANCE * stated:
            self._report("N705", found[0], *inputs, estimate=f"{estimate.scaleb(-9):.3g}B")

    def _estimate(self) -> tuple[Decimal, list[Claim]] | None:
        """Parameters of a dense decoder: 2 d (d_attention + d_kv) + m d d_ff a layer, plus the embeddings.

        Kaplan et al. 2020 (arXiv 2001.08361, Table 1), with m = 3 matrices in a gated feed-forward layer and shared
        key-value heads counted as they are. With the claims that went in, the layers first.
        """
        found = self._numbers("layers", "hidden_size", "heads", "ffn_size", "vocab_size")
        activation = self._claim("activation")
        if found is None or activation is None or is_encoder_decoder(self._claim) or is_mixture(self._claim):
            return None
        layers, hidden_size, heads, ffn_size, vocab_size = (amount(claim) for claim in found)
        own_head_size, kv_heads = self._numbers("head_size"), self._numbers("kv_heads")
        head_size = amount(own_head_size[0]) if own_head_size else hidden_size / heads
        attention = self._claim("attention")
        shared = Decimal(1) if attention is not None and attention.value == "multi-query" else heads
        key_value_width = (amount(kv_heads[0]) if kv_heads else shared) * head_size
        matrices = 3 if activation.value in GATED_ACTIVATIONS else 2
        tied = self._claim("tied_embeddings")
        embeddings = vocab_size * hidden_size * (2 if tied is not None and tied.value is False else 1)
        layer = 2 * hidden_size * (heads * head_size + key_value_width) + matrices * hidden_size * ffn_size
        return layers * layer + embeddings, [*found, *(own_head_size or ()), *(kv_heads or ())]

    def compute(self) -> None:
        """Training compute against 6ND, within a factor of two."""
        found = self._numbers("training_flops", used_parameters(self._claim), "training_tokens")
        if found is None or is_encoder_decoder(self._claim):
            return
        flops, parameters, tokens = found
        expected = 6 * amount(parameters) * amount(tokens)
        ratio = amount(flops) / expected
        if ratio > COMPUTE_TOLERANCE or ratio * COMPUTE_TOLERANCE < 1:
            self._report("N706", flops, tokens, expected=f"{expected:.3e}")

    def active_parameters(self) -> None:
        """Active parameters are at most all parameters."""
        found = self._numbers("params_active", "params_total")
        if found is not None and amount(found[0]) > amount(found[1]):
            self._report("N707", found[0], found[1])

    def corpus(self) -> None:
        """A corpus far smaller than the tokens seen means many epochs, which a source would mention."""
        found = self._numbers("corpus_tokens", "training_tokens")
        if found is not None and amount(found[0]) * 4 < amount(found[1]):
            self._report("N709", found[0], found[1])

    def tokens(self) -> None:
        """Fewer tokens than a hundredth of the parameters train nothing."""
        found = self._numbers("training_tokens", "params_total")
        if found is not None and amount(found[0]) < FEWEST_TOKENS * amount(found[1]):
            ratio = amount(found[0]) / amount(found[1])
            self._report("N711", found[0], found[1], ratio=f"{ratio:.2g}")

    def objective(self) -> None:
        """What papers on text models call denoising is seldom diffusion, for which the id stands."""
        claim = self._claim("training_objective")
        if claim is None or claim.note or self._row.release.modality != "text":
            return
        values = claim.value if isinstance(claim.value, tuple) else ()
        if "denoising" in values and self._is_new("N715", claim, claim):
            self._findings.report("N715", claim.place, row=self._row.reference)

    def parents(self) -> None:
        """A child is not older than what its weights come from."""
        base = self._claim("base")
        born = self._catalogue.first_day(self._row)
        if base is None or born is None:
            return
        for reference in references(base.value):
            parent = self._catalogue.row(reference.target.partition("#")[0])
            parent_born = self._catalogue.first_day(parent) if parent is not None else None
            if (
                parent_born is not None
                and born[0].latest < parent_born[0].earliest
                and self._is_new("N703", born[1], parent_born[1])
            ):
                self._findings.report(
                    "N703", born[1].place, row=self._row.reference, first=born[0], parent=reference.target,
                    second=parent_born[0], other=parent_born[1].place,
                )  # fmt: skip
