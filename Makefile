# The stack that up, down and destroy work on.
STACK ?= test
# Any Python from 3.11 on.
PYTHON ?= python3

BIN := .venv/bin
INSTALL = $(BIN)/python -m scripts.install --editable orion_sandbox
# What the sandbox needs, and what tests and linters need too.
READY := .venv/.ready
DEVELOPED := .venv/.developed
# Messages then name the targets of this file.
SANDBOX = ORION_SANDBOX_MAKE=1 $(BIN)/orion-sandbox
TEST = $(BIN)/python -m pytest -n 2 --dist worksteal --durations 15

# Many containers forbid bytecode: each start would compile all that it loads again, for seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help up down destroy test coverage changes conformance mutation lint format docs bench clean packages engine

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 10

up: $(READY) ## Deploy STACK, "test" by default, without AWS
	@$(SANDBOX) up --data --stack $(STACK)

down: $(READY) ## Discard STACK and its AWS API
	@$(SANDBOX) down --stack $(STACK)

destroy: $(READY) ## Destroy STACK as an operator does
	@$(SANDBOX) destroy --stack $(STACK)

test: $(DEVELOPED) ## Run every test
	$(BIN)/python -m orion_sandbox.engine
	$(TEST) --cov

coverage: $(DEVELOPED) ## Run every test, and measure their subprocesses too
	$(BIN)/python -m orion_sandbox.engine
	$(TEST) --cov --cov-config=.ci/coverage.toml

changes: $(DEVELOPED) ## Change every setting of three deployed stacks, and put it back
	$(BIN)/python -m orion_sandbox.engine
	$(TEST) --every-change tests/e2e/test_every_change.py

conformance: $(DEVELOPED) ## Let the real terraform-provider-aws judge the sandbox, where terraform is installed
	$(BIN)/python -m orion_sandbox.engine
	$(BIN)/python -m pytest -n 0 --conformance tests/conformance

mutation: $(DEVELOPED) ## Break the statements of ONLY, or all that refuse and warn, and list what no test notices
	$(BIN)/python -m scripts.mutation $(ONLY)

lint: $(DEVELOPED) ## Check format, style, types, imports and workflows
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet .github

format: $(DEVELOPED) ## Format the code, and fix what the linter can fix
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: $(DEVELOPED) ## Write the generated pages and types again
	$(BIN)/python -m scripts.inputs orion_rds/config/inputs.py
	$(BIN)/python -m scripts.pages docs
	$(BIN)/python -m scripts.picture docs/deployed.svg
	$(BIN)/python -m orion_sandbox.api.gate.page docs

bench: $(DEVELOPED) ## Measure what docs/benchmarks.md shows
	$(BIN)/python -m orion_sandbox.engine
	$(BIN)/python -m benchmarks

clean: ## Remove .venv and all that the other targets leave in this folder
	rm -rf .venv .coverage* .hypothesis .import_linter_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -prune -exec rm -rf {} +

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
