# Two commands matter: `make run` and `make test`. Each installs the system packages it lacks, as root or by `sudo -n`.
.DEFAULT_GOAL := help
SWIFT ?= swift
export SWIFT
# Arguments for the exporter, as in: make run ARGS="--poll.teams-interval 15s"
ARGS ?=

.PHONY: help run test test-thread-sanitizer test-address-sanitizer fuzz test-litellm alert-story bench soak forecast-score
.PHONY: dashboard-pictures test-image sbom lint format docs clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-22s %s\n", $$1, $$2 }' Makefile

run: packages-run ## Build and start the exporter, or its demo when no proxy is named.
	@$(SWIFT) build --product litellm-budget-exporter
	@scripts/run $(ARGS)

test: packages-test ## Run every test.
	@scripts/test

test-thread-sanitizer: packages-test ## Run the tests that start no process under the thread sanitizer.
	@scripts/test-thread-sanitizer

test-address-sanitizer: packages-test ## Run the tests of what calls C under the address sanitizer.
	@scripts/test-address-sanitizer

fuzz: packages-run ## Fuzz each target for SECONDS (default 60) under the address sanitizer; TARGETS="pages headers".
	@scripts/fuzz $(or $(SECONDS),60) $(TARGETS)

test-litellm: packages-test ## Run the end-to-end tests against a real LiteLLM (see docs/development.md).
	@$(SWIFT) build --product litellm-budget-exporter
	@$(SWIFT) test --filter EndToEndTests

alert-story: packages-test ## Show what people are told on a bad night, on real Prometheus and Alertmanager; four minutes.
	@$(SWIFT) build --product HastyExporter
	@$(SWIFT) build --product alert-story
	@exec $$($(SWIFT) build --show-bin-path)/alert-story

bench: packages-run ## Measure what the exporter costs; UPDATE=1 writes the figures into docs/performance.md, RULES=1 is the alert rules alone.
	@$(SWIFT) build -c release
	@$$($(SWIFT) build -c release --show-bin-path)/Benchmarks $(if $(RULES),--rules) $(if $(UPDATE),--update docs/performance.md)

soak: packages-run ## Run the exporter over a month of fast time, and see that it does not grow; some minutes.
	@$(SWIFT) build -c release --product Soak
	@exec $$($(SWIFT) build -c release --show-bin-path)/Soak 9600 300

forecast-score: packages-run ## Score the forecast on made-up accounts (see docs/forecast.md); SEEDS=1-50 while tuning.
	@$(SWIFT) build -c release --product ForecastScore
	@$$($(SWIFT) build -c release --show-bin-path)/ForecastScore $(if $(SEEDS),--seeds $(SEEDS))

dashboard-pictures: packages-test ## Draw the dashboards over a made-up month, into PICTURES (default .build/dashboard-pictures).
	@scripts/install-packages chromium
	@DASHBOARD_PICTURES=$(abspath $(or $(PICTURES),.build/dashboard-pictures)) $(SWIFT) test --filter PanelQueryProcessTests

test-image: ## Build the image without a Docker engine, run it and look into it; root on Debian, a quarter of an hour.
	@scripts/install-packages buildah debootstrap curl openssl python3-venv util-linux
	@Tests/ImageTests/image

sbom: packages-run ## Print what the program is made of, as SPDX.
	@scripts/sbom

lint: ## Check format and style.
	@$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format: ## Format all sources.
	@$(SWIFT) format --in-place --recursive Package.swift Sources Tests

docs: ## Write docs/metrics.md, the tables of settings, dashboards/, deploy/kubernetes/prometheusrule.yaml and golden files.
	@UPDATE_DOCUMENTS=1 $(SWIFT) test --filter DocumentTests

.PHONY: packages-run packages-test toolchain
toolchain:
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or newer is needed: https://www.swift.org/install/" >&2; exit 1; }

packages-run: toolchain
	@scripts/install-packages libcrypt-dev libcurl4-openssl-dev libsqlite3-dev libyaml-dev zlib1g-dev

packages-test: toolchain
	@scripts/install-packages libcrypt-dev libcurl4-openssl-dev libsqlite3-dev libyaml-dev zlib1g-dev nginx-light openssl prometheus prometheus-alertmanager python3 python3-venv util-linux 'chromium?' 'kubernetes-client?'

clean: ## Remove everything that was built.
	rm -rf .build .build-tsan .build-asan .build-fuzz .build-image
