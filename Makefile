# `make run` contract-tests the built-in mock; `make test` runs every test. Both set up .venv first.
PYTHON ?= python3
BIN := .venv/bin
# Tests wait for one another's processes: two more than there are processors.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 2)')

.PHONY: run test check mutants faults long fuzz soak bench large mocks runs documents clean

run: .venv/ready
	$(BIN)/poolcontract test

test: .venv/ready check
	$(BIN)/python -m pytest -n $(WORKERS) -m "not long" -q

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

mutants: .venv/ready
	$(BIN)/python -m pytest -m long -q -s tools/tests/test_mutants.py

faults: .venv/ready
	$(BIN)/python -m pytest -n $(WORKERS) -m long -q tools/tests/test_all_faults.py tools/tests/test_other_server.py

long: .venv/ready
	$(BIN)/python -m pytest -n $(WORKERS) -m long -q

soak: .venv/ready
	$(BIN)/python -m pytest -m long -q -s tools/tests/test_soak.py

fuzz: .venv/ready
	$(BIN)/python -m pytest -n $(WORKERS) -m long -q -s tools/tests/test_payloads_fuzz.py

bench: .venv/ready .venv/peers/ready
	PATH="$(CURDIR)/.venv/peers/bin:$$PATH" $(BIN)/python benchmarks/bench.py

large: .venv/ready
	$(BIN)/python benchmarks/large.py

runs: .venv/ready
	$(BIN)/python benchmarks/runs.py

mocks: .venv/ready .venv/node/ready
	PATH="$(CURDIR)/.venv/node/node_modules/.bin:$$PATH" $(BIN)/python benchmarks/mocks.py

documents: .venv/ready
	$(BIN)/python tools/tests/decisions_table.py
	$(BIN)/python tools/tests/readme_tables.py

.venv/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

.venv/peers/ready: benchmarks/requirements.txt .venv/ready
	$(PYTHON) -m venv .venv/peers
	.venv/peers/bin/python -m pip install --quiet --requirement benchmarks/requirements.txt
	touch $@

.venv/node/ready: .venv/ready
	npm install --silent --prefix .venv/node @stoplight/prism-cli autocannon
	touch $@

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache
