"""The ``atlas`` command, a function for each subcommand. Exit status: 0 no error, 1 errors, 2 misuse."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from .appearances import appearances
from .argument_parser import ArgumentParser
from .catalogue.catalogue import Catalogue
from .catalogue.export import published_files
from .catalogue.findings import LANGUAGES, Findings, Language, Place, Text, filled, nearest, rules
from .catalogue.load import is_slug, load, load_registry
from .catalogue.registry import Registry
from .catalogue.schema import schema_text
from .fixes import fix_tree
from .forms import release_form
from .fragments.directives import DIRECTIVE_NAMES
from .links import unlisted_addresses, with_addresses
from .navigation import check_navigation
from .page import page_files, read_file
from .pages import check_pages
from .reader_language import message_language
from .staleness import stale_report
from .targets import check_targets
from .twins import ORIGINAL, TRANSLATION, check_twins, differences, marked, pairs, twin_path
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
    language = _language(arguments)
    options = _parser(language).parse_args(arguments)
    options.lang = language
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


def _language(arguments: Sequence[str] | None) -> Language:
    """The one asked for; else English where the environment says so or nothing else can be shown, Chinese otherwise."""
    asked = argparse.ArgumentParser(prog="atlas", add_help=False)
    asked.add_argument("--lang", nargs="?")  # without a value it is told of later
    lang = asked.parse_known_args(arguments)[0].lang
    if lang in LANGUAGES:
        return "en" if lang == "en" else "zh"
    try:
        "图谱".encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return "en"
    return message_language()


def _leave_stdout() -> None:
    """Write no more to where nothing can be written: Python would try once again on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(language: Language) -> ArgumentParser:
    parser = ArgumentParser(prog="atlas", description=_HELP["atlas"][language])
    parser.language = language
    parser.add_argument("--lang", choices=LANGUAGES, help=_HELP["--lang"][language])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int]) -> ArgumentParser:
        command = commands.add_parser(name, help=_HELP[name][language], description=_HELP[name][language])
        command.language = language
        command.set_defaults(command=run)
        command.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        if name != "explain":
            command.add_argument("--data", type=Path, default=DOCS / "data", help=_HELP["--data"][language])
        return command

    check = add("check", _check)
    check.add_argument("--format", choices=("text", "json", "github"), default="text", help=_HELP["--format"][language])
    add("fix", _fix)
    translated = add("translated", _translated)
    translated.add_argument("pages", nargs="+", type=Path, metavar="PAGE", help="docs/en/index.md")
    new = add("new", _new)
    new.add_argument("slug", help=_HELP["slug"][language])
    new.add_argument("--modality", default="text", help=_HELP["--modality"][language])
    new.add_argument("--kind", default="model", help=_HELP["--kind"][language])
    export = add("export", _export)
    export.add_argument("--to", type=Path, default=Path("site"), help=_HELP["--to"][language])
    add("schema", _schema)
    add("stale", _stale)
    shown = add("pages", _pages)
    shown.add_argument("slug", help="palm")
    explain = add("explain", _explain)
    explain.add_argument("code", help="E104")
    return parser


_HELP = {
    "atlas": Text("AIGC 图谱的数据与页面。", "The data and pages of AIGC Atlas."),
    "--lang": Text(
        "消息用哪种语言（默认看 LC_ALL、LC_MESSAGES、LANG，否则中文）",
        "language of messages (default: from LC_ALL, LC_MESSAGES, LANG, else zh)",
    ),
    "--data": Text("数据文件夹（docs/data）", "the data folder (docs/data)"),
    "check": Text("检查数据与页面，列出错误与提示", "check data and pages for errors and notices"),
    "--format": Text("给人读、给程序读，或标在合并请求里", "for people, for programs, or for pull requests"),
    "fix": Text("改正能自动改的", "fix what can be fixed mechanically"),
    "translated": Text("记下英文页已经跟上中文页", "mark English pages as up to date with the Chinese ones"),
    "new": Text("为新的一次发布写出带注释的表", "write a form with comments for a new release"),
    "slug": Text("文件与页面的名字，永不改变：qwen-7b", "the name of its file and page, which never changes: qwen-7b"),
    "--modality": Text("生成什么：fields.yml 里的标识（text）", "what it generates: an id of fields.yml (text)"),
    "--kind": Text(
        "model、method 或 product；不适用的字段略去", "model, method or product: what does not apply is left out"
    ),
    "export": Text("不构建网站，写出发布的文件", "write the published files, without building the site"),
    "--to": Text("写到哪个文件夹（site）", "folder to write into (site)"),
    "schema": Text("写出编辑器用的 JSON Schema", "write the JSON Schema that editors use"),
    "stale": Text(
        "久未核对的出处、出处不一致的值、没有跟上的译文",
        "sources not checked for long, values on which sources disagree, lagging translations",
    ),
    "pages": Text("列出显示某次发布的页面与指令", "list the pages and directives that show a release"),
    "explain": Text("解释一个错误代码，附错例与正例", "explain an error code, with a wrong and a right example"),
}


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
    "original": Text("{path} 是中文页；请给英文页：{twin}", "{path} is a Chinese page; give the English one: {twin}"),
    "no_release": Text("没有发布 {slug}", "no release {slug}"),
    "no_release_near": Text("没有发布 {slug}；相近的有 {near}", "no release {slug}; near: {near}"),
    "broken_release": Text("{slug} 有错误，见 atlas check", "{slug} has errors, see atlas check"),
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
    check_twins(docs, pages, DIRECTIVE_NAMES, findings)
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
        whole = releases + len(catalogue.broken)
        summary = _SUMMARY_OF_SOME if catalogue.broken else _SUMMARY
        print(filled(summary[language], {**values, "whole": whole}, language))
    return ERRORS if errors else 0


_SUMMARY = Text(
    "{releases} 次发布，{claims} 个数值；{errors} 个错误，{notices} 个提示",
    "{releases:release}, {claims:claim}; {errors:error}, {notices:notice}",
)
_SUMMARY_OF_SOME = Text(
    "{whole} 次发布中的 {releases} 次，{claims} 个数值，其余因错误没有计入；{errors} 个错误，{notices} 个提示",
    "{releases} of {whole:release}, {claims:claim}, others left out for errors; {errors:error}, {notices:notice}",
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
    known = {Path(pair.translation.file): pair for pair in pairs(docs, pages, DIRECTIVE_NAMES) if pair.translation}
    if unknown := [path for path in options.pages if path not in known]:
        twin = twin_path(docs, unknown[0], TRANSLATION) if unknown[0].is_relative_to(docs / ORIGINAL) else None
        values = {"path": unknown[0].as_posix(), "twin": twin and twin.as_posix()}
        return _refuse(options, "original" if twin in known else "no_translation", **values)
    findings = Findings()
    for path in options.pages:
        own = Findings()
        differences(known[path], own)
        if not own.items and (lagging := known[path].lagging):
            write_whole(path, marked(lagging, known[path].original))
            print(path.as_posix())
        elif not own.items:
            print(filled(_MARKED[options.lang], {"path": path.as_posix()}, options.lang))
        findings.items += own.items
    if findings.items:
        print(findings.render(options.lang), file=sys.stderr)
    return ERRORS if findings.items else 0


_MARKED = Text("{path} 已经记下，没有要改的", "{path} was marked already, nothing to change")


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
    print(stale_report(catalogue, pairs(docs, pages, DIRECTIVE_NAMES), options.lang))
    return 0


def _pages(options: argparse.Namespace) -> int:
    """List where a release is shown on the pages in the language of the messages."""
    findings = Findings()
    docs, catalogue = options.data.parent, _load(options, findings)
    slug: str = options.slug
    if not catalogue.readable:
        print(findings.render(options.lang), file=sys.stderr)
        return ERRORS
    if slug in catalogue.broken:
        return _refuse(options, "broken_release", slug=slug)
    if slug not in catalogue.releases:
        near = ", ".join(nearest(slug, catalogue.releases))
        return _refuse(options, "no_release_near" if near else "no_release", slug=slug, near=near)
    for path in page_files(docs, (options.lang,)):
        page = read_file(path, path.as_posix(), Findings())
        for name, place in appearances(page, slug, catalogue, options.lang) if page else ():
            print(f"{place} {name}")
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
