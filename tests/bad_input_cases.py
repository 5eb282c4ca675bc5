"""The cases of bad input, by number: what somebody types, which rule answers where, and a word of each message.

The numbers are those of the specification of bad input (83 cases); a case may have several inputs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from textwrap import indent

from folders import head, sample

SAMPLE = "data/models/sample.yml"
PAGE = "zh/page.md"
A_PAPER = "    title: A paper"


@dataclass(frozen=True)
class Case:
    """One input.

    Attributes:
        number: of the case.
        name: what is wrong, for the test's id.
        files: what is written below ``docs``, beside the real registries.
        found: the rules that answer, as "code line:column"; in another file than the first "code file:line:column".
        zh, en: what each message must hold.
    """

    number: int
    name: str
    files: Mapping[str, str | bytes]
    found: tuple[str, ...]
    zh: str = ""
    en: str = ""

    def beside(self, name: str, text: str) -> Case:
        """The same with one more file."""
        return replace(self, files={**self.files, name: text})

    @property
    def id(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def file(self) -> str:
        """The file that the places are in."""
        return next(iter(self.files))


def top(number: int, name: str, old: str, new: str, found: str, zh: str = "", en: str = "") -> Case:
    """A slip in the first part of a release file."""
    text = head()
    assert old in text, old
    return file(number, name, text.replace(old, new, 1), found, zh, en)


def file(number: int, name: str, text: str | bytes, found: str, zh: str = "", en: str = "") -> Case:
    """A release file as it stands."""
    return Case(number, name, {SAMPLE: text}, _split(found), zh, en or zh)


def block(number: int, name: str, facts: str, found: str, zh: str = "", en: str = "") -> Case:
    """Blocks of facts, behind the sample's own; they begin in line 30."""
    return file(number, name, sample(facts), found, zh, en)


def fact(number: int, name: str, line: str, found: str, zh: str = "", en: str = "") -> Case:
    """Lines of one block of facts, from line 31 on."""
    return block(number, name, f"- cite: {{paper: Table 1}}\n  {line}", found, zh, en)


def page(number: int, name: str, text: str, found: str, zh: str = "", en: str = "") -> Case:
    """A page beside a good release; a text of one line gets its newline here."""
    text += "" if "\n" in text else "\n"
    facts = "- cite: {paper: Table 1}\n  layers: 32\n  heads: 8\n  announced: 2023-07-18"
    return Case(number, name, {PAGE: text, SAMPLE: sample(facts)}, _split(found), zh, en or zh)


def where(number: int, name: str, condition: str, found: str, zh: str = "", en: str = "") -> Case:
    """A condition in a table; it begins in line 2, column 8."""
    return page(number, name, compare(f"where: {condition}"), found, zh, en)


def compare(*options: str, columns: str = "layers, heads") -> str:
    """A comparison table."""
    lines = "".join(f"{option}\n" for option in options)
    return f"```compare\n{lines}columns: [{columns}]\ncaption: 表\n```\n"


def releases(number: int, name: str, found: str, zh: str = "", en: str = "", **texts: str) -> Case:
    """Several release files (``_`` in a name stands for ``-``)."""
    files = {f"data/models/{slug.replace('_', '-')}.yml": text for slug, text in texts.items()}
    return Case(number, name, files, _split(found), zh, en or zh)


def named(name: str, facts: str = "") -> str:
    """A good release of another name."""
    return (sample(facts) if facts else head()).replace("name: Sample", f"name: {name}", 1)


def _split(found: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in found.split(",") if part.strip())


def descends(slug: str) -> str:
    return f"- cite: {{paper: §1}}\n  base: {{{slug}: fine-tune}}"


CASES: tuple[Case, ...] = (
    # --- bytes
    file(1, "empty", "", "E001 1:1", "atlas new"),
    file(1, "only comments", "# to do\n", "E001 1:1", "atlas new"),
    file(2, "UTF-8 BOM", b"\xef\xbb\xbf" + head().encode(), "E003 1:1", "UTF-8 BOM"),
    file(3, "GBK", head().encode("gbk"), "E002 7:7", "可能是 GBK", "perhaps GBK"),
    file(3, "Latin-1", b"name: caf\xe9\nsummary: x\n", "E002 1:10", "0xE9"),
    file(4, "UTF-16, little endian", head().encode("utf-16"), "E003 1:1", "FF FE"),
    file(4, "UTF-16, big endian", b"\xfe\xff" + head().encode("utf-16-be"), "E003 1:1", "FE FF"),
    file(5, "CRLF", head().replace("\n", "\r\n"), ""),
    top(5, "lone CR", "\nmodality", "\rmodality", "E020 2:21", "U+000D"),
    top(6, "NUL", "Sample\n", "Sam\x00ple\n", "E004 1:10", "U+0000"),
    top(6, "escape", "Sample\n", "Sam\x1b[1mple\n", "E004 1:10", "| name: Sam\ufffd[1mple"),
    file(7, "10 MB", b"#" * 10_000_000, "E005 1:1", "10000000"),
    file(7, "70 KB", b"#" * 70_000, "E005 1:1", "65536"),
    page(7, "page of 300 KB", "文" * 100_000, "E022 1:1", "262144"),
    file(8, "no final newline, trailing spaces", head().replace("Sample\n", "Sample  \n", 1).rstrip("\n"), ""),
    Case(6, "escape in a file name", {"data/models/a\x1bb.yml": head()}, ("E401 1:1",), "a<U+001B>b.yml:1:1"),
    # --- YAML syntax
    top(9, "tab indent", "  zh: 样例", "\tzh: 样例", "E007 7:1", "两个空格", "two spaces"),
    fact(
        9, "key too deep after a plain value", "layers: 32\n   heads: 32",
        "E023 32:6", "这一行缩进 5 个空格，同一块的各行是 4 个", "by 5 spaces, while the lines of its block have 4",
    ),
    fact(9, "key too deep after a list", "layers: [1, 2]\n   heads: 32", "E023 32:6", "缩进 5 个", "indented by 5"),
    fact(9, "key too deep after quotes", 'layers: "32"\n   heads: 32', "E023 32:6", "缩进 5 个", "indented by 5"),
    fact(
        9, "key too shallow", "layers: [1, 2]\n heads: 32",
        "E023 32:4", "这一行缩进 3 个空格，同一块的各行是 4 个", "by 3 spaces, while the lines of its block have 4",
    ),
    fact(
        9, "dash too deep", "layers: [1, 2]\n - cite: {paper: Table 2}\n   heads: 32",
        "E023 32:4", "这一行缩进 3 个空格，同一块的各行是 2 个", "by 3 spaces, while the lines of its block have 2",
    ),
    fact(9, "dash where keys stand", "layers: [1, 2]\n  - cite: {}", "E023 32:5", "各行是 2 个", "its block have 2"),
    fact(9, "dash after a plain value", "layers: 32\n    - cite: {}", "E023 32:7", "各行是 2 个", "its block have 2"),
    top(9, "key between two blocks", "  card:", "   card:", "E023 17:4", "各行是 2 或 4 个", "its block have 2 or 4"),
    fact(9, "colon in a second line", "base: a\n    text: b", "E023 32:7", "各行是 4 个", "its block have 4"),
    fact(9, "colon in a second line of words", "base: a\n    long text: b", "E008 32:16", "long text: b"),
    fact(9, "colon in a third line", "base: a\n    text\n    so: b", "E008 33:9", "so: b"),
    fact(9, "colon in a value inside brackets", "base: {a: b,\n   c: d: e}", "E006 32:10", "括号", "brackets"),
    fact(9, "unclosed bracket", "layers: [1, 2\n   heads: 32", "E006 32:11", "括号", "brackets"),
    fact(9, "bracket closed twice", "layers: [1, 2]]\n  heads: 32", "E006 31:19", "括号", "brackets"),
    fact(9, "tab", "layers: [1, 2]\n \theads: 32", "E007 32:4", "两个空格", "two spaces"),
    fact(9, "no blank behind a dash", "layers: [1, 2]\n-cite: {paper: x}", "E006 32:3", "缩进", "indentation"),
    top(10, "colon in a value", "name: Sample", "name: GPT: 4", "E008 1:10", "name: GPT: 4"),
    top(11, "unclosed quote", "name: Sample", 'name: "Sample', "E009 1:7", "引号在这里打开", "opens here"),
    file(
        11, "unclosed quote, others after",
        head().replace("    title: A paper", '    title: "A paper').replace("title: A card", 'title: "A card"'),
        "E009 13:12", "引号在这里打开", "opens here",
    ),
    top(12, "full-width colon", "kind: model", "kind：model", "E010 4:5", "全角冒号", "full-width colon"),
    top(12, "full-width colon in line 1", "name: Sample", "name：Sample", "E010 1:5", "全角冒号", "full-width colon"),
    top(13, "no-break space", "  en: A", "\xa0\xa0en: A", "E105 7:3, E011 8:1", "U+00A0 NO-BREAK SPACE"),
    top(13, "ideographic space", "  en: A", "\u3000en: A", "E105 7:3, E011 8:1", "U+3000 IDEOGRAPHIC SPACE"),
    top(14, "@ at the start", "name: Sample", "name: @x", "E012 1:7", "@"),
    top(14, "% at the start", "name: Sample", "name: %x", "E012 1:7", "%"),
    top(14, "` at the start", "name: Sample", "name: `x`", "E012 1:7", "`"),
    file(15, "two documents", head() + "---\nname: x\n", "E013 30:1", "两份文档", "two documents"),
    file(16, "a list", "- a\n- b\n", "E014 1:1", "list"),
    file(16, "a scalar", "just words\n", "E014 1:1", "text"),
    file(17, "duplicate key", head() + "name: Again\n", "E015 30:1", "第 1 行", "line 1"),
    top(18, "anchor", "name: Sample", "name: &a Sample", "E016 1:7", "锚点", "anchors"),
    top(18, "alias", "name: Sample", "name: *a", "E016 1:7", "锚点", "anchors"),
    top(18, "merge key", "name: Sample", "name: Sample\n<<: {a: b}", "E016 2:1", "<<"),
    file(
        19, "bomb", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\ne: &e [*d,*d]\n",
        "E016 1:4", "锚点", "anchors",
    ),
    file(19, "recursion", "a: &a [*a]\n", "E016 1:4", "锚点", "anchors"),
    file(20, "deep nesting", "a: " + "[" * 2000, "E018 1:16", "12"),
    file(20, "many nodes", "a: [" + "x," * 9000 + "]", "E018 1:15999", "8000"),
    file(21, "python tag", "a: !!python/object/apply:os.system [ls]\n", "E017 1:4", "python/object/apply"),
    file(21, "any tag", "a: !!str 1\n", "E017 1:4", "str"),
    file(22, "key that is a list", head() + "? [a]\n: b\n", "E019 30:3", "list"),
    # --- scalars
    top(23, "a name that others take for false", "name: Sample", "name: NO", ""),
    top(24, "arXiv id without quotes", '"2204.02311"', "2210.15250", "E117 14:12", '"2210.15250"'),
    top(24, "name that is a number", "name: Sample", "name: 4.0", "E117 1:7", '"4.0"'),
    top(24, "variant that is a number", "  small: Sample S", "  7: Sample S", "E117 24:3", '"7"'),
    top(24, "label that is a time", "  small: Sample S", "  small: 12:30", "E117 24:10", '"12:30"'),
    fact(25, "octal", "layers: 010", "E201 31:13", "写成 10。", "Write 10."),
    fact(26, "sexagesimal", "emissions: 12:30:45", "E202 31:16", "14.5 这样的数", "a number like 14.5"),
    fact(26, "sexagesimal count", "layers: 12:30:45", "E201 31:13", "12:30:45"),
    fact(27, "date without quotes", "announced: 2023-07-18", ""),
    fact(28, "no such month", "announced: 2023-13-45", "E204 31:16", "2023-13-45"),
    fact(28, "no leap year", "announced: 2023-02-29", "E204 31:16", "2023-02-29"),
    fact(29, "the future", "announced: 2999-01-01", "E205 31:16", "2999-01-01"),
    fact(29, "before it could be", "announced: 1999-01-01", "E205 31:16", "2012-01-01.."),
    fact(29, "an announced end", "retired_date: 2999-01-01", ""),
    fact(30, "one-digit month", "announced: 2023-3", "E203 31:16", "2023-03"),
    fact(30, "Chinese date", "announced: 2023年3月", "E203 31:16", "2023-03"),
    fact(30, "full-width date", "announced: ２０２３", "E203 31:16", "2023-03"),
    fact(31, "NaN", "emissions: NaN", "E216 31:16", "有限的数", "finite"),
    fact(31, "infinity", "emissions: -.inf", "E216 31:16", "有限的数", "finite"),
    fact(31, "NaN for a count", "layers: .nan", "E216 31:13", "有限的数", "finite"),
    fact(31, "overflow", "training_flops: 1e400", "E216 31:21", "有限的数", "finite"),
    fact(31, "endless digits", "results: {mmlu/5-shot: " + "9" * 5000 + "}", "E202 31:28", "999"),
    fact(32, "in quotes", 'params_total: "540B"', ""),
    fact(32, "blank before the suffix", "params_total: 540 B", "E201 31:19", "写成 540B。", "Write 540B."),
    fact(32, "commas", "params_total: 5,400,000", "E201 31:19", "写成 5400000。", "Write 5400000."),
    fact(32, "Han unit", "params_total: 540十亿", "E201 31:19", "写成 540B。", "Write 540B."),
    fact(32, "another Han unit", "params_total: 5.4千亿", "E201 31:19", "写成 540B。", "Write 540B."),
    fact(32, "full-width digits", "params_total: 5４0B", "E201 31:19", "全角字符", "full-width"),
    fact(32, "lower-case suffix", "params_total: 540b", "E201 31:19", "写成 540B。", "Write 540B."),
    fact(32, "with a name", "heads: 32 heads", "E201 31:12", "写成 32。", "Write 32."),
    fact(32, "per cent", "chinese_share: 5%", "E202 31:20", "写成 5。", "Write 5."),
    fact(32, "no whole number", "layers: 3.5", "E201 31:13", "不是整数", "no whole number"),
    fact(33, "scientific", "params_total: 1e9", "E201 31:19", "写成 1B。", "Write 1B."),
    fact(33, "scientific with a sign", "params_total: 5.4e+11", "E201 31:19", "写成 540B。", "Write 540B."),
    fact(33, "underscores", "params_total: 1_000_000", "E201 31:19", "写成 1000000。", "Write 1000000."),
    fact(33, "scientific where it belongs", "training_flops: 2.56e24\n  learning_rate: 3e-4", ""),
    # --- text
    top(34, "zero width in a key", "name: Sample", "na\u200bme: Sample", "E004 1:3", "U+200B ZERO WIDTH SPACE"),
    top(34, "zero width in a name", "name: Sample", "name: Sam\u2060ple", "E004 1:10", "U+2060 WORD JOINER"),
    top(35, "bidi override", "name: Sample", "name: Sam\u202eple", "E004 1:10", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    top(36, "homoglyph", "name: Sample", "name: G\u03a1T-4", "E114 1:7", "U+03A1 GREEK CAPITAL LETTER RHO"),
    top(36, "Latin beside Han", "name: Sample", "name: 文心ERNIE", ""),
    top(37, "script in a name", "name: Sample", 'name: "<script>x"', "E113 1:7", "标记", "markup"),
    fact(37, "HTML in a note", "layers: {value: 3, note: {zh: <b>注</b>, en: note}}", "E113 31:35", "note.zh"),
    top(38, "template in a name", "name: Sample", 'name: "{{ 7*7 }}"', ""),
    top(39, "bar in a name", "name: Sample", 'name: "a | b"', ""),
    top(39, "line break in a name", "name: Sample", 'name: "a\\nb"', "E113 1:7", "换行", "line break"),
    top(40, "decomposed", "name: Sample", "name: Cafe\u0301", "E115 1:7", "写成 Caf\u00e9", "Write Caf\u00e9"),
    top(40, "full-width letter", "name: Sample", "name: \uff27PT-4", "E114 1:7", '是不是想写 "GPT-4"', 'mean "GPT-4"'),
    top(41, "300 characters", "name: Sample", "name: " + "x" * 300, "E103 1:7", "300"),
    top(41, "an empty summary", "zh: 样例", 'zh: ""', "E103 7:7", "summary.zh"),
    # --- values
    fact(42, "unknown field", "context_lenght: 2048", "E104 31:5", '"context_length"'),
    fact(42, "name of a paper", "d_model: 2048", "E104 31:5", '是不是想写 "hidden_size"？', 'mean "hidden_size"?'),
    fact(42, "near the name of a configuration", "num_layer: 2", "E104 31:5", '"layers"'),
    top(42, "unknown key", "kind: model", "kind: model\nkinds: x", "E104 5:1", '"kind"'),
    fact(42, "name of a configuration", "d_kv: 64", "E104 31:5", '"head_size"'),
    file(43, "missing fields", "name: x\nkind: model\n", "E101 1:1", "organization, modality, summary, sources, facts"),
    top(43, "empty list", "organization: google", "organization: []", "E101 1:1", "organization"),
    file(43, "no sources", re.sub(r"(?s)sources:.+?\nvari", "sources: {}\nvari", head()), "E101 1:1", "sources"),
    file(43, "no facts", re.sub(r"(?s)facts:.*", "facts: []\n", head()), "E101 1:1", "facts"),
    fact(44, "list for a number", "layers: [32]", "E102 31:13", "写的是 list", "not list"),
    fact(44, "mapping for an id", "activation: {a: b}", "E102 31:17", "写的是 key: value", "not key: value"),
    fact(45, "negative", "params_total: -5", "E210 31:19", "大于零", "above zero"),
    fact(45, "zero", "layers: 0", "E210 31:13", "大于零", "above zero"),
    fact(32, "per cent of at most one", "learning_rate: 10%", "E202 31:20", "写成 0.1。", "Write 0.1."),
    fact(46, "540 for 540B", "params_total: 540", "E217 31:19", "按所指的写：540M 或 540B。", "540M or 540B."),
    fact(46, "60, in millions", "params_total: 60", "E217 31:19", "按所指的写：60M 或 60B。", "meant: 60M or 60B."),
    fact(46, "one suffix alone", "training_tokens: ~15", "E217 31:22", "~15T。", "~15T."),
    fact(46, "no unit where there are several", "batch_size: 128", "E219 31:17", '"128 sequences"', 'or "128 images"'),
    fact(46, "a range without its unit", "training_time: 90..100", "E219 31:20", '"90..100 days"', '"90..100 hours"'),
    fact(46, "out of the band", "layers: 5000", "E208 31:13", "1–1000", "1 to 1000"),
    fact(46, "a range out of the band", "ffn_size: 10..20", "E208 31:15"),
    fact(47, "few tokens", "params_total: 540B\n  training_tokens: 780M", "N711 32:22", "0.0014"),
    fact(47, "window a thousand times", "context_length: 2048K", "N712 31:21", "若指 2048 请写 2048", "write 2048;"),
    fact(48, "active above total", "params_active: 80B\n  params_total: 13B", "N707 31:20", "sample.yml:32:19"),
    fact(49, "unknown licence", "weights_license: MITT", "E106 31:22", "mit, apache-2.0", "mit, apache-2.0"),
    fact(49, "near a known one", "activation: swigluu", "E106 31:17", '"swiglu"'),
    fact(49, "a name instead of an id", "languages: [English]", "E106 31:17", '是不是想写 "en"', 'Did you mean "en"?'),
    fact(49, "other letters", "activation: ReLU", "E106 31:17", '想写 "relu"？', 'Did you mean "relu"?'),
    where(49, "a name instead of an id in a condition", "languages has Chinese", "E512 2:22", '"zh"'),
    top(49, "empty organization", "organization: google", 'organization: ""', "E106 2:15", "organizations.yml"),
    top(49, "unknown type of source", "type: card", "type: crad", "E119 18:11", '"card"'),
    block(50, "no cite", "- layers: 3\n  heads: 4", "E108 30:5", "layers, heads"),
    block(50, "cite without place", '- cite: {paper: ""}\n  layers: 3', "E109 30:19", '"Table 1"'),
    block(51, "unknown source", "- cite: {papper: x}\n  layers: 3", "E107 30:12", '"paper"'),
    top(52, "source unused", ', card: "header"', "", "N701 17:3", "「card」没有用到", '"card" is not used'),
    fact(53, "javascript", "repository: javascript:alert(1)", "E110 31:17", "https"),
    fact(53, "data", "repository: data:text/html,x", "E110 31:17", "https"),
    fact(53, "http", "repository: http://example.org", "E110 31:17", "https"),
    fact(53, "no scheme", "repository: //example.org", "E110 31:17", "https"),
    fact(53, "user name", "repository: https://a:b@example.org/", "E110 31:17", "用户名", "user name"),
    fact(53, "blank", "repository: https://example.org/a b", "E110 31:17", "https"),
    fact(53, "brace", "repository: https://example.org/{a", "E110 31:17", "https"),
    fact(53, "broken host", "repository: https://[::1", "E110 31:17", "https"),
    top(53, "in a source", "https://example.org/card", "javascript:x", "E110 20:10", "https"),
    top(53, "DOI with markup", 'arxiv: "2204.02311"', "doi: 10.1000/<b>", "E110 14:10", "10."),
    top(54, "arXiv id with a prefix", '"2204.02311"', '"arXiv:2204.02311"', "E111 14:12", '"2204.02311v2"'),
    top(54, "author as BibTeX has it", A_PAPER, f'{A_PAPER}\n    authors: ["Wu, Hua"]', "E121 14:15", '"Wu, Hua"'),
    top(
        54, "two authors in one", A_PAPER, f"{A_PAPER}\n    authors: [Yu Sun and Hua Wu, et al.]",
        "E121 14:15", '"Yu Sun and Hua Wu"',
    ),
    top(54, "et al. too early", A_PAPER, f"{A_PAPER}\n    authors: [Yu Sun, et al., Hua Wu]", "E121 14:23", "et al."),
    top(54, "author that is a list", A_PAPER, f"{A_PAPER}\n    authors: [[Yu Sun]]", "E102 14:15", "list"),
    top(
        54, "organization among authors", A_PAPER, f"{A_PAPER}\n    authors: [{{organisation: OpenAI}}]",
        "E101 14:15, E104 14:16", '"organization"',
    ),
    top(54, "authors", A_PAPER, f"{A_PAPER}\n    authors: [{{organization: Smith and Sons}}, Yu Sun, et al.]", ""),
    top(55, "checked before published", "checked: 2024", "checked: 2020", "E116 16:14", "第 15 行", "line 15"),
    top(55, "checked in the future", "checked: 2024-01-01", "checked: 2999-01-01", "E205 16:14", "2999-01-01"),
    # --- across files
    Case(56, "file name that is no slug", {"data/models/Chat_GLM.yml": head()}, ("E401 1:1",), "Chat_GLM", "Chat_GLM"),
    Case(56, "file that is no YAML", {"data/models/notes.txt": "x"}, ("E401 1:1",), "notes.txt", "notes.txt"),
    releases(
        56, "alias of another's slug", "E404 1:1", "「other」已属于 other", '"other" already belongs to other',
        sample=named("Sample\naliases: [other]"), other=named("Another"),
    ),
    releases(
        56, "alias of another's alias", "E404 data/models/sample.yml:1:1", "other",
        other=named("Another\naliases: [O]"), sample=named("Sample\naliases: [o]"),
    ),
    Case(
        57, "case-only difference", {"data/models/gpt.yml": head(), "data/models/GPT.yml": head()},
        ("E401 data/models/GPT.yml:1:1", "E405 1:1"), "GPT.yml", "GPT.yml",
    ),
    *(
        Case(58, f"reserved name {name}", {f"data/models/{name}.yml": head()}, ("E401 1:1",), name, name)
        for name in ("index", "con", "__x", "x" * 65)
    ),
    fact(58, "path as a parent", 'base: {"../palm": fine-tune}', "E402 31:11", "../palm"),
    page(58, "path as a model", "```model-card\nmodel: ../../etc/hostname\n```\n", "E504 2:8", "../../etc/hostname"),
    fact(59, "dangling parent", "base: {sampel: fine-tune}", "E402 31:11", '"sample"'),
    releases(
        60, "circle of three", "E403 data/models/t5.yml:30:11", "bert/small → palm/small → t5/small → bert/small",
        bert=named("BERT", descends("palm/small")).replace("  large: Sample L\n", ""),
        palm=named("PaLM", descends("t5/small")).replace("  large: Sample L\n", ""),
        t5=named("T5", descends("bert/small")).replace("  large: Sample L\n", ""),
    ),
    block(
        60, "circle of variants",
        "- cite: {paper: x}\n  for: small\n  base: {sample/large: fine-tune}\n"
        "- cite: {paper: x}\n  for: large\n  base: {sample/small: fine-tune}",
        "E403 35:11", "sample/small → sample/large → sample/small",
    ),
    block(60, "its own parent", "- cite: {paper: x}\n  base: {sample: successor}", "E403 31:11", "sample/small"),
    releases(
        61, "child older than its parent", "N703 31:16", "data/models/parent.yml:31:16",
        child=named("Child", "- cite: {paper: §1}\n  announced: 2020-01-01\n  base: {parent: fine-tune}"),
        parent=named("Parent", "- cite: {paper: §1}\n  announced: 2023-01-01"),
    ),
    top(62, "English missing", "  en: A sample\n", "", "E105 7:3", "en"),
    top(62, "Chinese missing", "  zh: 样例\n", "", "E105 7:3", "zh"),
    fact(62, "note in one language", "layers: {value: 3, note: {zh: 注}}", "E105 31:30", "en"),
    page(64, "link to a removed release", "文\n\n见 [甲](models/sampel.md)。\n", "E407 3:7", '"sample"'),
    page(64, "link to a removed value", "见 [甲](models/sample.md#small.layers)。", "E408 1:7", '"layers"'),
    page(64, "good links", "[甲](models/sample.md#layers) [乙](models/sample.md#sources) [丙](x.md)", ""),
    page(64, "link in code", "`[甲](models/sampel.md)`", ""),
    page(
        64, "link to a release with errors", "[甲](models/bad.md)\n\n```model-card\nmodel: bad\n```\n",
        "E104 data/models/bad.yml:31:5",
    ).beside("data/models/bad.yml", named("Bad", "- cite: {paper: x}\n  layerz: 3")),
    page(64, "an address that leads nowhere", "文", "E409 data/addresses.yml:2:3", "/models/gone/").beside(
        "data/addresses.yml", "addresses:\n  gone: gone\n"
    ),
    page(64, "an address that moved", "[甲](models/old.md)", "").beside(
        "data/addresses.yml", "addresses:\n  old: sample\n"
    ),
    page(64, "a value at an address that moved", "[甲](models/old.md#layers)", "E407 1:5", '"sample"').beside(
        "data/addresses.yml", "addresses:\n  old: sample\n"
    ),
    page(
        64, "a value of a renamed release", "[甲](models/sampl.md#layers)",
        "E409 data/addresses.yml:2:3, E407 1:5", '"sample"',
    ).beside("data/addresses.yml", "addresses:\n  sampl: sampl\n"),
    page(64, "a footnote without a text", "文\n\n句。[^redme]\n\n[^readme]: 注\n", "E412 3:3, E413 5:1", '"[^readme]"'),
    page(64, "a footnote defined twice", "句。[^a]\n\n[^a]: 甲\n[^a]: 乙\n", "E414 4:1", "第 3 行", "line 3"),
    page(64, "a definition inside a line", "句。[^a] 注 [^a]: 甲\n", "E412 1:3, E412 1:10", "行首", "of its own"),
    page(64, "what is no footnote", "`[^a]`、\\[^a]、$x[^a]$\n\n````\n[^a]: b\n````\n", ""),
    page(64, "footnotes that refer to each other", "> 句。[^a]\n\n[^a]: 见 [^b]\n   [^b]: 乙\n", ""),
    Case(
        64, "a change of a removed release",
        {"data/changes.yml": "changes:\n  one: {date: 2024-01-01, release: gone, zh: 改, en: changed}\n"},
        ("E402 2:3",), "gone", "gone",
    ),
    page(64, "a change of a value that is not there", "文", "E408 data/changes.yml:2:3", "layerz", '"layers"').beside(
        "data/changes.yml",
        "changes:\n  one: {date: 2024-01-01, release: sample, anchor: layerz, zh: 改, en: changed}\n",
    ),
    Case(
        64, "a change of a value of no release",
        {"data/changes.yml": "changes:\n  one: {date: 2024-01-01, anchor: layers, zh: 改, en: changed}\n"},
        ("E101 2:3",), "release", "release",
    ),
    Case(
        64, "a term of no subject and without a meaning",
        {"data/terms.yml": "subjects: {a: {zh: 文, en: Text}}\nterms:\n  token: {zh: 词元, en: token, subject: b}\n"},
        ("E105 3:3", "E106 3:39"), "definition", "definition",
    ),
    Case(
        64, "a text of a registry that a comma cuts off",
        {
            "data/terms.yml": "subjects: {a: {zh: 文, en: Text}}\nterms:\n  token: {zh: 词元, en: token, subject: a,\n"
            "    definition: {zh: 单位, en: The unit, of a tokenizer}}\n"
        },
        ("E120 4:40",), "of a tokenizer", "quotes",
    ),
    Case(
        64, "an erratum of no page, with a source that has no address",
        {
            "data/errata.yml": "pages: {a: {zh: 文, en: Text, path: a.md}}\nerrata:\n  one:\n    page: b\n"
            "    said: {zh: 甲, en: one}\n    holds: {zh: 乙, en: two}\n"
            "    sources:\n      paper: {zh: 论文, en: paper}\n"
        },
        ("E106 4:11", "E101 8:14"), "url", "url",
    ),
    # --- directives
    page(65, "unknown directive", "文\n\n```comparre\ncolumns: [layers]\n```\n", "E501 3:4", '"compare"'),
    page(66, "unknown option", compare("srot: layers"), "E502 2:1", '"sort"'),
    page(66, "option where there is none", "```model-index\nsort: name\n```\n", "E520 2:1", "不带选项", "no options"),
    page(66, "unknown column", compare(columns="layers, headz"), "E503 2:19", '"heads"'),
    page(66, "unknown benchmark", compare(columns="results.mmlu/5-shots"), "E503 2:11", '"results.mmlu/5-shot"'),
    page(66, "errata of an unknown page", "```errata\npage: gtp\n```\n", "E106 2:7", '"gpt"'),
    page(66, "unknown chart", "```chart\nname: sizes\ncaption: 图\n```\n", "E106 2:7", "sizes-over-time"),
    page(67, "unknown model", "```model-card\nmodel: sampel\n```\n", "E504 2:8", '"sample"'),
    page(67, "unknown model of a value", "```value-sample\nvalues: [sampel layers]\n```\n", "E504 2:10", '"sample"'),
    where(68, "nothing behind the sign", "params_total >", "E505 2:22", "字段 = 值", "field = value"),
    where(68, "nothing behind and", "announced = 2023 and", "E505 2:28", "字段 = 值", "field = value"),
    where(68, "in the middle", "layers > > 3", "E505 2:17", "字段 = 值", "field = value"),
    page(68, "condition and sort keys", compare("where: layers > > 3", "sort: layerz"), "E505 2:17, E503 3:7"),
    where(69, "text against a number", "organization > 3", "E506 2:23", "organization"),
    where(69, "number against a word", "layers > many", "E506 2:17", "count"),
    where(69, "count without its unit", "batch_size > 1M", "E515 2:21", "1M tokens"),
    where(70, "too deep", "(" * 13 + "layers > 1" + ")" * 13, "E511 2:8", "12"),
    where(70, "too long", "layers > 1 or " * 40 + "layers > 1", "E511 2:8", "500"),
    where(70, "code", '__import__("os")', "E505 2:8", "字段 = 值", "field = value"),
    where(71, "nothing selected", "layers > 900", "E507 2:8", "只有 compare", "only a compare table"),
    page(
        71, "what is selected has errors of its own", compare("where: layers = 33"), "E104 data/models/bad.yml:32:5"
    ).beside("data/models/bad.yml", named("Bad", "- cite: {paper: x}\n  layers: 33\n  layerz: 3")),
    page(71, "nothing selected, on purpose", compare("where: layers > 900", "allow_empty: yes"), ""),
    page(72, "duplicate column", compare(columns="layers, layers"), "E508 2:19", "layers"),
    page(72, "sorted by a hidden column", compare("sort: -announced"), "N713 2:7", "announced"),
    page(72, "sorted by name", compare("sort: name"), ""),
    page(72, "sorted by too many keys", compare("sort: " + "layers, " * 5 + "layers"), "E518 2:7", "5"),
    page(73, "unclosed fence", "文\n\n```compare\ncolumns: [layers]\n", "E509 3:4", "没有关上", "is never closed"),
    page(74, "slip in a list", "- 项\n\n" + indent(compare(columns="layerz"), "    "), "E503 4:15", '"layers"'),
    page(74, "slip in a quote", indent(compare(columns="layerz"), "> "), "E503 2:13", '"layers"'),
    page(75, "example in a longer fence", "````\n```comparre\n```\n````\n", ""),
    page(76, "same id twice", compare("id: one") + "\n" + compare("id: one"), "E510 7:4", "第 1 行", "line 1"),
    page(78, "front matter that is no YAML", "---\ntitle: GPT: 4\n---\n\n文\n", "E008 2:11", "title: GPT: 4"),
    page(78, "unknown author", "---\nauthors: [biubiobu]\n---\n\n文\n", "E106 2:11", '"biubiobiu"'),
    page(78, "unknown key", "---\ntitle: x\ntemplate: y\n---\n\n文\n", "E602 3:1", "template"),
    # --- rows
    block(
        79, "row too short", "- cite: {paper: x}\n  for: [small, large]\n  layers: [3]",
        "E301 32:5", "small  large\n        3      ·",
    ),
    block(
        79, "row too long", "- cite: {paper: x}\n  for: [small]\n  layers: [3, 4]",
        "E301 32:5", "small  ·\n        3      4",
    ),
    block(80, "unknown variant", "- cite: {paper: x}\n  for: [smal, large]\n  layers: [3, 4]", "E302 31:11", '"small"'),
    block(80, "unknown part", "- cite: {paper: x}\n  part: text_encodr\n  layers: 3", "E303 31:11", '"text_encoder"'),
    block(
        81, "one source, two values", "- cite: {paper: x}\n  layers: 3\n- cite: {paper: y}\n  layers: 4",
        "E304 33:13", "第 31 行的 3", "3 in line 31",
    ),
    fact(82, "K for a power of two", "context_length: 32K", "N708 31:21", "32768"),
    fact(
        83, "hidden size", "hidden_size: 4096\n  heads: 32\n  head_size: 64",
        "N704 31:18", "64 = 2048（docs/data/models/sample.yml:32:12）", "64 = 2048 (docs/data/models/sample.yml:32:12)",
    ),
    fact(
        83, "parameters",
        "params_total: 70B\n  layers: 32\n  hidden_size: 4096\n  heads: 32\n  ffn_size: 11008\n  vocab_size: 32000\n"
        "  activation: swiglu\n  tied_embeddings: no",
        "N705 31:19", "6.74B", "docs/data/models/sample.yml:32:13",
    ),
    fact(
        83, "corpus", "corpus_tokens: 100B\n  training_tokens: 2T",
        "N709 31:20", "四分之一（docs/data/models/sample.yml:32:22）", "tokens (docs/data/models/sample.yml:32:22)",
    ),
    fact(83, "mix", "data_mix: {Web: 60, Books: 10}", "N710 31:15", "合计 70%", "add up to 70%"),
    fact(
        83, "compute", "training_flops: 1e20\n  params_total: 7B\n  training_tokens: 2T",
        "N706 31:21", "8.400e+22", "docs/data/models/sample.yml:33:22",
    ),
)  # fmt: skip
