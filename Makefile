# Everything is set up in .venv from the lock files; no root, no token, nothing outside the package registry.
PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
UNFETCHED := { echo "the packages could not be fetched: is the package registry reachable (network, proxy, pip config)?" >&2; exit 2; }

.DEFAULT_GOAL := help
.PHONY: help run test check bench browser crash soak image lock clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "there is no $(PYTHON) here: apt-get install python3 python3-venv" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Loa needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 run" >&2; exit 2; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "python3-venv is missing: apt-get install python3-venv" >&2; exit 2; }

.venv/run.done: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Setting up .venv …"
	@$(PIP) --require-hashes -r requirements.lock || $(UNFETCHED)
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.done: requirements-dev.lock .venv/run.done
	@echo "Setting up what the tests need …"
	@$(PIP) --require-hashes -r requirements-dev.lock || $(UNFETCHED)
	@touch $@

## make run      the service if a messenger is configured, else the sandbox on http://127.0.0.1:8080 (PORT= another)
run: .venv/run.done
	@PORT=$(PORT) $(BIN)/python -m bot start --port $(PORT)

## make test     the whole test suite
test: .venv/dev.done
	@$(BIN)/python -m pytest

## make check    ruff, mypy, import contracts, then the tests
check: .venv/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory test

## make bench    the benchmarks, one JSON object a line
bench: .venv/dev.done
	@$(BIN)/python -m tests.bench

## make browser  the sandbox in a real browser (needs chromium)
browser: .venv/dev.done
	@$(BIN)/python -m pytest -m browser tests/browser

## make crash    the plug pulled in the middle of broadcasts, some 200 times (LOA_CRASH_KILLS=)
crash: .venv/dev.done
	@$(BIN)/python -m pytest -m crash tests/wire

## make soak     100,000 subscribers and a bad line (LOA_SOAK_SUBSCRIBERS= LOA_SOAK_READERS= LOA_SOAK_NEWS=)
soak: .venv/dev.done
	@$(BIN)/python -m pytest -m soak tests/soak

## make image    lint and, where an engine is at hand, build the container image
image: .venv/dev.done
	@$(BIN)/hadolint Dockerfile
	@for engine in podman docker; do \
		if "$$engine" info >/dev/null 2>&1; then exec "$$engine" build --tag loa .; fi; \
	done; echo "no container engine answers here: linted, not built"

## make lock     resolve the locks anew (needs uv)
lock:
	uv export --quiet --format requirements-txt --no-emit-project --no-default-groups --extra postgres --group build --no-header --no-annotate -o requirements.lock
	uv export --quiet --format requirements-txt --no-emit-project --no-default-groups --extra postgres --group build --group dev --no-header --no-annotate -o requirements-dev.lock
	rm -f uv.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
