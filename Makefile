# The two commands are: make lab, make test. Both set up .venv first; a second time costs nothing.
#
#   make lab                      JupyterLab, opened at notebook 00
#   make lab LAB_ARGS=--port=9999   … with more arguments for Jupyter
#   make test                     every check but make leaks
#   make test TEST_ARGS="-k losses" … or some of them
#   make leaks                    every lab's cell run fifty times: what it leaves in memory
#   make cover                    every check, and the lines of nnlib that none reaches (slower)
#   make notebooks [ONLY="02 05"]   sources -> executed notebooks
#   make bench                    the measurements
#
# Without make: see CONTRIBUTING.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FIRST := 00-start-here.ipynb

# A container has neither a user of its own nor a display: then Lab prints its address.
LAB_FLAGS := --LabApp.default_url=/lab/tree/notebooks/$(FIRST)
ifeq ($(shell id -u),0)
LAB_FLAGS += --allow-root
endif
ifneq ($(shell uname -s),Darwin)
ifeq ($(DISPLAY)$(WAYLAND_DISPLAY),)
LAB_FLAGS += --no-browser
endif
endif

# A file of tests stays on one process: a notebook is one kernel, from top to bottom.
# The files come in the order that tests/run.py gives them, the longest first.
TEST_FLAGS := -n 2 --dist loadfile --no-loadscope-reorder \
	--nbval --nbval-current-env --nbval-cell-timeout=120
COVER_FLAGS := --cov=nnlib --cov-report=term:skip-covered

.PHONY: lab test leaks cover notebooks bench

lab: $(VENV)/.course
	$(BIN)/jupyter lab $(LAB_FLAGS) $(LAB_ARGS)

cover: TEST_FLAGS += $(COVER_FLAGS)
test cover: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m pytest $(TEST_FLAGS) $(TEST_ARGS)

leaks: $(VENV)/.test
	$(BIN)/python -m pytest -n 2 -m leaks tests $(TEST_ARGS)

notebooks: $(VENV)/.test
	$(BIN)/python notebooks/source/build.py $(ONLY)

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "This course needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Each stamp is the last thing that its recipe does: a set-up that was cut off is done again.
$(VENV)/.course: requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements.txt
	$(BIN)/jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements"
	@touch $@

$(VENV)/.test: $(VENV)/.course
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements.txt -e '.[test]'
	@touch $@

$(VENV)/.bench: $(VENV)/.course
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements.txt -e '.[bench]'
	@touch $@
