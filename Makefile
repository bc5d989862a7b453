# make run    set up everything and read the sample that ships with the project
# make test   set up everything and pass every check
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# many tests wait for crawls in processes of their own
WORKERS ?= 3
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run test lint types imports accuracy accuracy-accept bench kill fuzz golden lock docs clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY) ## make the virtual environment

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "solieu needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV) (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

run: $(READY) ## crawl the sample and publish the datasets to output/
	@$(BIN)/solieu crawl sample

test: lint types imports ## every check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(READY) ## ruff
	$(BIN)/ruff check .

types: $(READY) ## mypy --strict
	$(BIN)/mypy

imports: $(READY) ## the import rule of the architecture
	$(BIN)/lint-imports

accuracy: $(READY) ## score the annotated documents, with gain and loss since the last accepted result
	@$(BIN)/python -m tests.accuracy.report

accuracy-accept: $(READY) # the result is right: write it to tests/accuracy/last.json
	@$(BIN)/python -m tests.accuracy.report --accept

golden: $(READY) # the new readings were reviewed and are right: write them to tests/extract/golden
	@$(BIN)/python -m tests.extract.rewrite_golden

fuzz: $(READY) ## 200,000 mutated inputs
	@$(BIN)/python -m tests.fuzz.run

bench: $(READY) ## speed against dateparser, lxml, Scrapy and pyarrow, and how time grows with a line
	@$(BIN)/python -m benchmarks.extract
	@$(BIN)/python -m benchmarks.crawl
	@$(BIN)/python -m benchmarks.publish
	@$(BIN)/python -m tests.fuzz.linear

kill: $(READY) ## crawls killed at 50 random instants
	@SOLIEU_KILLS=50 $(BIN)/python -m pytest -n auto tests/spiders/test_durability.py tests/spiders/test_trap_durability.py

docs: $(READY) ## draw docs/summary.svg and write the data dictionaries of output/ anew
	$(BIN)/python -m pipelines.describing.dictionary
	$(BIN)/python docs/picture.py

lock: $(READY) ## resolve the dependencies anew
	$(BIN)/uv pip compile --quiet --no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade --extra dev pyproject.toml -o requirements.lock

clean: ## remove the virtual environment and caches; output/ stays
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
