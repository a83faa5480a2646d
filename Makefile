# make demo and make test need Python 3.11 or newer, and set up everything else themselves, in .venv.
#   make PYTHON=/path/to/python3 ...   another interpreter (make clean first)
#   make TESTS='tests/store -x' test   some tests only
#   make OPTIONS='--only Anytime' calibration   some tables only; --missing goes on after it was cut short
# uv is used when it is on PATH, for speed; `make UV= ...` does without.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

UV ?= $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
INTO := $(BIN)
TESTS ?=
OPTIONS ?=

# The first interpreter that is new enough; nothing when there is none.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)

# Only wheels whose hash is in a lock are fetched: a source archive could pull in unlocked build tools.
LOCKED := --require-hashes --only-binary :all:
# The project itself is built with the locked backend that is already there, and fetches nothing.
EDITABLE := --no-index --no-deps --no-build-isolation --editable .
ifneq ($(UV),)
INSTALL = $(UV) pip install --quiet --python $(INTO)/python
else
INSTALL = $(INTO)/python -m pip install --quiet --disable-pip-version-check
endif

##@ Use
demo: .venv/run.stamp ## Set everything up and open the demo workspace
	@$(BIN)/whatsticks demo

##@ Work on it
test: .venv/dev.stamp ## Set everything up and run the tests, without the slow ones
	@$(BIN)/python -m pytest $(TESTS)

slow: .venv/dev.stamp ## Run the proofs: simulations that take minutes
	@$(BIN)/python -m pytest -m slow $(TESTS)

laws: .venv/dev.stamp ## Try the laws that hold for any data on ten times the examples, other ones each time
	@$(BIN)/python -m pytest --hypothesis-profile=thorough tests/experiments

spark: .venv-spark/spark.stamp ## Judge two million rows through Spark (needs Java 17 or newer; has its own environment)
	@.venv-spark/bin/python -m pytest -m spark -n 0 tests/store/sources

lint: .venv/dev.stamp ## Check style, format and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo

types: .venv/dev.stamp ## Check types, strictly
	@$(BIN)/mypy --strict

check: lint types test ## Check style, contracts, types, and run the tests

format: .venv/dev.stamp ## Put imports and layout right
	@$(BIN)/ruff check --select I --fix .
	@$(BIN)/ruff format .

bench: .venv/dev.stamp .venv-bench/bench.stamp ## Run every benchmark (what it compares with has its own environment)
	@set -e; for file in benchmarks/*.py; do \
		if [ -f "$$file" ]; then echo "== $$file"; $(BIN)/python "$$file"; fi; \
	done

proofs: .venv/dev.stamp ## Kill writers and servers a thousand times, and let crowds write (docs/reliability.md)
	@set -e; for engine in sqlite postgresql; do for proof in kills crowd; do \
		echo "== $$proof on $$engine"; $(BIN)/python -m proofs.$$proof --engine $$engine; done; done
	@echo "== server_kills"; $(BIN)/python -m proofs.server_kills

calibration: .venv/dev.stamp ## Work out how often the judge is wrong, into docs/calibration.md
	@$(BIN)/python -m calibration $(OPTIONS)

##@ Keep house
# Pins stay as they are while they fit; `make lock UPGRADE=--upgrade` takes the newest.
# One version of each library for every Python: the same bet gets the same numbers everywhere.
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --only-binary :all: \
	--generate-hashes --no-emit-index-url --no-annotate --no-header $(UPGRADE)
lock: ## Write requirements/*.txt anew (needs uv)
	@[ -n "$(UV)" ] || { echo "make lock needs uv on PATH" >&2; exit 1; }
	@$(COMPILE) pyproject.toml requirements/build.in --extra dev --output-file requirements/dev.txt
	@$(COMPILE) pyproject.toml --constraint requirements/dev.txt --output-file requirements/run.txt
	@$(COMPILE) --no-binary pyspark pyproject.toml requirements/build.in --extra dev --extra spark \
		--constraint requirements/dev.txt --output-file requirements/spark.txt
	@$(COMPILE) requirements/spark-build.in --output-file requirements/spark-build.txt
	@$(COMPILE) requirements/build.in --constraint requirements/dev.txt --output-file requirements/build.txt
	@grep '^duckdb==' requirements/dev.txt | cut -d' ' -f1 | \
		$(COMPILE) requirements/bench.in --constraint - --output-file requirements/bench.txt

clean: ## Remove the environment and everything that was built or cached
	rm -rf .venv .venv-bench .venv-spark build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "What Sticks needs Python 3.11 or newer, and $(or $(PYTHON),python3 on PATH) is not; make PYTHON=/path/to/it" >&2; \
		exit 1; }
ifneq ($(UV),)
	@$(UV) venv --quiet --clear --python "$$(command -v $(PYTHON))" .venv
else
	@$(PYTHON) -m venv --clear .venv || { \
		rm -rf .venv; \
		echo "$(PYTHON) cannot make an environment: install its venv module (python3-venv)" >&2; \
		exit 1; }
endif

.venv/run.stamp: requirements/run.txt requirements/build.txt
.venv/dev.stamp: requirements/dev.txt
.venv/%.stamp: pyproject.toml | $(BIN)/python
	@echo "Setting up .venv ($*) ... a minute or two the first time"
	@$(if $(UV),,$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null)
	@$(INSTALL) $(LOCKED) $(patsubst %,-r %,$(filter %.txt,$^))
	@$(INSTALL) $(EDITABLE)
	@touch $@

# pyspark is published as a source archive only, so what builds it is locked and installed before.
.venv-spark/bin/python:
	@$(MAKE) --no-print-directory .venv/dev.stamp
ifneq ($(UV),)
	@$(UV) venv --quiet --clear --python "$$($(BIN)/python -c 'import sys; print(sys.executable)')" .venv-spark
else
	@$(BIN)/python -m venv --clear .venv-spark
endif

.venv-spark/spark.stamp: requirements/spark.txt requirements/spark-build.txt pyproject.toml | .venv-spark/bin/python
	@echo "Setting up .venv-spark ... several minutes the first time"
	@$(MAKE) --no-print-directory INTO=.venv-spark/bin spark-environment
	@touch $@

spark-environment:
	@$(if $(UV),,$(INTO)/python -m pip --version >/dev/null 2>&1 || $(INTO)/python -m ensurepip >/dev/null)
	@$(INSTALL) $(LOCKED) -r requirements/spark-build.txt
	@$(INSTALL) $(LOCKED) --no-binary pyspark --no-build-isolation -r requirements/spark.txt
	@$(INSTALL) $(EDITABLE)

# The libraries that we are measured against, locked too; the same DuckDB as ours, or the comparison would be of engines.
.venv-bench/bench.stamp: requirements/bench.txt | .venv/dev.stamp
ifneq ($(UV),)
	@$(UV) venv --quiet --clear --python "$$($(BIN)/python -c 'import sys; print(sys.executable)')" .venv-bench
else
	@$(BIN)/python -m venv --clear .venv-bench
endif
	@$(MAKE) --no-print-directory BIN=.venv-bench/bin bench-environment
	@touch $@

bench-environment:
	@$(INSTALL) $(LOCKED) -r requirements/bench.txt

.PHONY: demo test slow laws spark spark-environment bench-environment lint types check format bench proofs calibration lock clean help
