# `make help` lists what there is. The two that matter: `make demo` to see the app, `make test` to check it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Path the app is served below; starts and ends with a slash.
PUBLIC_URL ?= /
DIST ?= dist

export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/tests/e2e/node_modules/.bin:$(PATH)
# Trunk takes its tools from the PATH, where .ci/setup put them, and asks no server whether it is the newest.
export TRUNK_SKIP_VERSION_CHECK := true
export TRUNK_OFFLINE := true

# Browser tests that passed only the second time.
export FLAKY := $(CURDIR)/target/flaky
CONSOLE_TESTS := $(or $(CARGO_TARGET_DIR),target)/console-tests
TRUNK_BUILD := trunk build --release --color never
WASM := --target wasm32-unknown-unknown
# Tools are built as the tests are, so that what they depend on is compiled once.
HOST := --profile test

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | awk -F'\t' '{ printf "make %-10s %s\n", $$1, $$2 }'

.PHONY: demo
demo: setup-build ## Build the app and open it against the local stand-in for AniList
	@env -u ANILIST_CLIENT_ID $(TRUNK_BUILD) --dist dist
	@cargo build --quiet $(HOST) --example standin
	@cargo run --quiet $(HOST) --example standin -- demo --site dist | while read -r line; do \
	  echo "$$line"; url=$${line##* }; \
	  if [[ $$line == Listening* && -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]] && command -v xdg-open >/dev/null; then xdg-open "$$url" || true; fi; \
	done

.PHONY: serve
serve: setup-build ## Serve the app against the real AniList, rebuilt on every change
	@trunk serve

.PHONY: dist
dist: setup-build ## Release bundle in dist/ (PUBLIC_URL=/sub/ ANILIST_CLIENT_ID=123 make dist)
	@[[ "$(PUBLIC_URL)" == /* && "$(PUBLIC_URL)" == */ ]] || { echo 'PUBLIC_URL must start and end with a slash, as in /tsuzuki/' >&2; exit 1; }
	@$(TRUNK_BUILD) --public-url "$(PUBLIC_URL)" --dist "$(DIST)"

.PHONY: check
check: setup-test ## The fast checks: format, spelling, lints on both targets, native tests, the console's tests
	cargo fmt --all --check
	@if command -v typos >/dev/null; then echo typos; typos; fi
	cargo clippy --quiet --all-targets -- -D warnings
	cargo clippy --quiet $(WASM) --lib --bins --test web -- -D warnings
	cargo test --quiet
	@$(MAKE) --no-print-directory console-test

.PHONY: console-test
console-test: setup-test ## The console's types and native tests
	@cd src/console && tsc --noEmit
	@rm -rf "$(CONSOLE_TESTS)"
	@esbuild src/console/test/*.test.ts --bundle --platform=node --format=esm --target=node20 \
	  --out-extension:.js=.mjs --outdir="$(CONSOLE_TESTS)" --log-level=warning
	@node --test --test-reporter=dot "$(CONSOLE_TESTS)"

.PHONY: test
test: setup-test ## Every check: the fast ones, docs, tests in a browser, the shipped bundle
	@rm -f "$(FLAKY)"
	# A bundle is linked as a whole, on one processor: the other one has time for what needs no bundle.
	@$(MAKE) --no-print-directory bundles & bundles=$$!; \
	$(MAKE) --no-print-directory check docs browser-test || { wait; exit 1; }; \
	wait $$bundles
	@$(MAKE) --no-print-directory e2e browsers
	@tests/flaky "$(FLAKY)"

.PHONY: docs
docs: setup-test
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --lib $(WASM)

# Nothing is optimised here, not even what the tests depend on: that takes longer to compile than these few tests take.
.PHONY: browser-test
browser-test: setup-test ## The browser half's own tests (wasm-bindgen-test)
	@export CHROMEDRIVER=$${CHROMEDRIVER:-$$(command -v chromedriver || echo "$${CHROMEWEBDRIVER:-}/chromedriver")}; \
	export WASM_BINDGEN_TEST_TIMEOUT=120 WASM_BINDGEN_TEST_DRIVER_TIMEOUT=60; \
	export CARGO_PROFILE_TEST_DEBUG=false; \
	run='cargo test $(WASM) --config profile.test.package."*".opt-level=0 --test web'; $$run || { $$run && echo tests/web.rs >> "$(FLAKY)"; }

# The bundles that are tested are the ones that ship, without a client id: a host's setting must not decide a test.
.PHONY: bundles
bundles: setup-test ## Release bundles for a root and a sub-path, held against the size budget
	@env -u ANILIST_CLIENT_ID $(TRUNK_BUILD) --dist dist
	@cargo run --quiet $(HOST) --bin seal -- rebase dist dist-sub /tsuzuki/
	@tests/budget.sh dist

.PHONY: e2e
e2e: setup-test ## End-to-end tests of the bundles in Chromium (needs `make bundles`)
	@cargo build --quiet $(HOST) --example standin
	@cd tests/e2e && tsc --noEmit
	@tests/e2e/retry/check
	@tests/e2e/run $(SPECS)

.PHONY: smoke
smoke: setup-test ## One journey through the bundle in dist/, as `make dist` built it, before it is published
	@cargo build --quiet $(HOST) --example standin
	@cd tests/e2e && playwright test specs/smoke.spec.ts

# Of both, `make test` runs as much as there is time for.
.PHONY: soak
soak: setup-test bundles ## A long test of edits and of the rate limit: 200,000 schedules of their models, 100 runs in a browser, pages left in three
	@export CARGO_PROFILE_TEST_OPT_LEVEL=1; SCHEDULES=$(or $(SCHEDULES),200000) PROPTEST_CASES=$(or $(SCHEDULES),200000) \
	  cargo test --quiet --test native -- --nocapture _model shown
	@cargo build --quiet $(HOST) --example standin
	@cd tests/e2e && SOAK_RUNS=$(or $(SOAK_RUNS),100) playwright test specs/edits-soak.spec.ts
	@cd tests/e2e && LEAVES=$(or $(LEAVES),16) playwright test --config=browsers.config.ts leaving

.PHONY: browsers
browsers: setup-test ## The journeys that matter in Chromium, Firefox and WebKitGTK (needs `make bundles`; ENGINE=firefox for one)
	@cargo build --quiet $(HOST) --example standin
	@cd tests/e2e && tsc --noEmit
	@tests/e2e/run --config=browsers.config.ts $(ENGINE:%=--project=%)

.PHONY: bench
bench: setup-bench ## Measure the lists beside React, Vue and plain JavaScript; writes tests/bench/results.md (ARGS='--rounds 2')
	@env -u ANILIST_CLIENT_ID $(TRUNK_BUILD) --dist dist
	@tests/bench/run $(ARGS)

.PHONY: new-page
new-page: ## The skeleton of a new page (NAME=my_friends)
	@.ci/new-page "$(NAME)"

.PHONY: setup-build setup-test setup-bench
setup-build:
	@.ci/setup build
	@cargo fetch --quiet --locked
setup-test:
	@.ci/setup test
	@cargo fetch --quiet --locked
setup-bench:
	@.ci/setup bench
	@cargo fetch --quiet --locked
