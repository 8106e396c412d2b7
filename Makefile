# Two commands matter: `make run` and `make test`. Each installs the system packages it lacks, as root or by `sudo -n`.
.DEFAULT_GOAL := help
SWIFT ?= swift
export SWIFT
# Arguments for the exporter, as in: make run ARGS="--poll.teams-interval 15s"
ARGS ?=

.PHONY: help run test test-thread-sanitizer test-litellm alert-story bench forecast-score dashboard-pictures lint format docs clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-22s %s\n", $$1, $$2 }' Makefile

run: packages-run ## Build and start the exporter, or its demo when no proxy is named.
	@$(SWIFT) build --product litellm-budget-exporter
	@scripts/run $(ARGS)

test: packages-test ## Run every test.
	@scripts/test

test-thread-sanitizer: packages-test ## Run the tests that start no process under the thread sanitizer.
	@scripts/test-thread-sanitizer

test-litellm: packages-test ## Run the end-to-end tests against a real LiteLLM (see docs/development.md).
	@$(SWIFT) build --product litellm-budget-exporter
	@$(SWIFT) test --filter EndToEndTests

alert-story: packages-test ## Show what people are told on a bad night, on real Prometheus and Alertmanager; four minutes.
	@$(SWIFT) build --product HastyExporter
	@$(SWIFT) build --product alert-story
	@exec $$($(SWIFT) build --show-bin-path)/alert-story

bench: packages-run ## Measure what the exporter costs; UPDATE=1 writes the figures into docs/performance.md.
	@$(SWIFT) build -c release
	@$$($(SWIFT) build -c release --show-bin-path)/Benchmarks $(if $(UPDATE),--update docs/performance.md)

forecast-score: packages-run ## Score the forecast on made-up accounts (see docs/forecast.md); SEEDS=1-50 while tuning.
	@$(SWIFT) build -c release --product ForecastScore
	@$$($(SWIFT) build -c release --show-bin-path)/ForecastScore $(if $(SEEDS),--seeds $(SEEDS))

dashboard-pictures: packages-test ## Draw the dashboards over a made-up month, into PICTURES (default .build/dashboard-pictures).
	@scripts/install-packages chromium
	@DASHBOARD_PICTURES=$(abspath $(or $(PICTURES),.build/dashboard-pictures)) $(SWIFT) test --filter PanelQueryProcessTests

lint: ## Check format and style.
	@$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format: ## Format all sources.
	@$(SWIFT) format --in-place --recursive Package.swift Sources Tests

docs: ## Write docs/metrics.md, the table in docs/configuration.md and dashboards/ from the code.
	@UPDATE_DOCUMENTS=1 $(SWIFT) test --filter DocumentTests

.PHONY: packages-run packages-test toolchain
toolchain:
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or newer is needed: https://www.swift.org/install/" >&2; exit 1; }

packages-run: toolchain
	@scripts/install-packages libcrypt-dev libcurl4-openssl-dev libsqlite3-dev zlib1g-dev

packages-test: toolchain
	@scripts/install-packages libcrypt-dev libcurl4-openssl-dev libsqlite3-dev zlib1g-dev nginx-light openssl prometheus prometheus-alertmanager python3 python3-venv util-linux

clean: ## Remove everything that was built.
	rm -rf .build .build-tsan
