# What developers and CI run; `make help` lists it.
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
  PYTHON := python3
endif
BIN := .venv/bin
RUN := $(BIN)/python
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-annotate --no-header

.DEFAULT_GOAL := help
.PHONY: help install installed up down logs reset seed demo generate check test test-unit test-stack test-browser test-apollo-router test-stripe faults fuzz attack bench pictures lock

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-19s %s\n", $$1, $$2}'

install: ## Install all packages, and build the storefront
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed and is not on PATH: install it, or run make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)."; exit 1; }
	@$(PYTHON) dev/install.py

installed:
	@test -x $(RUN) || { echo "Nothing is installed yet: run make up first, or make install."; exit 1; }

up: install ## Start everything with demo data; Ctrl-C stops it
	@$(RUN) -m dev up

down: installed ## Stop the running stack
	@$(RUN) -m dev down

logs: installed ## Follow the logs of all processes
	@$(RUN) -m dev logs

reset: installed ## Delete the stack's data, keys and logs
	@$(RUN) -m dev reset

seed: installed ## Add the demo data to the running stack (a second run changes nothing)
	@$(RUN) -m dev seed

demo: installed ## Book two seats in the running stack, as a client
	@$(RUN) -m dev demo

generate: install ## Write the generated files: SDL, supergraph, clients, trusted documents
	@$(RUN) -m dev.generate
	@# Its operations become trusted documents of the API that was just written.
	@$(RUN) -m dev.storefront generate
	@$(RUN) -m dev.generate

check: install ## Format, lint, types, layers, vocabulary, generated files, both composers, storefront
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(RUN) -m dev.vocabulary
	$(RUN) -m dev.generate --check
	$(RUN) -m dev.storefront check

test: test-unit test-stack ## All tests: the unit tests in seconds, then the real stack

test-unit: install ## The unit tests, which need no running part
	$(BIN)/pytest tests/unit

test-stack: install ## The tests against the real stack, two at a time
	$(BIN)/pytest --numprocesses 2 --dist loadfile -m "not browser_in_full" \
		--ignore=tests/unit --ignore=tests/opt_in tests

test-browser: install ## All tests of the storefront, in Chromium before the real stack
	BROWSER_TESTS=required $(BIN)/pytest tests/browser

test-apollo-router: install ## Opt-in: the router's tests with APOLLO_ROUTER=/path/to/router
	@test -x "$(APOLLO_ROUTER)" || { echo "APOLLO_ROUTER is not a program: run make test-apollo-router APOLLO_ROUTER=/path/to/router; cargo install --locked apollo-router@2.13.1 builds it."; exit 1; }
	APOLLO_ROUTER=$(abspath $(APOLLO_ROUTER)) $(BIN)/pytest --numprocesses 2 --dist loadfile \
		-m "not embedded_router" tests/supergraph tests/stack/system tests/stack/account \
		tests/attacks/test_cost.py tests/attacks/test_entities.py tests/attacks/test_subgraph_ports.py

STRIPE_MOCK := github.com/stripe/stripe-mock@v0.203.0
test-stripe: install ## Opt-in, with Go: Stripe's adapter against Stripe's own mock server
	@command -v go >/dev/null || { echo "Go is needed and is not on PATH: install it first."; exit 1; }
	GOBIN=$(CURDIR)/.opt-in go install $(STRIPE_MOCK)
	$(BIN)/pytest tests/opt_in

ROUNDS ?= 1
faults: install ## Inject faults into the real stack (12 minutes; ROUNDS=10 runs every row in full)
	$(RUN) -m tests.faults --rounds $(ROUNDS) $(if $(SEED),--seed $(SEED)) $(if $(ROWS),--rows $(ROWS)) $(if $(KAFKA),--kafka $(KAFKA)) $(if $(TESTBEDS),--testbeds $(TESTBEDS))

OPERATIONS ?= 10000
fuzz: install ## Send operations made from the public schema (a few minutes; OPERATIONS=10000 SEED=1)
	$(RUN) -m tests.fuzz --operations $(OPERATIONS) $(if $(SEED),--seed $(SEED))

attack: install ## Measure what refusals cost, and the memory that an hour of attacks leaves (10 minutes)
	$(RUN) -m tests.attacks

bench: install ## Measure purchases, logins, session expiry and the catalog
	$(RUN) -m benchmarks.journey
	$(RUN) -m benchmarks.login_storm
	$(RUN) -m benchmarks.session_expiry
	$(RUN) -m benchmarks.catalog

pictures: installed ## Take the README's pictures of the running storefront, with Chromium
	@$(RUN) -m dev.pictures

lock: install ## Resolve the newest dependencies into the lock files
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --extra dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock
	echo ariadne-codegen==0.19.0 | $(COMPILE) - -o dev/codegen-requirements.lock
