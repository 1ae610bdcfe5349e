# The stack that up, down and destroy work on.
STACK ?= test
# Any Python from 3.11 on.
PYTHON ?= python3

BIN := .venv/bin
READY := .venv/.ready
SANDBOX = $(BIN)/python -m orion_sandbox

.PHONY: up down destroy test lint bench

up: $(READY)
	@$(SANDBOX) up --stack $(STACK)

down: $(READY)
	@$(SANDBOX) down --stack $(STACK)

destroy: $(READY)
	@$(SANDBOX) destroy --stack $(STACK)

test: $(READY)
	$(BIN)/python -m orion_sandbox.engine
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

lint: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m orion_sandbox.engine
	$(BIN)/python -m benchmarks

# Made again when what is to be installed changes. `pip` says nothing for a minute, so this does.
$(READY): pyproject.toml constraints.txt
	@echo "setting up .venv with $$($(PYTHON) --version), about 1 minute, once"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $@
