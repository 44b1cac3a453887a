# `make demo` and `make test` need Python 3.11 or newer, and nothing else that they do not install themselves.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
CODE := $(shell git ls-files '*.py' 2>/dev/null)

.PHONY: demo test check links browser servers wheel bench lock clean

demo: $(VENV)/installed  ## install, load the starter facts, answer the showcase questions, draw the picture
	$(BIN)/corredor --store demo/corredor.store demo --folder demo

test: $(VENV)/tested links browser servers  ## everything that CI runs
	$(MAKE) check
	$(BIN)/python -m pytest

check: $(VENV)/tested links  ## style, types, import directions, ontology
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m corredor.ontology.lint

links:  ## the folders as corredor.*, for type checkers, which do not follow editable installs
	@mkdir -p .links/corredor
	@for room in ontology graph loaders cli; do ln -sfn ../../$$room .links/corredor/$$room; done

browser:  ## a Chromium for the tests of pages
	@./tests/browser.sh $(BIN)

servers: $(VENV)/tested  ## Neo4j and Fuseki for the tests of stores
	@$(BIN)/python tests/servers/fetch.py

wheel: $(VENV)/tested  ## dist/corredor-*.whl
	$(BIN)/python -m build --wheel --no-isolation

bench: $(VENV)/tested servers  ## the figures of the README
	for bench in tests/benchmarks/*.py; do PYTHONPATH=. $(BIN)/python $$bench || exit 1; done

lock: $(VENV)/tested  ## pin all dependencies anew, with hashes, for Python 3.11 and newer
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		pyproject.toml --extra all --group build -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		pyproject.toml --extra all --group build --group test -o requirements-test.lock

clean:
	rm -rf $(VENV) .links build dist *.egg-info demo

$(VENV)/installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/tested: $(VENV)/installed requirements-test.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@
