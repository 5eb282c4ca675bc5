# The README's commands, each in a .venv of its own. What make does here can be typed by hand as well.
# The stamps in .venv say what is installed, so that nothing is installed twice.

PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve build check fix test golden bench lock pin clean

help:
	@echo "make serve   the site at http://127.0.0.1:8000, reloading while you write (BUILD_EN=false halves the work)"
	@echo "make check   errors and notices in data and pages, in seconds"
	@echo "make fix     fixes what can be fixed mechanically"
	@echo "make test    all checks and tests"
	@echo "make golden  the golden pages of the tests anew, after a change of what directives draw"
	@echo "make build   the site into site/, strict"
	@echo "make bench   how fast it is, as ratios"
	@echo "make lock    the pinned requirements, from the .in files"
	@echo "make pin     the list of inline scripts, after an upgrade of the theme"

serve: .venv/site.stamp
	$(BIN)/mkdocs serve

build: .venv/site.stamp
	$(BIN)/mkdocs build --strict

check: .venv/site.stamp
	$(BIN)/atlas check

fix: .venv/tests.stamp
	$(BIN)/atlas fix
	$(BIN)/ruff check --quiet --fix
	$(BIN)/ruff format --quiet

test: .venv/tests.stamp
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || sh tools/system-packages.sh chromium
	@sh tools/system-packages.sh fonts-noto-cjk
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest

# What directives draw of the tests' small catalogue; read the difference before you commit it.
golden: .venv/tests.stamp
	$(BIN)/pytest -q tests/fragments/test_golden.py --snapshot-update
	git diff --stat tests/fragments/golden

bench: .venv/tests.stamp
	$(BIN)/python tests/bench.py

# Exact pins with hashes for every platform, from the .in files.
lock: .venv/site.stamp
	$(BIN)/pip install --quiet uv==0.13.9
	for name in requirements requirements-test; do \
	  $(BIN)/uv pip compile $$name.in --output-file $$name.txt --universal --generate-hashes --python-version 3.11 \
	    --no-emit-index-url --custom-compile-command "make lock" --quiet || exit 1; \
	done

# The inline scripts that pages may hold, after an upgrade of the theme; read what changed.
pin: .venv/site.stamp
	$(BIN)/python tools/pin_scripts.py
	git diff --stat hooks/atlas/inline_scripts.yml

clean:
	rm -rf .venv .cache site

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || sh tools/system-packages.sh python3-venv
	$(PYTHON) -m venv .venv

.venv/site.stamp: requirements.txt pyproject.toml | .venv/pyvenv.cfg
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tests.stamp: requirements-test.txt .venv/site.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-test.txt
	@touch $@
