"""``atlas``: check, fix, new, export, schema, stale, explain. Exit status: 0 no error, 1 errors, 2 misuse."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from .catalogue.catalogue import Catalogue
from .catalogue.export import published_files
from .catalogue.findings import Findings, Language, Place, nearest, rules
from .catalogue.load import load, load_registry
from .catalogue.release_reader import SLUG
from .catalogue.schema import schema_text
from .fixes import fix_tree
from .forms import release_form
from .pages import check_pages
from .staleness import stale_report

DOCS = Path("docs")
SCHEMA = "model.schema.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is the result."""
    parser = _parser()
    options = parser.parse_args(arguments)
    options.lang = options.lang or ("en" if os.environ.get("LANG", "").startswith("en") else "zh")
    command: Callable[[argparse.Namespace], int] = options.command
    return command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="atlas", description="The catalogue behind AIGC Atlas.")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of messages (default: from LANG, else zh)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(command=run)
        command.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        if name != "explain":
            command.add_argument("--data", type=Path, default=DOCS / "data", help="the data folder (docs/data)")
        return command

    check = add("check", _check, "errors and notices in data and pages")
    check.add_argument("--format", choices=("text", "json", "github"), default="text")
    add("fix", _fix, "mend what can be mended mechanically")
    new = add("new", _new, "a new release from a form with comments")
    new.add_argument("slug")
    export = add("export", _export, "the published files without a site build")
    export.add_argument("--to", type=Path, default=Path("site"), help="folder to write into (site)")
    add("schema", _schema, "write the JSON Schema that editors use")
    add("stale", _stale, "what nobody has checked for long, and where sources disagree")
    explain = add("explain", _explain, "an error code with a good and a bad example")
    explain.add_argument("code")
    return parser


def _load(options: argparse.Namespace, findings: Findings) -> Catalogue | None:
    """The catalogue of the folder asked for; None, said on stderr, where there is no such folder."""
    if not options.data.is_dir():
        print(f"atlas: no folder {options.data}", file=sys.stderr)
        return None
    return load(options.data, findings, shown_as=options.data.as_posix())


def _check(options: argparse.Namespace) -> int:
    findings = Findings()
    catalogue = _load(options, findings)
    if catalogue is None:
        return 2
    docs = options.data.parent
    check_pages(docs, catalogue, findings, shown_as=docs.as_posix())
    _check_schema(options.data, catalogue, findings)
    language: Language = options.lang
    errors, notices = len(findings.errors), len(findings.notices)
    if options.format == "json":
        print(findings.as_json())
    elif options.format == "github":
        print(findings.as_annotations(language))
    else:
        if findings.items:
            print(findings.render(language), end="\n\n")
        releases, claims = len(catalogue.releases), sum(len(each.claims) for each in catalogue.releases.values())
        print(_SUMMARY[language].format(releases=releases, claims=claims, errors=errors, notices=notices))
    return 1 if errors else 0


_SUMMARY = {
    "zh": "{releases} 次发布，{claims} 个数值；{errors} 个错误，{notices} 个提示",
    "en": "{releases} releases, {claims} claims; {errors} errors, {notices} notices",
}


def _check_schema(data_dir: Path, catalogue: Catalogue, findings: Findings) -> None:
    """The committed schema is the one that the registries give."""
    path = data_dir / SCHEMA
    if catalogue.registry.fields and (not path.is_file() or path.read_text("utf-8") != schema_text(catalogue.registry)):
        findings.report("E406", Place(path.as_posix()))


def _fix(options: argparse.Namespace) -> int:
    docs = options.data.parent
    for path in fix_tree(docs):
        print(path.as_posix())
    return _schema(options)


def _new(options: argparse.Namespace) -> int:
    path = options.data / "models" / f"{options.slug}.yml"
    if not SLUG.fullmatch(options.slug):
        print(f"atlas: not a slug: {options.slug} (chatglm2-6b, stable-diffusion)", file=sys.stderr)
        return 2
    if path.exists():
        print(f"atlas: {path.as_posix()} exists already", file=sys.stderr)
        return 2
    registry = load_registry(options.data, Findings())
    if registry is None:
        print("atlas: the registries have errors; see atlas check", file=sys.stderr)
        return 1
    path.write_text(release_form(registry), "utf-8")
    print(path.as_posix())
    return 0


def _export(options: argparse.Namespace) -> int:
    findings = Findings()
    catalogue = _load(options, findings)
    if catalogue is None:
        return 2
    if findings.errors:
        print(findings.render(options.lang), file=sys.stderr)
        return 1
    for name, text in published_files(catalogue).items():
        path = options.to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return 0


def _schema(options: argparse.Namespace) -> int:
    registry = load_registry(options.data, Findings())
    if registry is None:
        print("atlas: the registries have errors; see atlas check", file=sys.stderr)
        return 1
    path = options.data / SCHEMA
    text = schema_text(registry)
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
        print(path.as_posix())
    return 0


def _stale(options: argparse.Namespace) -> int:
    catalogue = _load(options, Findings())
    if catalogue is None:
        return 2
    print(stale_report(catalogue, options.lang))
    return 0


def _explain(options: argparse.Namespace) -> int:
    rule = rules().get(options.code.upper())
    if rule is None:
        near = ", ".join(nearest(options.code.upper(), rules()))
        print(f"atlas: no code {options.code}" + (f"; near: {near}" if near else ""), file=sys.stderr)
        return 2
    language: Language = options.lang
    print(f"{rule.code}  {rule.what[language]}\n\n{rule.why[language]}\n{rule.remedy[language]}")
    for lead, example in zip(_EXAMPLES[language], (rule.bad, rule.good), strict=True):
        if example:
            print(f"\n{lead}\n    " + example.rstrip("\n").replace("\n", "\n    "))
    return 0


_EXAMPLES = {"zh": ("错例：", "正例："), "en": ("Wrong:", "Right:")}


if __name__ == "__main__":
    sys.exit(main())
