"""argparse in the reader's language: it has its sentences in English only, and no place to give it others."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from .catalogue.findings import Language

_IN_HELP = {
    "usage: ": "用法：",
    "positional arguments:": "参数：",
    "options:": "选项：",
    "show this help message and exit": "显示这段说明",
}
_ERRORS = {
    r"the following arguments are required: (.+)": "缺少参数：{}",
    r"unrecognized arguments: (.+)": "认不出的参数：{}",
    r"argument (\S+): invalid choice: (.*) \(choose from (.+)\)": "{} 不能是 {}；可用的有 {}",
    r"argument (\S+): expected one argument": "{} 后面要有一个值",
    r"argument (\S+): ignored explicit argument (.+)": "{} 后面不能有值：{}",
}


class ArgumentParser(argparse.ArgumentParser):
    """A parser whose help and errors are in its ``language``; a sentence that is not known here stays English."""

    language: Language = "en"

    def format_help(self) -> str:
        """The help, its headings too."""
        return self._translated(super().format_help())

    def format_usage(self) -> str:
        """The line above an error."""
        return self._translated(super().format_usage())

    def error(self, message: str) -> NoReturn:
        """Say what cannot be understood, and end with status 2."""
        if self.language == "en":
            super().error(message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {_in_chinese(message)}\n")

    def _translated(self, text: str) -> str:
        for english, chinese in _IN_HELP.items() if self.language == "zh" else ():
            text = text.replace(english, chinese, 1)
        return text


def _in_chinese(message: str) -> str:
    for pattern, sentence in _ERRORS.items():
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*match.groups())
    return message
