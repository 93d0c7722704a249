DATA ?= data
PORT ?= 8080
SECONDS ?= 60
KILLS ?= 0
RATE ?= 4
SEED ?= 1
BROKER ?= valkey
PYTHON ?= python3
PIP := PYTHONUNBUFFERED=1 .venv/bin/python -m pip --disable-pip-version-check
# The platform and its tests start the same modules over and over: where the machine forbids to keep them compiled, each start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -ec

.DEFAULT_GOAL := help
.PHONY: help run test prove soak fuzz scan lint bench bench-compare assets lock

help: ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 15

run: .venv/embedded ## start the platform with the demonstration network (DATA=dir PORT=n)
	@exec .venv/bin/learning-cities up --demo --data "$(DATA)" --port "$(PORT)"

# A third of their time tests wait for other processes: three at once on two cores.
test: .venv/test ## install what the tests need and run them, but for the long ones (ARGS="-k ...")
	@.venv/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not long" $(ARGS)

prove: .venv/test ## the long tests: platforms, stores and brokers killed, starved, filled and replaced (ARGS="-k ...")
	@.venv/bin/python -m pytest -m long $(ARGS)

soak: .venv/test ## kill at random under load, then check (KILLS=n SECONDS=n RATE=n SEED=n BROKER=valkey|valkey-without-log|rabbitmq)
	@.venv/bin/python -m tests.reliability.soak --kills "$(KILLS)" --seconds "$(SECONDS)" --rate "$(RATE)" --seed "$(SEED)" --broker "$(BROKER)"

fuzz: .venv/test ## ask everything that the API document names, right and wrong (SECONDS=n SEED=n)
	@.venv/bin/python -m tests.security.fuzz --seconds "$(SECONDS)" --seed "$(SEED)"

scan: .venv/test .venv-wapiti ## wapiti over the pages, as anybody and as staff (SECONDS=n)
	@.venv/bin/python -m tests.security.scan --wapiti .venv-wapiti/bin/wapiti --seconds "$(SECONDS)"

lint: .venv/test ## style, types, import rules, known insecure calls
	@.venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports
	@.venv/bin/bandit --quiet --configfile pyproject.toml --recursive services gateway deploy

bench: .venv/test ## the benchmarks
	@.venv/bin/python -m bench

bench-compare: .venv/test ## kept results of two commits side by side (A=commit B=commit)
	@.venv/bin/python -m bench.ground.compare "$(A)" "$(B)"

assets: ## build the style sheets and scripts again (needs Node)
	@npm --prefix services/chassis/web/assets ci --ignore-scripts && npm --prefix services/chassis/web/assets run build

lock: ## choose the versions of all dependencies again (needs pip-tools)
	@requirements/lock

.venv-wapiti:
	@$(PYTHON) -m venv .venv-wapiti && .venv-wapiti/bin/pip install --quiet "wapiti3==3.2.3" || { rm -rf .venv-wapiti; exit 1; }

.venv/embedded .venv/test: .venv/%: requirements/%.lock pyproject.toml
	@echo "Installing what is needed into .venv; this takes a minute or two the first time."
	@test -x .venv/bin/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv || { echo "Python has no venv module: apt-get install python3-venv"; rm -rf .venv; exit 1; }
	@$(PIP) install --require-hashes -r $< | awk '/^Collecting/ { printf "%s ", $$2 } /^Installing/ { print "\nUnpacking them" } { fflush() }'
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
