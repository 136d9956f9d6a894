# make site   sets everything up and leaves the site of incidents/ in site/
# make test   sets everything up and passes every test
# Both need only Python >= 3.11, git and make.

PYTHON ?= python3
UV     ?= uv
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
export NO_MKDOCS_2_WARNING := 1

.PHONY: site test check lint types tests serve bench bench-ci lock clean

site: $(VENV)/.site
	$(BIN)/furikaeri build

serve: $(VENV)/.site
	$(BIN)/furikaeri serve

test: lint types tests

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

tests: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist loadfile

bench: $(VENV)/.test
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/kpi.py
	$(BIN)/python -m benchmarks.build $(BENCH_SIZES)
	$(BIN)/python -m benchmarks.serve $(BENCH_SIZES)
	$(BIN)/python benchmarks/search.py

# The one ratio that every change is held to; UPDATE=1 writes down a new one.
bench-ci: $(VENV)/.test
	$(BIN)/python -m benchmarks.build --check $(if $(UPDATE),--update)

# A stamp per set of packages, so that a second run installs nothing. requirements-dev.txt holds
# everything of requirements.txt, in the same versions.
$(VENV)/.site: requirements.txt pyproject.toml
	@$(call venv)
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-dev.txt pyproject.toml
	@$(call venv)
	$(PIP) install --require-hashes -r requirements-dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.site

define venv
$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=...")' \
  && { test -x $(BIN)/python || $(PYTHON) -m venv $(VENV); }
endef

# The locks name every version and hash, and no index: the installer's own configuration says where from.
LOCK := $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
  --annotation-style line --no-emit-index-url --no-emit-find-links pyproject.toml

lock:
	$(LOCK) --group build --output-file requirements.txt
	$(LOCK) --group build --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) site plain dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
