# `make demo` and `make test` do everything on a fresh machine with Python 3.11 or later.
PYTHON := .venv/bin/python
UV_COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--extra site --no-header --no-emit-index-url --no-emit-find-links --quiet
ON_POSTGRES := $(addprefix tests/web/,test_ground.py organisations journal cycles filing review supervision scoring/test_runs.py races)
export KAOPING_PYTHON

.PHONY: help demo test long fast spark spark-nation lock reference style types arrows promises ready ready-for-tests
.DEFAULT_GOAL := help

help:
	@echo "make demo   set up, make a fictional district's two years and serve the site on this machine"
	@echo "make test   set up, then check style, types, arrows between modules, and every test"
	@echo "make long   the tests that take minutes"
	@echo "make fast   the tests of the extra fast: tiles by Numba, equal to the reference, and what they cost"
	@echo "make spark  the engine on Spark: one machine, two workers of which one is killed, 40,000 x 100"
	@echo "make spark-nation   700,000 x 100 on two workers (an hour, 16 GB)"
	@echo "make reference   write docs/reference/ again from declared blocks and spec pages"
	@echo "make lock   make requirements/*.txt again from pyproject.toml (needs uv)"

demo: ready
	@echo "Demo: a fictional district, last year complete, this year until 3 November 2026"
	@$(PYTHON) -m demo.site

test: style types arrows promises

style: ready-for-tests
	@echo "Style: ruff"
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m ruff format --check --quiet .

types: ready-for-tests
	@echo "Types: mypy, strict"
	@$(PYTHON) -m mypy --no-error-summary

arrows: ready-for-tests
	@echo "Arrows between modules: import-linter"
	@told=$$($(PYTHON) -c "from importlinter.cli import lint_imports_command as run; run()" --no-logo --no-cache 2>&1) || { echo "$$told"; exit 1; }

promises: ready-for-tests
	@echo "Tests: pytest, and beside it the site on PostgreSQL"
	@sh scripts/run-tests $(PYTHON) $(ON_POSTGRES)

long: ready-for-tests
	@echo "Long tests: pytest"
	@$(PYTHON) -m pytest -n 2 -m long --hypothesis-profile=long

fast: ready-for-tests
	@sh scripts/set-up-beside fast numba 0.61
	@.venv-fast/bin/python -m pytest -n 2 tests/engines tests/benchmarks

spark: ready-for-tests
	@echo "Spark: the extra spark, then a master with two workers on this machine (needs Java 17)"
	@sh scripts/set-up-beside spark pyspark 4.0
	@.venv-spark/bin/python -m pytest -m spark tests/sql
	@.venv-spark/bin/python -m benchmarks.cluster 40000 100 1g 2g

spark-nation: ready-for-tests
	@echo "Spark: 700,000 organisations x 100 items on two workers of 5 GB each (needs Java 17)"
	@sh scripts/set-up-beside spark pyspark 4.0
	@.venv-spark/bin/python -m benchmarks.cluster 700000 100 5g 4g

reference: ready-for-tests
	@scripts/make-reference
	@echo "Written: docs/reference/"

ready:
	@sh scripts/set-up main

ready-for-tests:
	@sh scripts/set-up test

lock:
	@command -v uv >/dev/null || { echo "uv is missing. Mend: pip install uv, then put it on the PATH."; exit 1; }
	@$(UV_COMPILE) --upgrade --group build -o requirements/main.txt
	@$(UV_COMPILE) --upgrade --group build --group test -c requirements/main.txt -o requirements/test.txt
	@echo "Locked: requirements/main.txt, requirements/test.txt"
