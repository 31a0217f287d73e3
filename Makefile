# Calfwise. Needs git, make and Python 3.11 or newer; everything else goes into .venv here.
#
#   make run      start it: the adapters that have a token in .env, else the terminal chat
#   make test     run all tests
#   make coverage  the same, and how much of flows they reach, by branch; below the floor in pyproject.toml it fails
#   make check    linters, types, import directions, content, proof, diagram, pictures
#   make setup    only prepare .venv (the others do it by themselves)
#   make kill     kill the bot 200 times under load and account for everything (KILLS=20 SEED=7; 20 kills are in make test)
#   make bench    measure speed and memory (PART=flow: only that part)
#   make faults   put real processes under every fault and print what came of it (ROW=fail-27: only that row)
#   make understand  how well typed text is understood, over the development set
#   make cases    how the check ends the stories of others and those at hand, with what is promised (WRONG=1 names the wrong ones)
#   make readings  how people who see only the labels read them, option by option
#   make structure  count files, packages, levels of imports, arrows and circles (TREE=/path/to/another/checkout)
#   make trace    print the files of flows/ that a tap and a typed danger sign go through (TREE=… too)
#   make draw     draw the flow diagram again (docs/flow.md) and the table of the evidence (docs/evidence.md)
#   make figures  draw every picture again (content/media, docs/pictures.png)
#   make format   put the code into its usual shape
#   make lock     work out requirements.lock anew (downloads metadata)
#   make clean    remove .venv and caches; never your data
#
# Another Python: make setup PYTHON=/path/to/python3.12 (after make clean, if there is a .venv already), or beside the first:
# make test VENV=.venv-3.12 PYTHON=/path/to/python3.12

.DEFAULT_GOAL := help
.PHONY: help run test coverage check setup kill faults bench cases understand readings readings-check structure trace draw figures figures-check format lock clean

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# A .venv whose Python has gone from the machine is made anew.
_ := $(shell test -x $(BIN)/python || rm -f $(READY))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# What stands in .venv is all there is, and nothing goes elsewhere, whatever this machine wants of other Pythons.
export PIP_USER := 0
unexport PYTHONPATH PYTHONHOME PYTHONSAFEPATH PIP_TARGET PIP_PREFIX

help:
	@sed -n 's/^#   //p' Makefile

run: $(READY)
	@$(BIN)/python -m bot run

test: $(READY)
	@$(BIN)/python -m pytest -n auto

coverage: $(READY)
	@$(BIN)/python -m pytest -n auto --cov

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m bot check
	$(BIN)/python -m bot draw --check
	$(BIN)/python -m bot evidence --check
	$(BIN)/python -m tools.figures --check
	$(BIN)/python -m tests.readings --check

kill: $(READY)
	@$(BIN)/python -m tests.kill $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED)) $(if $(BREAK),--break $(BREAK))

bench: $(READY)
	@$(BIN)/python -m tests.bench $(PART)

faults: $(READY)
	@$(BIN)/python -m tests.faults $(ROW)

cases: $(READY)
	@$(BIN)/python -m tests.cases $(if $(WRONG),--wrong)

understand: $(READY)
	@$(BIN)/python -m tests.understand

readings: $(READY)
	@$(BIN)/python -m tests.readings

readings-check: $(READY)
	@$(BIN)/python -m tests.readings --check

structure: $(READY)
	@$(BIN)/python -m tools.structure $(if $(TREE),--tree "$(TREE)")

trace: $(READY)
	@$(BIN)/python -m tools.structure --turn $(if $(TREE),--tree "$(TREE)")

draw: $(READY)
	@$(BIN)/python -m bot draw
	@$(BIN)/python -m bot evidence

figures: $(READY)
	@$(BIN)/python -m tools.figures

figures-check: $(READY)
	@$(BIN)/python -m tools.figures --check

format: $(READY)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

setup: $(READY)

# The stamp holds what was installed; it is older than the lock file when there is something to do. It is written last,
# so that a setup which was broken off starts over.
$(READY): requirements.lock
	@set -e; \
	$(BIN)/python -c '' 2>/dev/null || { \
		python=$$(tools/find-python "$(PYTHON)"); \
		echo "Setting up $(VENV) with $$python (once, about a minute) ..." >&2; \
		"$$python" -m venv --clear $(VENV) || { \
			echo "Python could not make a virtual environment; on Debian and Ubuntu, install python3-venv." >&2; exit 1; }; \
	}; \
	$(BIN)/python -m pip install -qq --require-hashes -r requirements.lock
	@touch $(READY)

# uv is needed only here; it comes into a corner of its own.
lock: $(READY)
	@$(BIN)/python -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv
	@$(VENV)/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --group dev pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv .venv-* .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
