# Hetu: everything a checkout needs, on Debian 12 with Swift 6.3.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PACKAGES := libgeos-dev libproj-dev proj-bin libsqlite3-dev libgdal-dev gdal-bin python3-gdal libcairo2-dev libpng-dev \
	libxlsxwriter-dev libexpat1-dev fonts-noto-cjk pkg-config poppler-utils python3-jsonschema openssl pandoc libjs-leaflet curl
TEST_PACKAGES := chromium
BENCH_PACKAGES := libsqlite3-mod-spatialite python3-networkx python3-openpyxl wrk
RIVER ?= 宏农涧河
DEMO := out/demo
PREFIX ?= /usr/local
SOURCES := Package.swift Sources Tests Plugins

.PHONY: help deps build release install demo test lint format bench clean

help: ## Lists what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

deps: ## Installs the system libraries that are missing (apt)
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "Installing what is missing:" $$missing; \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

build: deps ## Builds for development
	swift build

release: deps ## Builds the command for use
	swift build -c release --product hetu

install: release ## Installs the command under PREFIX (/usr/local)
	install -D .build/release/hetu $(DESTDIR)$(PREFIX)/bin/hetu

demo: release ## Makes a registry from geodata/ and one river's plan (RIVER=…)
	./geodata/demo.sh .build/release/hetu $(DEMO) $(RIVER)

test: ## Runs all tests; installs also what only they need
	@$(MAKE) --no-print-directory deps PACKAGES="$(PACKAGES) $(TEST_PACKAGES)"
	swift build --build-tests
	swift test

lint: ## Checks format and style
	swift format lint --strict --recursive --configuration .swift-format $(SOURCES)

format: ## Formats the sources in place
	swift format --in-place --recursive --configuration .swift-format $(SOURCES)

bench: deps ## Measures against GDAL, SpatiaLite and others; JSON on standard output
	@dpkg-query -W $(BENCH_PACKAGES) >/dev/null 2>&1 || $(MAKE) deps PACKAGES="$(BENCH_PACKAGES)"
	swift build -c release --product hetu
	swift build -c release --product hetu-bench
	.build/release/hetu-bench $(BENCH_ARGUMENTS)

clean: ## Removes what was built and made
	rm -rf .build out bench-data
