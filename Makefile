# Two commands do everything from a bare python3 (3.11 or newer): `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
WORKERS ?= auto
EXTRAS ?= dev
CATALOGUE := $(filter-out derivations/README.md,$(sort $(wildcard derivations/*.md)))

.PHONY: demo test check format clean

demo: $(INSTALLED) ## the catalogue, a page with deliberate mistakes, kernels from the catalogue and a check of their gradients
	$(BIN)/gradproof check $(CATALOGUE)
	@echo
	@echo "And now a page with deliberate mistakes (exit code 1 is the right answer):"
	@echo
	@$(BIN)/gradproof check examples/with_mistakes.md; status=$$?; \
	  echo "exit code $$status"; test $$status -eq 1
	@echo
	@echo "Kernels from the catalogue, and their gradients beside numeric ones:"
	@echo
	$(BIN)/gradproof generate
	$(BIN)/gradproof generate --check
	$(BIN)/python examples/gradient_check.py

test: check ## every check and every test
	$(BIN)/python -m pytest -q -n $(WORKERS)

check: $(INSTALLED) ## style, format, types, and whether generated files are up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/gradproof generate --check
	$(BIN)/gradproof index --check

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Installs anew only when pyproject.toml changed; the checkout itself is installed in place.
$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "gradproof needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
