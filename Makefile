# The stack that up, down and destroy work on.
STACK ?= test
# Any Python from 3.11 on.
PYTHON ?= python3

BIN := .venv/bin
INSTALL = $(BIN)/python -m scripts.install --editable orion_sandbox
# What the sandbox needs, and what the tests and the linters need too.
READY := .venv/.ready
DEVELOPED := .venv/.developed
SANDBOX = $(BIN)/python -m orion_sandbox

.PHONY: up down destroy test lint bench packages engine

up: $(READY)
	@$(SANDBOX) up --stack $(STACK)

down: $(READY)
	@$(SANDBOX) down --stack $(STACK)

destroy: $(READY)
	@$(SANDBOX) destroy --stack $(STACK)

test: $(DEVELOPED)
	$(BIN)/python -m orion_sandbox.engine
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

lint: $(DEVELOPED)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

bench: $(DEVELOPED)
	$(BIN)/python -m orion_sandbox.engine
	$(BIN)/python -m benchmarks

# Made again when what is to be installed changes. Where an engine has to be built, that begins at once.
$(READY): pyproject.toml orion_sandbox/pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	@$(MAKE) --no-print-directory --jobs 2 packages engine
	@touch $@

packages:
	@echo "installing Python packages into .venv with $$($(PYTHON) --version), about half a minute, once"
	@$(PYTHON) -m venv .venv
	@$(INSTALL) --editable .

engine:
	@$(PYTHON) -m orion_sandbox.toolchain

$(DEVELOPED): $(READY)
	@echo "installing what tests and linters need, about half a minute, once"
	@$(INSTALL) --editable ".[dev]"
	@touch $@
