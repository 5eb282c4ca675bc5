"""The ``atlas`` command, a function for each subcommand. Exit status: 0 no error, 1 errors, 2 misuse."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from .catalogue.catalogue import Catalogue
from .catalogue.export import published_files
from .catalogue.findings import Findings, Language, Place, Text, filled, nearest, rules
from .catalogue.load import is_slug, load, load_registry
from .catalogue.registry import Registry
from .catalogue.schema import schema_text
from .fixes import fix_tree
from .forms import release_form
from .links import unlisted_addresses, with_addresses
from .pages import check_pages
from .staleness import stale_report
from .targets import check_targets
from .twins import check_navigation, check_twins, differences, marked, pairs
from .writing import trouble, write_whole

DOCS = Path("docs")
SCHEMA = "model.schema.json"
ADDRESSES = "addresses.yml"
CONFIGURATION = "mkdocs.yml"
ERRORS, MISUSE = 1, 2
READER_GONE, INTERRUPTED = 128 + 13, 128 + 2  # as a shell counts a process that SIGPIPE or SIGINT ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is the result. Nothing but ``SystemExit`` of a misuse is raised."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that knows no Chinese still gets every place and code
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    options.lang = options.lang or _language()
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        if "data" in options and not options.data.is_dir():
            return _refuse(options, "no_folder", path=options.data)
        status = command(options)
        sys.stdout.flush()
    except BrokenPipeError:  # `atlas check | head`
        _leave_stdout()
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        print(f"atlas: {trouble(error)[options.lang]}", file=sys.stderr)
        if error.filename is None:
            _leave_stdout()
        return ERRORS
    return status


def _language() -> Language:
    """English where the environment says so or the terminal can show nothing else, Chinese otherwise."""
    try:
        "图谱".encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return "en"
    return "en" if os.environ.get("LANG", "").startswith("en") else "zh"


def _leave_stdout() -> None:
    """Write no more to where nothing can be written: Python would try once again on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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

    check = add("check", _check, "check data and pages for errors and notices")
    check.add_argument("--format", choices=("text", "json", "github"), default="text")
    add("fix", _fix, "fix what can be fixed mechanically")
    translated = add("translated", _translated, "mark English pages as up to date with the Chinese ones")
    translated.add_argument("pages", nargs="+", type=Path, metavar="PAGE", help="docs/en/index.md")
    new = add("new", _new, "write a form with comments for a new release")
    new.add_argument("slug", help="the name of its file and page, which never changes: qwen-7b")
    new.add_argument("--modality", default="text", help="what it generates: an id of fields.yml (text)")
    new.add_argument("--kind", default="model", help="model, method or product: what does not apply is left out")
    export = add("export", _export, "write the published files, without building the site")
    export.add_argument("--to", type=Path, default=Path("site"), help="folder to write into (site)")
    add("schema", _schema, "write the JSON Schema that editors use")
    add("stale", _stale, "sources not checked for long, values on which sources disagree, lagging translations")
    explain = add("explain", _explain, "explain an error code, with a wrong and a right example")
    explain.add_argument("code", help="E104")
    return parser


# --- what is said of a misuse

_REFUSALS = {
    "no_folder": Text("没有文件夹 {path}", "no folder {path}"),
    "no_slug": Text(
        "「{slug}」不能作标识：小写字母、数字、连字符，最长 64，且不是保留名，例如 chatglm2-6b",
        "{slug} cannot be a slug: lower-case letters, digits, hyphens, at most 64, no reserved name: chatglm2-6b",
    ),
    "exists": Text("{path} 已经有了", "{path} exists already"),
    "no_choice": Text("没有 {option} {value}；可用的有 {known}", "no {option} {value}; there are: {known}"),
    "no_translation": Text("{path} 不是英文页，或没有中文页与它成对", "{path} is no English page with a Chinese one"),
    "no_code": Text("没有代码 {code}", "no code {code}"),
    "no_code_near": Text("没有代码 {code}；相近的有 {near}", "no code {code}; near: {near}"),
}


def _refuse(options: argparse.Namespace, key: str, **values: object) -> int:
    print(f"atlas: {_REFUSALS[key][options.lang].format(**values)}", file=sys.stderr)
    return MISUSE


# --- the commands


def _load(options: argparse.Namespace, findings: Findings) -> Catalogue:
    return load(options.data, findings, shown_as=options.data.as_posix())


def _registry(options: argparse.Namespace) -> Registry | None:
    """The registries; None where they have errors, said on stderr."""
    findings = Findings()
    registry = load_registry(options.data, findings, shown_as=options.data.as_posix())
    if registry is None:
        print(findings.render(options.lang), file=sys.stderr)
    return registry


def _check(options: argparse.Namespace) -> int:
    findings = Findings()
    catalogue = _load(options, findings)
    docs = options.data.parent
    pages = check_pages(docs, catalogue, findings, shown_as=docs.as_posix())
    check_twins(docs, pages, findings)
    if catalogue.readable:
        check_targets(docs, pages, catalogue, findings)
    configuration = docs.parent / CONFIGURATION
    if configuration.is_file():
        text = configuration.read_text("utf-8", "replace")
        check_navigation(text, configuration.as_posix(), findings, pages.values())
    _check_schema(options.data, catalogue, findings)
    if unlisted := unlisted_addresses(catalogue):
        findings.report("N714", Place((options.data / ADDRESSES).as_posix()), slugs=", ".join(unlisted))
    language: Language = options.lang
    errors, notices = len(findings.errors), len(findings.notices)
    if options.format == "json":
        print(findings.as_json())
    elif options.format == "github":
        print(findings.as_annotations(language), end="\n" if findings.items else "")
    else:
        if findings.items:
            print(findings.render(language), end="\n\n")
        releases, claims = len(catalogue.releases), sum(len(each.claims) for each in catalogue.releases.values())
        values = {"releases": releases, "claims": claims, "errors": errors, "notices": notices}
        print(filled(_SUMMARY[language], values, language))
    return ERRORS if errors else 0


_SUMMARY = Text(
    "{releases} 次发布，{claims} 个数值；{errors} 个错误，{notices} 个提示",
    "{releases:release}, {claims:claim}; {errors:error}, {notices:notice}",
)


def _check_schema(data_dir: Path, catalogue: Catalogue, findings: Findings) -> None:
    """The committed schema is the one that the registries give."""
    path = data_dir / SCHEMA
    if catalogue.registry.fields and not _holds(path, schema_text(catalogue.registry)):
        findings.report("E406", Place(path.as_posix()))


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _fix(options: argparse.Namespace) -> int:
    for path in fix_tree(options.data.parent):
        print(path.as_posix())
    unlisted = unlisted_addresses(_load(options, Findings()))
    if unlisted:
        path = options.data / ADDRESSES
        write_whole(path, with_addresses(path.read_text("utf-8"), unlisted))
        print(path.as_posix())
    return _schema(options)


def _translated(options: argparse.Namespace) -> int:
    """Mark translations; one that still differs from its original is told instead, and stays as it is."""
    docs = options.data.parent
    pages = check_pages(docs, _load(options, Findings()), Findings(), shown_as=docs.as_posix())
    known = {Path(pair.translation.file): pair for pair in pairs(docs, pages) if pair.translation}
    if unknown := [path for path in options.pages if path not in known]:
        return _refuse(options, "no_translation", path=unknown[0].as_posix())
    findings = Findings()
    for path in options.pages:
        own = Findings()
        differences(known[path], own)
        if not own.items and (lagging := known[path].lagging):
            write_whole(path, marked(lagging, known[path].original))
            print(path.as_posix())
        findings.items += own.items
    if findings.items:
        print(findings.render(options.lang), file=sys.stderr)
    return ERRORS if findings.items else 0


def _new(options: argparse.Namespace) -> int:
    path = options.data / "models" / f"{options.slug}.yml"
    if not is_slug(options.slug):
        return _refuse(options, "no_slug", slug=options.slug)
    if os.path.lexists(path):
        return _refuse(options, "exists", path=path.as_posix())
    registry = _registry(options)
    if registry is None:
        return ERRORS
    for option, value in (("modality", options.modality), ("kind", options.kind)):
        known = registry.fields[option].options
        if value not in known:
            return _refuse(options, "no_choice", option=option, value=value, known=", ".join(known))
    catalogue = _load(options, Findings())
    write_whole(path, release_form(catalogue, options.kind, options.modality, date.today()))
    print(path.as_posix())
    return 0


def _export(options: argparse.Namespace) -> int:
    findings = Findings()
    catalogue = _load(options, findings)
    if findings.errors:
        print(findings.render(options.lang), file=sys.stderr)
        return ERRORS
    for name, text in published_files(catalogue).items():
        write_whole(options.to / name, text)
    return 0


def _schema(options: argparse.Namespace) -> int:
    registry = _registry(options)
    if registry is None:
        return ERRORS
    path, text = options.data / SCHEMA, schema_text(registry)
    if not _holds(path, text):
        write_whole(path, text)
        print(path.as_posix())
    return 0


def _stale(options: argparse.Namespace) -> int:
    docs, catalogue = options.data.parent, _load(options, Findings())
    pages = check_pages(docs, catalogue, Findings(), shown_as=docs.as_posix())
    print(stale_report(catalogue, pairs(docs, pages), options.lang))
    return 0


def _explain(options: argparse.Namespace) -> int:
    rule = rules().get(options.code.upper())
    if rule is None:
        near = ", ".join(nearest(options.code.upper(), rules()))
        return _refuse(options, "no_code_near" if near else "no_code", code=options.code, near=near)
    language: Language = options.lang
    what, why, remedy = rule.outline(language)
    print(f"{rule.code}  {what}\n\n{why}\n{remedy}")
    for lead, example in zip(_EXAMPLES[language], (rule.bad[language], rule.good[language]), strict=True):
        print(f"\n{lead}\n    " + example.rstrip("\n").replace("\n", "\n    "))
    return 0


_EXAMPLES = {"zh": ("错例：", "正例："), "en": ("Wrong:", "Right:")}


if __name__ == "__main__":
    sys.exit(main())
