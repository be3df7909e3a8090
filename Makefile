# Everything works on a machine that has Python 3.11 and make: the first target that needs it
# makes .venv from requirements.lock. uv is used where it is installed, plain pip otherwise.
PYTHON ?= python3.11
BIN := .venv/bin
SOURCES ?= seeds
DATA ?= data

export DO_NOT_TRACK = 1
export PREFECT_SERVER_ANALYTICS_ENABLED = false

.PHONY: train-boilerplate train-language train-publication_date train-entities train-names
.PHONY: run ui test faults torture fuzz check docs golden lock clean help

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

run: .venv/ready ## process SOURCES (seeds) into DATA (data)
	@$(BIN)/parquetry run $(SOURCES) --data $(DATA)

ui: .venv/ready ## schedule it and watch it: server, deployments, alerts, worker; http://127.0.0.1:4200
	@$(BIN)/python -m flows.ui

test: .venv/ready check ## check the code and run the tests
	$(BIN)/pytest

faults: .venv/ready ## every file-system call of a run times every fault; ten minutes or so
	$(BIN)/python -W ignore -m tests.faults.product

torture: faults .venv/ready ## that, and kills, races, full disks, every setting and order; an hour
	$(BIN)/python -W ignore -m tests.faults.torture
	$(BIN)/python -m tests.matrix
	PARQUETRY_EXAMPLES=500 $(BIN)/pytest tests/properties/test_change_in_portions.py

fuzz: .venv/ready ## a million mutated inputs, or an hour
	$(BIN)/python -W ignore -m tests.faults.fuzz --seconds 3600

check: .venv/ready ## formatting, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

golden: .venv/ready ## process the seeds anew and write tests/golden/tables; review the difference
	rm -rf build/golden && $(BIN)/parquetry run seeds --data build/golden
	$(BIN)/python -m tests.golden.render build/golden
	git diff --stat tests/golden/tables

docs: .venv/ready ## write docs/tables.md, docs/rejects.md and docs/settings.md from the declarations
	$(BIN)/python -m schemas.documentation

# PyTorch, LightGBM and scikit-learn train; nothing of them is needed to run. See each model's card.
train-boilerplate train-language train-publication_date train-entities train-names: .venv/train
	$(BIN)/python -m benchmarks.training.$(subst train-,,$@) --data $(DATA)
	@if [ $@ = train-boilerplate ]; then \
	  $(BIN)/python -m benchmarks.training.boilerplate.role_trees --data $(DATA); fi

TRAINING := "torch>=2.6" "lightgbm>=4.6" "scikit-learn>=1.6" "onnx>=1.18" "floret>=0.10.5"

.venv/train: .venv/ready
	@if command -v uv >/dev/null 2>&1; then \
		uv pip install --quiet --python .venv/bin/python --constraint requirements.lock $(TRAINING); \
	else \
		$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock $(TRAINING); \
	fi
	@touch $@

lock: ## pin all dependencies, with hashes, in requirements.lock (needs uv)
	uv pip compile pyproject.toml --group dev --extra dask --extra s3 --extra delta --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@echo "setting up .venv (once)"
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
		uv pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements.lock && \
		uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .; \
	else \
		$(PYTHON) -m venv .venv && \
		$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements.lock && \
		$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi
	@touch $@

clean: ## remove .venv and build; data stays
	rm -rf .venv build
