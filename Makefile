# make run and make test are all a newcomer needs; each sets up whatever is missing.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash

.PHONY: run test check bench bench-recommend soak demo pictures pictures-test translations schema lock clean prepare prepare-tests

prepare:
	@$(PYTHON) packaging/prepare.py

prepare-tests:
	@$(PYTHON) packaging/prepare.py --tests

# The desk, which asks first while there is no library; without a display a tour of the demo, headless, with screenshots and a summary.
run: prepare
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(BIN)/kclub; \
	else QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES="qt.qpa.*=false" $(BIN)/kclub tour --out build/tour; fi

test: prepare-tests
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n 2 tests

check: prepare-tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q tests/lint

bench: prepare-tests
	@for file in benchmarks/bench_*.py; do echo "== $$file"; QT_QPA_PLATFORM=offscreen $(BIN)/python $$file || exit 1; done

# Ten thousand simulated worlds, half an hour on two cores; a seed that fails is printed with its story.
SEEDS ?= 10000
soak: prepare-tests
	@nice $(BIN)/python -m tests.simulation 0 $$(($(SEEDS) / 2)) & first=$$!; \
	nice $(BIN)/python -m tests.simulation $$(($(SEEDS) / 2)) $$(($(SEEDS) - $(SEEDS) / 2)) && wait $$first

# The recommender beside its rivals on real enrolments; KCLUB_SAMPLES names the folder with the samples.
bench-recommend: prepare-tests
	@$(BIN)/python benchmarks/bench_recommend.py --full

demo: prepare
	@$(BIN)/kclub demo build/demo

# The README's pictures, as this build looks.
pictures: prepare
	@QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES="qt.qpa.*=false" $(BIN)/kclub tour --out build/tour
	@mkdir -p docs/pictures
	@for look in light dark; do cp build/tour/overview-en-$$look-1440x900.png docs/pictures/overview-$$look.png; cp build/tour/overview-zh-$$look-1440x900.png docs/pictures/overview-zh-$$look.png; done

# New pictures for the tests that compare pages with them, after a change that was meant.
pictures-test: prepare-tests
	@KCLUB_PICTURES=write QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q tests/ui/desk/test_pictures.py

# Files for Qt Linguist in build/translations; FROM=file.ts takes one back, as resources/translations/CODE.ts.
translations: prepare-tests
	@$(BIN)/python packaging/translations.py $(FROM)

# What is written from the table declarations: the wire's schema and the page on the file format.
schema: prepare-tests
	@$(BIN)/python packaging/write_schema.py

lock:
	@uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url -q pyproject.toml -o requirements.lock
	@uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url -q --group dev pyproject.toml -o requirements-dev.lock

clean:
	@rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
