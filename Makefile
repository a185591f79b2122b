# Two commands for a fresh machine: `make demo` runs the main job, `make test` runs the tests.
# They need Python 3.11 or newer, git and make; everything else goes into .venv.

VENV ?= .venv
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
BIN := $(VENV)/bin

.PHONY: demo test check clean

demo: $(VENV)/installed
	$(BIN)/estimator estimate examples/rust-service --no-cache
	$(BIN)/estimator estimate examples/go-service --no-cache

test: $(VENV)/installed-test
	$(BIN)/python -m pytest -n auto

check: $(VENV)/installed-test
	$(BIN)/python -m pip install --quiet nox
	$(BIN)/python -m nox

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "estimator needs Python 3.11 or newer; none was found" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --group test
	@touch $@

clean:
	rm -rf $(VENV) .nox dist build
