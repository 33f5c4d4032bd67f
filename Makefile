# Veridict. `make help` lists the targets.
PORT ?= 8000
PYTHON ?= python3
DATA ?= ../shared/data
# On Linux the index's own build of PyTorch brings several GB for GPUs; name another index here to avoid it.
TORCH ?= torch==2.13.0

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
BROWSER ?= /usr/bin/chromium

.DEFAULT_GOAL := help
.PHONY: help run test quick check bench train evaluate

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.run ## install, migrate, load the default archive, serve on 127.0.0.1:$(PORT)
	@$(BIN)/veridict prepare
	@VERIDICT_PORT=$(PORT) $(BIN)/veridict serve

test: $(VENV)/.test browser clients/node_modules ## every test: both databases, the real networks, a real browser
	@$(BIN)/python -m pytest --numprocesses 2

quick: $(VENV)/.test ## the tests that need neither networks, browser nor PostgreSQL
	@$(BIN)/python -m pytest --numprocesses 2 -m "not real and not browser and not postgres and not wordpress"

check: $(VENV)/.check ## format, lint, types, direction of imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.test ## speed and memory on this machine, beside the plain pipeline
	@$(BIN)/python -m bench

train: $(VENV)/.train ## from the pairs in $(DATA) to the weights that are shipped
	@$(BIN)/python -m training --data $(DATA)

evaluate: $(VENV)/.train ## score the shipped weights on every dev set in $(DATA)
	@$(BIN)/python -m training.evaluate --data $(DATA)

# Each stamp stands for what was installed; it is old as soon as what is asked for changes.
$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Veridict needs Python 3.11 or newer; say which with PYTHON=...'; exit 1; }
	@echo '1/3 virtual environment in $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --upgrade 'pip==26.3'
	@touch $@

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/.pip
	@echo '2/3 PyTorch (takes a while, once)'
	@$(PIP) install --quiet '$(TORCH)'
	@echo '3/3 the service and what it needs'
	@$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test $(VENV)/.check $(VENV)/.train: $(VENV)/.%: $(VENV)/.run
	@echo 'what `$*` needs besides'
	@$(PIP) install --quiet --constraint constraints.txt --group $*
	@touch $@

.PHONY: browser
browser:
	@test -x $(BROWSER) || if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo 'Chromium, for the browser tests'; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else echo 'The browser tests need Chromium at $(BROWSER): install the package chromium, or say where it is with BROWSER=...'; exit 1; fi

# axe-core, which looks for what keeps people out of a page; the clients themselves need no package
clients/node_modules: clients/package-lock.json
	@command -v npm >/dev/null || { echo 'The browser tests need Node.js and npm'; exit 1; }
	@npm ci --prefix clients --ignore-scripts --no-audit --no-fund --silent
	@touch $@
