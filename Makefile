# `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.

SHELL := /bin/sh
PY := .venv/bin/python
PERMANENCE := .venv/bin/permanence
# On few cores, threads of the vector libraries that spin while they wait cost more than they bring.
export OMP_NUM_THREADS ?= 1
export OMP_WAIT_POLICY ?= passive

RUN_READY := .venv/.run-ready
TEST_READY := .venv/.test-ready
ST_READY := .venv-st/.ready
ST_MODEL := .venv-st/e5-small
RASA_READY := .venv-rasa/.ready
RASA_MODEL := .venv-rasa/models/permanence.tar.gz
FRONT := app/web/static/vendor/versions.json

.PHONY: run ready test test-st rasa test-rasa check format screenshots lock clean help
.DEFAULT_GOAL := help

run: $(RUN_READY) $(FRONT) ## install, index the sample circulars, seed the demonstration, start
	@tools/ocr.sh
	@$(PERMANENCE) demo
	@exec $(PERMANENCE) serve

test: $(TEST_READY) $(FRONT) ## run every test, the browser's included
	@tools/browser.sh
	@tools/ocr.sh
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations=30 $(TESTS)

test-st: $(ST_READY) $(ST_MODEL)/modules.json ## prove the extra sentence-transformers, offline, in an environment of its own
	@HF_HUB_OFFLINE=1 .venv-st/bin/python -m pytest -p no:cacheprovider --st-model $(ST_MODEL) tests/connectors/test_sentence_transformers.py

rasa: $(RASA_MODEL) ## install Rasa in an environment of its own (Python 3.10) and train it; tools/serve_rasa.sh starts it

test-rasa: $(TEST_READY) $(RASA_MODEL) ## both intent readers on a real Rasa server, side by side, into docs/quality.md
	@$(PY) -m pytest -p no:cacheprovider -q -rP --rasa docs/quality.md tests/connectors/test_rasa_server.py

ready: $(TEST_READY) $(FRONT) ## install what the tests need, and run nothing

check: $(TEST_READY) ## lint, types and import contracts
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

format: $(TEST_READY) ## put the code in the house's shape
	@$(PY) -m ruff check --fix . && $(PY) -m ruff format .

screenshots: $(TEST_READY) $(FRONT) ## the main pages, light and dark, wide and phone, into docs/screenshots
	@tools/browser.sh
	@$(PY) -m pytest -q tests/browser --screenshots docs/screenshots -k screenshot

lock: ## renew the locks after a change of pyproject.toml or package.json (needs uv)
	uv lock
	uv export --quiet --frozen --no-emit-project --no-dev --output-file requirements.txt
	uv export --quiet --frozen --no-emit-project --all-groups --output-file requirements-dev.txt
	uv export --quiet --frozen --no-emit-project --all-groups --extra sentence-transformers --prune torch --output-file requirements-st.txt
	npm install --package-lock-only

clean: ## remove what was installed and made; the data under var/ stays
	rm -rf .venv .venv-st .venv-rasa node_modules app/web/static/vendor backend/static/vendor *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

$(RUN_READY): requirements.txt pyproject.toml tools/install.sh
	@tools/install.sh requirements.txt
	@touch $@

$(TEST_READY): requirements-dev.txt pyproject.toml tools/install.sh
	@tools/install.sh requirements-dev.txt
	@touch $(RUN_READY) $@

$(ST_READY): requirements-dev.txt requirements-st.txt pyproject.toml tools/install.sh tools/install_st.sh
	@tools/install_st.sh
	@touch $@

$(ST_MODEL)/modules.json: $(ST_READY) tools/convert_bundled_e5.py tools/charsmap.py connectors/e5_weights.py
	@.venv-st/bin/python -m tools.convert_bundled_e5 $(ST_MODEL)
	@touch $@

$(RASA_READY): requirements-rasa.txt tools/install_rasa.sh
	@tools/install_rasa.sh
	@touch $@

$(RASA_MODEL): $(RASA_READY) tools/train_rasa.sh $(wildcard assistant/rasa/*.yml) assistant/rasa/e5_featurizer.py
	@tools/train_rasa.sh
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@command -v npm >/dev/null || { echo "permanence: Node 20 ou plus récent est nécessaire (nodejs.org, ou apt-get install nodejs npm)" >&2; exit 1; }
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(FRONT): node_modules/.package-lock.json tools/vendor.mjs tools/icons.txt
	@node tools/vendor.mjs
