# Everything runs from .venv, nothing is written outside this folder but what apt installs.
PORT  ?= 8000
HOST  ?= 0.0.0.0

PYTHON := .venv/bin/python
NODE   := .venv/bin/node
STEP   := @tools/step.sh
VENDOR := web/vendor/build
CHECKS := lint mypy tsc contracts vendor-check web-unit

# Debian keeps nginx where not every PATH leads.
export PATH := $(CURDIR)/.venv/bin:$(PATH):/usr/sbin
export NO_COLOR := 1

.PHONY: help run test lint types unit bench bench-web faults fuzz soak format vendor lock screenshots clean \
	runtime dev node-packages programs checks $(CHECKS)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: runtime ## start Helpathon and print its links (PORT=8000 HOST=0.0.0.0 STORE=sqlite:PATH)
	@exec $(PYTHON) -m server serve --host $(HOST) --port $(PORT) $(if $(STORE),--store "$(STORE)")

test: ## every check and every test, the tests last
	@$(MAKE) --no-print-directory -k -j2 checks programs
	@$(PYTEST) -n 2 --dist loadfile

lint: dev ## style and layout of the Python code (ruff)
	$(STEP) "ruff check" $(PYTHON) -m ruff check --quiet --output-format concise .
	$(STEP) "ruff format" $(PYTHON) -m ruff format --quiet --check .

types: mypy tsc ## types of Python (mypy) and JavaScript (tsc)

unit: dev node-packages web-unit ## the fast tests: no browser, no Redis
	@$(PYTEST) -q -m "not browser and not redis"

bench: dev node-packages programs ## measure us and the other sync servers, write docs/benchmarks.md
	@tools/npm.sh tests/bench
	@$(PYTHON) -m tests.bench

bench-web: dev node-packages programs ## measure the page in Chromium beside Excalidraw, into docs/benchmarks.md
	@$(PYTHON) -m tests.bench.web

faults: export FAULTS := long
faults: dev node-packages programs ## every fault at full length, below 15 minutes (FAULTS_SEED=1)
	@$(PYTEST) -n 2 --dist loadfile -q --durations=10 tests/faults tests/contracts/test_two_compactors.py

soak: dev node-packages programs ## hours of a Helpathon in minutes against one server (MINUTES=5)
	@$(PYTHON) -m tests.soak --minutes $(or $(MINUTES),5)

fuzz: dev ## throw hostile inputs at a real server (MINUTES=5 SEED=n REPLAY=file)
	@$(PYTHON) -m tests.hostile --minutes $(or $(MINUTES),5) $(if $(SEED),--seed $(SEED)) $(if $(REPLAY),--replay "$(REPLAY)")

format: dev ## lay out the Python code (ruff)
	@$(PYTHON) -m ruff check --quiet --fix . || true
	@$(PYTHON) -m ruff format --quiet .

vendor: node-packages ## rebuild the vendored browser libraries
	@$(NODE) $(VENDOR)/build.mjs

lock: dev ## make both lock files again (UPGRADE=1 takes newer versions)
	@$(PYTHON) -m pip install --quiet uv==0.13.9
	@$(COMPILE) --output-file requirements.lock
	@$(COMPILE) --group dev --output-file requirements-dev.lock

screenshots: dev programs ## take the pictures of README and docs from the running product
	@$(PYTHON) -m tests.e2e.screenshots

clean: ## remove what make made, but never data/
	rm -rf .venv $(VENDOR)/node_modules tests/interop/node_modules tests/bench/node_modules tests/bench/web/node_modules \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Chromium writes certificates and caches to HOME: it gets one of its own.
PYTEST  = mkdir -p .venv/home && HOME="$(CURDIR)/.venv/home" $(PYTHON) -m pytest --color=no
COMPILE = .venv/bin/uv pip compile pyproject.toml --quiet --no-cache --system-certs --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(if $(UPGRADE),--upgrade)

# What the targets above stand on. Each does nothing when there is nothing to do.

runtime:
	@tools/venv.sh requirements.lock

dev:
	@tools/venv.sh requirements-dev.lock

node-packages: dev
	@tools/npm.sh $(VENDOR) tests/interop tests/bench

programs: dev
	@tools/programs.sh

checks: $(CHECKS)

mypy: dev
	$(STEP) "mypy" $(PYTHON) -m mypy --no-error-summary

tsc: node-packages
	$(STEP) "tsc" $(NODE) $(VENDOR)/node_modules/typescript/bin/tsc -p web

contracts: dev
	$(STEP) "import contracts" .venv/bin/lint-imports

vendor-check: node-packages
	$(STEP) "vendored files" $(NODE) $(VENDOR)/build.mjs --check

web-unit: node-packages
	$(STEP) "node tests" $(NODE) --test $(sort $(shell find tests/web -name '*.test.js' -o -name '*.test.mjs'))
