# Two commands set everything up on a machine with Python 3.11, git and make:
#   make site    the whole site, with terms.json, in site/
#   make test    all the tests

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export NO_MKDOCS_2_WARNING := 1

.PHONY: cms site serve demo test bench lint format clean

site: $(VENV)/site  ## the site, in site/
	$(BIN)/mkdocs build --strict

serve: $(VENV)/site  ## the site and your drafts while you write, at http://127.0.0.1:8000/
	$(BIN)/clausier serve

demo: $(VENV)/site  ## a sample repository with eight versions, built and served
	$(BIN)/python -m clausier.demo

test: $(VENV)/dev  ## all the tests
	$(BIN)/pytest -n 2 --dist loadfile

cms: $(VENV)/site  ## what the form at /admin/ runs (extra.clausier.editor), through npm
	$(BIN)/python -m clausier.editor

bench: $(VENV)/bench  ## redlines beside other engines, on real terms; what chatbots fetch; false alarms
	$(BIN)/python -m bench.redlines
	$(BIN)/python -m bench.index
	$(BIN)/python -m bench.alarms
	$(BIN)/python -m bench.live

lint: $(VENV)/dev  ## style, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf site .site.* build

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/site: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) --editable .
	touch $@

$(VENV)/dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) --editable '.[dev]'
	touch $@ $(VENV)/site

$(VENV)/bench: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) --editable '.[bench]'
	touch $@ $(VENV)/site
