# Veridict. `make help` lists the targets.
PORT ?= 8000
PYTHON ?= python3
DATA ?= ../shared/data
# On Linux the index's own build of PyTorch brings several GB for GPUs; name another index here to avoid it.
TORCH ?= torch==2.13.0

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
export BROWSER ?= /usr/bin/chromium

.DEFAULT_GOAL := help
.PHONY: help run test quick check bench train evaluate

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.run ## install, migrate, load the default archive, serve on 127.0.0.1:$(PORT)
	@VERIDICT_PORT=$(PORT) $(BIN)/veridict serve --prepared

test: $(VENV)/.test browser clients/node_modules/.package-lock.json ## every test: both databases, the real networks, a real browser
	@$(BIN)/python -m pytest --numprocesses 2

quick: $(VENV)/.test ## the service's tests on fakes, with fewer examples each
	@$(BIN)/python -m pytest --numprocesses 2 --hypothesis-profile quick --ignore tests/training \
	  -m "not real and not browser and not postgres and not wordpress and not long"

check: $(VENV)/.check $(VENV)/.test $(VENV)/.train ## format, lint, types, direction of imports, tables against migrations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@rm -f $(VENV)/check.db
	@VERIDICT_DATABASE_URL=sqlite:///$(VENV)/check.db $(BIN)/alembic upgrade head
	@VERIDICT_DATABASE_URL=sqlite:///$(VENV)/check.db $(BIN)/alembic check

bench: $(VENV)/.test ## speed and memory on this machine, beside the plain pipeline
	@$(BIN)/python -m bench

train: $(VENV)/.train ## from the pairs in $(DATA) to the weights that are shipped
	@$(BIN)/python -m training $(DATA)

evaluate: $(VENV)/.train ## score the shipped weights on every dev set in $(DATA)
	@$(BIN)/python -m training.evaluate $(DATA)

# Each stamp stands for what was installed; it is old as soon as what is asked for changes.
$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Veridict needs Python 3.11 or newer; say which with PYTHON=...'; exit 1; }
	@echo '1/3 virtual environment in $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --upgrade 'pip==26.3'
	@touch $@

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/.pip
	@echo '2/3 PyTorch (takes a while, once)'
	@$(PIP) install '$(TORCH)'
	@echo '3/3 the service and what it needs'
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test $(VENV)/.check $(VENV)/.train: $(VENV)/.%: $(VENV)/.run
	@echo 'what `$*` needs besides'
	@$(PIP) install --quiet --constraint constraints.txt --group $*
	@touch $@

.PHONY: browser node
# $(call installed,PROGRAM,PACKAGES,WHAT FOR): take Debian's packages where the program is missing and we may.
installed = command -v $(1) >/dev/null || if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
    echo 'installing $(2), $(3)'; \
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(2) >/dev/null; \
  else echo '$(3) needs `$(1)`: install the package(s) $(2)'; exit 1; fi

browser:
	@$(call installed,$(BROWSER),chromium,the browser of the tests)

node:
	@$(call installed,node,nodejs npm,what checks the scripts of the clients)

clients/node_modules/.package-lock.json: clients/package-lock.json | node
	@npm ci --silent --no-audit --no-fund --prefix clients
	@touch $@
