# Needs Python 3.11 or newer, make and git; uses uv where it is found.
# All of it happens in .venv; it is filled again when pyproject.toml has changed.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$python; break; fi; done)
UV ?= $(shell command -v uv)

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.filled
EXTRAS := email,postgres,shopify,social,storefront,telemetry,testing,web,woocommerce
PARALLEL := --numprocesses=auto --maxprocesses=4 --dist=worksteal # each process starts a Postgres of its own

.DEFAULT_GOAL := help
.PHONY: help setup demo test bench lint types mypy pyright ty docs site wheel format clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

$(STAMP): pyproject.toml
	@test -n "$(UV)$(PYTHON)" || { echo "No Python 3.11 or newer found; name one: make PYTHON=/path/to/python" >&2; exit 1; }
ifneq ($(UV),)
	test -x $(BIN)/python || "$(UV)" venv --quiet $(if $(PYTHON),--python "$(PYTHON)") $(VENV)
	"$(UV)" pip install --quiet --python $(BIN)/python --editable '.[$(EXTRAS)]' --group dev
else
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1' # the first that knows --group
	$(BIN)/python -m pip install --quiet --editable '.[$(EXTRAS)]' --group dev
endif
	@touch $@

setup: $(STAMP) ## fill .venv

demo: $(STAMP) ## a year of a small shop, and what the strategies made of it
	$(BIN)/retention demo

test: $(STAMP) ## the whole suite, on SQLite and on Postgres
	$(BIN)/python -m pytest $(PARALLEL)

bench: $(STAMP) ## speed, as ratios to the same work done by hand
	$(BIN)/python -m tests.benchmarks

lint: $(STAMP) ## style, formatting, and which package may import which
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: mypy pyright ty ## mypy and pyright, both strict; ty over what people write

mypy: $(STAMP)
	$(BIN)/mypy

pyright: $(STAMP)
	$(BIN)/pyright

ty: $(STAMP)
	$(BIN)/ty check

docs: site ## builds the site, and runs every block of README.md and docs/
	$(BIN)/python -m pytest README.md docs

site: $(STAMP) ## makes a site with search of docs/, in build/site
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -d build/doctrees docs build/site
	$(BIN)/python -m pytest tests/browser/test_site.py

wheel: $(STAMP) ## builds the wheel and tries it, outside this folder
	sh tests/wheel.sh "$(BIN)/python" "$(EXTRAS)" "$(UV)"

format: $(STAMP) ## sorts imports, formats
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

clean: ## removes .venv and what the tools left
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
