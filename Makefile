# Every target creates what it needs: a virtual environment with pinned packages, made once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check lint types layers data format test-documents test-soak bench readme interview-figures clean

demo: $(READY)  ## write the EcoProductos plan and say where
	@mkdir -p out
	@$(BIN)/svcmodel score examples/ecoproductos.yaml
	@$(BIN)/svcmodel plan examples/ecoproductos.yaml -o out/ecoproductos.html
	@$(BIN)/svcmodel plan examples/ecoproductos.yaml -o out/ecoproductos.md

test: $(READY)  ## every test that needs no system package
	$(BIN)/pytest -q -n auto -m "not documents and not soak"

check: $(READY) lint types layers data  ## lint, types, layers, shipped data

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports --no-logo

data: $(READY)
	$(BIN)/svcmodel check models_catalog questionnaires templates examples

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-documents: $(READY)  ## tests that need a browser; .ci/run installs it where it is missing
	$(BIN)/pytest -q -m documents

test-soak: $(READY)  ## long fuzzing, by hand
	$(BIN)/pytest -q -n auto -m soak
	HYPOTHESIS_PROFILE=searching $(BIN)/pytest -q -n auto tests/properties

bench: $(READY)  ## timings as ratios in one run
	$(BIN)/python -m benchmarks.start_up
	$(BIN)/python -m benchmarks.documents
	$(BIN)/python -m benchmarks.robustness
	$(BIN)/python -m benchmarks.interview_pace
	$(BIN)/python -m benchmarks.batch

readme: $(READY)  ## draw the README's terminal picture, the reading figures and the record again
	$(BIN)/python -m docs.draw_terminal
	$(BIN)/python -m docs.draw_interview_screens
	$(BIN)/python -m docs.draw_readability
	$(BIN)/python -m docs.draw_validity
	$(BIN)/python -m docs.draw_plan_schema
	$(BIN)/python -m docs.draw_word_template

interview-figures: $(READY)  ## draw docs/interview.md's figures again, which takes minutes
	$(BIN)/python -m docs.draw_interview

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@$(BIN)/python -m compileall -q svcmodel
	@touch $(READY)

clean:
	rm -rf $(VENV) out dist build *.egg-info
