# Needs Python 3.11 or newer, git and make; everything else goes into .venv.
#
#   make demo    install, and estimate the two repositories under examples/
#   make test    install with what the tests need, and run them
#   make check   run every check of a change (nox)
#   make clean   remove what these made

SHELL := /bin/sh
VENV := .venv
RUN := $(VENV)/bin

# The newest Python that runs and is new enough, or the one given as PYTHON=...
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3.14 python3.13 python3.12 python3.11 python3 python)
IS_NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

.PHONY: demo test check clean

demo: $(VENV)/installed
	$(RUN)/estimator estimate examples/rust-service --no-cache
	$(RUN)/estimator estimate examples/go-service --no-cache

test: $(VENV)/installed-for-tests
	$(RUN)/python -m pytest -n auto

check: $(VENV)/installed
	$(RUN)/python -m pip install --quiet nox
	$(RUN)/python -m nox

clean:
	rm -rf $(VENV) .nox dist build

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(RUN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(RUN)/python -m pip install --quiet --editable .
	@touch $@

# Dependency groups need pip 25.1, which the step above installs.
$(VENV)/installed-for-tests: $(VENV)/installed
	$(RUN)/python -m pip install --quiet --group test
	@touch $@

$(VENV)/bin/python:
	@for candidate in $(CANDIDATES); do \
	  if $$candidate -c '$(IS_NEW_ENOUGH)' >/dev/null 2>&1; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "make: no Python 3.11 or newer among: $(CANDIDATES); give one with PYTHON=..." >&2; exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	  echo "make: $$found has no venv module; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	fi; \
	echo "$$found -m venv $(VENV)"; \
	$$found -m venv $(VENV)
