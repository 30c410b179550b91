# OneMatter 一事通: `make` lists what can be done.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BIN     := bin/onematter
WEB     := designer/web
DATA    ?= data
# How long `make fuzz` stays with each target.
FUZZTIME ?= 1m
GOFLAGS := -buildvcs=false
# SQLite as its makers advise (sqlite.org/compile.html): no count of its memory
# behind a lock, no stack deeper than asked for. Without them it is a tenth slower.
CGO_CFLAGS ?= -O2 -g0 -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_USE_ALLOCA -DSQLITE_MAX_EXPR_DEPTH=0 -DHAVE_FDATASYNC=1
export GOFLAGS CGO_CFLAGS
# Pinned: the same findings on every machine.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

WEBSRC := $(shell find $(WEB)/src $(WEB)/scripts designer/tokens -type f 2>/dev/null) $(WEB)/index.html $(WEB)/vite.config.ts
GOSRC  := $(shell find cmd engine metamodel workflows catalog analytics designer internal -name '*.go' -not -path '*/node_modules/*' 2>/dev/null) go.mod go.sum
EMBED  := $(shell find catalog/packs internal/web internal/store metamodel workflows -type f -not -name '*.go' 2>/dev/null)

.PHONY: help
help: ## List what can be done
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: build ## Build what changed and serve on :8080 with sample data and demo accounts
	@$(BIN) demo-data --data $(DATA) --fresh --cases 80 --days 10 --log-level warn
	@$(BIN) serve --demo --data $(DATA)

.PHONY: build
build: $(BIN) ## Build the program with the staff app inside

$(BIN): $(GOSRC) $(EMBED) designer/dist/index.html
	go build -trimpath -ldflags "-X main.version=$(VERSION)" -o $@ ./cmd/onematter

designer/dist/index.html: $(WEBSRC) $(WEB)/node_modules/.installed
	cd $(WEB) && npm run --silent build

$(WEB)/node_modules/.installed: $(WEB)/package-lock.json
	@.ci/install node
	cd $(WEB) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: test
test: tools $(BIN) ## Install what is needed and run every check and test
	$(MAKE) verify
	go test -timeout 40m ./...
	CGO_ENABLED=0 go test -timeout 20m ./internal/store # the other SQLite (ADR 13)
	$(MAKE) oracle
	cd $(WEB) && npm run --silent check && npm test --silent
	cd $(WEB) && npm run --silent api -- --check
	cd $(WEB) && npm run --silent e2e

.PHONY: tools
tools: $(WEB)/node_modules/.installed ## Install what the tests need: a C compiler, PostgreSQL, ClickHouse, Chromium, fonts
	@.ci/install test

.PHONY: verify
verify: $(WEB)/node_modules/.installed ## Format, vet, lint, types: what a reviewer would run
	@test -z "$$(gofmt -l $$(git ls-files '*.go') | tee /dev/stderr)" || (echo 'gofmt: the files above are not formatted' && exit 1)
	go vet ./...
	go run $(STATICCHECK) ./...
	go mod tidy -diff
	node internal/web/citizen/assets/build.mjs >/dev/null && git diff --exit-code --stat -- internal/web/citizen/assets/dist
	cd $(WEB) && npm run --silent lint && npm run --silent check

.PHONY: race
race: ## Go tests of the core under the race detector
	go test -race -timeout 40m ./metamodel/... ./workflows/... ./catalog/... ./engine/... ./internal/store/...

.PHONY: bench
bench: ## Every Go benchmark
	go test -run '^$$' -bench . -benchmem ./...

.PHONY: bench-submit
bench-submit: ## Submissions over HTTP beside PocketBase, in one run
	cd internal/bench && go run . -connections 1,16,64

# Its last version that `go install` builds by itself; server 1.29.
TEMPORAL_CLI := github.com/temporalio/cli/cmd/temporal@v1.5.1
TEMPORAL     ?= $(CURDIR)/internal/benchtransition/bin/temporal

.PHONY: bench-transition
bench-transition: $(TEMPORAL) ## Durable transitions a second on SQLite and PostgreSQL beside Temporal's development server, in one run (TEMPORAL=program)
	cd internal/benchtransition && go run . -temporal $(TEMPORAL)
	go test -run '^$$' -bench '^BenchmarkNextStateOfAJointCase' -benchmem ./engine

$(CURDIR)/internal/benchtransition/bin/temporal:
	GOBIN=$(CURDIR)/internal/benchtransition/bin go install -trimpath -ldflags=-w $(TEMPORAL_CLI)

.PHONY: bench-start
bench-start: ## A server with 1,000 published forms of 60 fields: time to ready (at most 1 s), memory (at most 300 MB)
	ONEMATTER_BENCH=1 go test -count=1 -run TestAThousandForms -v ./cmd/onematter/ | grep -E '^(---|ok|FAIL)|forms of|ready after|resident'

.PHONY: bench-check
bench-check: ## Checking answers beside ajv and two Go validators, in one run
	@.ci/install node
	cd internal/benchcheck && npm ci --no-audit --no-fund --loglevel=error && go run .

.PHONY: bench-merge
bench-merge: ## Compiling themes of 8, 50 and 200 matters of 60 fields beside json-schema-merge-allof, and the next question of the guide
	@.ci/install node
	cd internal/benchmerge && npm ci --no-audit --no-fund --loglevel=error
	go test -run '^$$' -bench '^Benchmark(Merge|GuideOf200)' -benchtime 20x -timeout 30m ./catalog

.PHONY: bench-simulate
bench-simulate: ## Simulating a theme: 10,000 cases of the built-in one, and what a case costs with more matters and steps
	go test -run '^$$' -bench '^BenchmarkSimulate' -benchtime 5x ./catalog
	go test -run '^$$' -bench '^BenchmarkRehearsal' ./workflows

.PHONY: conformance
conformance: ## The JSON-Schema-Test-Suite in SUITE=DIR against our reader of schemas (UPDATE=1 writes docs/jsonschema.md)
	@test -n "$(SUITE)" || (echo 'SUITE=DIR is the folder of the suite: https://github.com/json-schema-org/JSON-Schema-Test-Suite' && exit 1)
	go run ./internal/conformance -suite $(SUITE) $(if $(UPDATE),-update)

.PHONY: oracle
oracle: ## A million answers to a thousand generated forms, judged by us and by another JSON Schema implementation
	ORACLE_FORMS=$(or $(FORMS),1000) ORACLE_ANSWERS=$(or $(ANSWERS),1000) go test -count=1 -v -timeout 40m -run TestFormsAndTheirSchemasAgree ./metamodel

.PHONY: prove-themes
prove-themes: ## Merged forms of random themes against their matters' own forms: THEMES (2000) of 2 to 20 matters, ANSWERS (500) filings each, from SEED on
	GOGC=800 PROVE_THEMES=$(or $(THEMES),2000) PROVE_ANSWERS=$(or $(ANSWERS),500) PROVE_SEED=$(or $(SEED),20261126) \
		go test -count=1 -v -timeout 4h -run TestRandomThemesAreMergedWithoutLoss ./catalog

.PHONY: model-check
model-check: ## All reachable states of small themes and of every two and three matters of the built-in ones, over the engine's own decisions
	MODEL=1 go test -count=1 -v -timeout 60m -run 'ThemesInAllTheirStates|TestTheModelFinds' ./engine | grep -vE '^=== '

.PHONY: bench-hostile
bench-hostile: ## A thousand hostile schemas: time (at most 200 ms each) and memory (at most 64 MB)
	HOSTILE_LIMIT=200ms go test -count=1 -v -run TestHostile ./catalog/jsonschema

.PHONY: fuzz
fuzz: ## Every fuzz target, one after the other, FUZZTIME (1m) each; stops at the first finding
	@set -o pipefail; git grep -E '^func Fuzz[A-Za-z0-9_]+\(f \*testing\.F\)' -- '*_test.go' | \
	sed -E 's|^(.*)/[^/]+_test\.go:func (Fuzz[A-Za-z0-9_]+).*|\1 \2|' | sort | while read -r dir name; do \
		echo "$$dir $$name"; go test -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) ./$$dir </dev/null || exit 1; done

.PHONY: demo-data
demo-data: $(BIN) ## A believable year of cases in ./data (CASES=50000 SEED=1)
	@$(BIN) demo-data --data $(DATA) --cases $(or $(CASES),50000) --seed $(or $(SEED),1)

.PHONY: clean
clean: ## Remove what was built (never the data)
	rm -rf bin designer/dist/assets designer/dist/*.html
