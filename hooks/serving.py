"""`mkdocs serve` outlives broken input, from its first build on.

A build that fails prints what and where, the server goes on showing the last good pages (hooks/publishing.py keeps
them) under a banner with the error, and the next good build heals both. A hook that cannot be imported fails the build
in the same way; this one stands first in mkdocs.yml, so that it is there when the others are imported.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs import utils
from mkdocs.commands import serve
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.config_options import Hooks
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs_static_i18n.utils import I18nLoggingFilter

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = logging.getLogger("mkdocs.hooks.serving")

ROOT = Path(__file__).resolve().parent.parent

_mkdocs_clean_directory = utils.clean_directory
_mkdocs_load_hook = Hooks._load_hook

_templates = jinja2.Environment(autoescape=True)
_BANNER = _templates.from_string(
    '<div role="alert" lang="zh" style="position:fixed;z-index:99;left:0;right:0;bottom:0;max-height:50vh;'
    'overflow:auto;padding:12px 24px;background:#96390f;color:#fff;font:15px/1.6 sans-serif">'
    "<strong>构建失败，上面是最后一次成功的页面。Build failed; above is the last good page.</strong>"
    '<pre style="margin:8px 0 0;white-space:pre-wrap;font:13px/1.5 monospace">{{ error }}</pre></div>'
)
_ERROR_PAGE = _templates.from_string(
    '<!doctype html><html lang="zh"><meta charset="utf-8"><meta http-equiv="refresh" content="2">'
    "<title>构建失败 · Build failed</title>"
    '<body style="max-width:60em;margin:3em auto;padding:0 24px;font:16px/1.75 sans-serif">'
    "<h1>构建失败，还没有可以显示的页面</h1><p>Build failed, and there is no page to show yet. "
    "改好之后本页会自己刷新。This page reloads once it is fixed.</p>"
    '<pre style="white-space:pre-wrap">{{ error }}</pre>'
)


@dataclass
class Status:
    """How the last build ended: `failure` is the text for the reader, None after a good build."""

    failure: str | None = None


_status = Status()


class _Said(logging.Handler):
    """Keeps what MkDocs and the hooks log, because the exception alone often says only "aborted"."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        (self.errors if record.levelno >= logging.ERROR else self.warnings).append(record.getMessage())


def _load_hook(self: Hooks, name: str, path: str) -> ModuleType:
    """A hook from its file; in place of one that is broken, a hook that fails the build with its place."""
    try:
        module: ModuleType = _mkdocs_load_hook(self, name, path)
    except Exception as error:
        _broken_hooks.add(name)
        return _failing_hook(name, describe(error))
    if name in _broken_hooks:  # mended while serving
        _broken_hooks.discard(name)
        _hook_stamps.update(_stamps_of_hooks())
        if hasattr(module, "on_startup"):
            module.on_startup(**_startup)
    return module


def _failing_hook(name: str, failure: str) -> ModuleType:
    @event_priority(1000)
    def on_config(config: MkDocsConfig) -> None:
        raise PluginError(failure)

    module = ModuleType(name)
    module.on_config = on_config  # type: ignore[attr-defined]
    return module


_broken_hooks: set[str] = set()
_startup: dict[str, Any] = {}
Hooks._load_hook = _load_hook  # type: ignore[method-assign, assignment]


def on_startup(*, command: str, dirty: bool) -> None:
    """Guard the build that `mkdocs serve` runs; the first one runs before any other event could."""
    _startup.update(command=command, dirty=dirty)
    _hook_stamps.update(_stamps_of_hooks())
    serve.build = _guarded_build  # type: ignore[attr-defined]
    # A look at all watched files takes three milliseconds; MkDocs would take one twice a second.
    serve.LiveReloadServer = partial(LiveReloadServer, polling_interval=0.1)  # type: ignore[attr-defined, assignment]


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:
    """Guard what stands around the build, such as reading mkdocs.yml, and show failures in the pages."""
    server.builder = _guarded(server.builder)
    app = server.get_app()
    if app:
        server.set_app(_with_banner(app))


def _guarded_build(config: MkDocsConfig, **options: Any) -> None:
    def build() -> None:
        _look_at_edited_hooks()
        mkdocs_build(config, **options)
        _status.failure = None

    _guarded(build)()


_hook_stamps: dict[Path, int] = {}


def _stamps_of_hooks() -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in Path(__file__).parent.glob("*.py")}


def _look_at_edited_hooks() -> None:
    """MkDocs imports a hook once: say that an edited one waits for a restart. Raises SyntaxError for a broken one."""
    for path, stamp in _stamps_of_hooks().items():
        if _hook_stamps.get(path) != stamp:
            compile(path.read_bytes(), path, "exec")
            log.warning("%s has changed: restart `mkdocs serve` to use it", _shown(str(path)))
            _hook_stamps[path] = stamp


def _guarded(step: Callable[[], None]) -> Callable[[], None]:
    def guarded() -> None:
        said = _Said()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(said)
        _restore_mkdocs()
        try:
            step()
        except (Exception, SystemExit) as error:
            if not (isinstance(error, Abort) and said.errors):
                log.error(describe(error))
            warnings = said.warnings if isinstance(error, Abort) else []  # strict mode aborts for them
            _status.failure = "\n".join([*warnings, *said.errors])
            log.error("The server goes on, and the pages follow once this is fixed.")
        finally:
            logger.removeHandler(said)

    return guarded


def describe(error: BaseException) -> str:
    """One line for the terminal and the page: where in this project, which error, what it says.

    Errors that MkDocs or a hook raised on purpose already name their place and are passed on as they are.
    """
    if isinstance(error, MkDocsException):
        return str(error)
    place = _place(error)
    return f"{place}{type(error).__name__}: {error}"


def _place(error: BaseException) -> str:
    filename, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if filename and line:  # a syntax error of Python or Jinja names the file that it found
        return f"{_shown(filename)}:{line}: "
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_own(frame.filename)]
    if not (own or frames):
        return ""
    last = (own or frames)[-1]
    return f"{_shown(last.filename)}:{last.lineno}: "


def _is_own(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts and path != Path(__file__)


def _shown(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else filename


def _restore_mkdocs() -> None:
    """Undo what an earlier build left in MkDocs.

    static-i18n does not take back what it sets for its nested builds when one of them fails, and a message that was
    logged once would not be logged again.
    """
    utils.clean_directory = _mkdocs_clean_directory
    build_log = logging.getLogger("mkdocs.commands.build")
    for log_filter in list(build_log.filters):
        if isinstance(log_filter, I18nLoggingFilter):
            build_log.removeFilter(log_filter)
        elif isinstance(log_filter, utils.DuplicateFilter):
            log_filter.msgs.clear()


def _with_banner(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The WSGI application with the last failure shown in each HTML answer."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        status, headers = "", [("", "")]

        def capture(answer: str, fields: list[tuple[str, str]], exc_info: Any = None) -> None:
            nonlocal status, headers
            status, headers = answer, fields

        body = app(environ, capture)
        is_html = dict(headers).get("Content-Type", "").startswith("text/html")
        if _status.failure is None or not is_html:
            start_response(status, headers)
            return body
        status, page = _marked(status, b"".join(body), _status.failure)
        start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
        return [page]

    return application


def _marked(status: str, page: bytes, failure: str) -> tuple[str, bytes]:
    if not re.search(rb"</body>", page):
        return "503 Service Unavailable", _ERROR_PAGE.render(error=failure).encode()
    head, _, tail = page.rpartition(b"</body>")
    return status, head + _BANNER.render(error=failure).encode() + b"</body>" + tail
