# `make` alone lists what there is. Needs Python 3.11 to 3.13, git and make; everything else is fetched into this folder.

PYTHON ?= python3
UV     := .tools/bin/uv
RUN    := .venv/bin
DATA   ?= data

# Trust what this machine trusts: behind a company's proxy the certificates that uv brings along are not enough.
export UV_SYSTEM_CERTS := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-cluster machine chaos chaos-short chaos-points chaos-disk bench-scale test-fast test-oracles golden lint format bench bench-render looks proof-media openapi clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready  ## Install everything that uv.lock pins, into .venv

.venv/.ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --quiet --frozen --python $(PYTHON)
	@touch $@

$(UV):
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if (3, 11) <= v < (3, 14) else "Spotwright needs Python 3.11 to 3.13; this is %d.%d. Try: make PYTHON=python3.11 ..." % v[:2])'
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv==0.13.9

demo: setup  ## Make out/demo.mp4 from a brief and real photographs
	@mkdir -p out
	@$(RUN)/spotwright make examples/brief.json \
	  --asset examples/photos/espresso.jpg --asset examples/photos/fig-bowl.jpg --asset examples/photos/dandelions.jpg \
	  --data-dir out/data --out out/demo.mp4
	@echo
	@echo "Watch out/demo.mp4, and look at its storyboard in out/demo.storyboard.jpg."
	@echo "Next: change examples/brief.json and run 'make demo' again, or 'make serve' and open http://127.0.0.1:8000/docs"

serve: setup  ## Serve the API with a worker, on http://127.0.0.1:8000
	$(RUN)/spotwright serve --data-dir $(DATA)

test: setup  ## Run every test that this machine can run
	$(RUN)/pytest -n 2 --dist worksteal tests/unit tests/contract
	$(RUN)/pytest -n 2 --dist loadfile tests/golden tests/integration
	$(RUN)/pytest -n 2 --dist loadfile tests/acceptance

test-cluster: setup  ## Run what matters of it on PostgreSQL and S3, both started by the tests
	$(RUN)/pytest --world cluster -n 2 --dist worksteal tests/contract
	$(RUN)/pytest --world cluster tests/acceptance -m cluster

machine: setup  ## Let two users do anything in any order, with restarts between, 200 times 50 steps (10 minutes)
	PYTHONPATH=tests $(RUN)/python -m tests.chaos.machine --runs 200 --steps 50

chaos: setup  ## Kill, cut off and take away while customers order films; figures in docs/proofs/durability.txt (50 minutes)
	nice -n 5 $(RUN)/python -m tests.chaos whole --out docs/proofs/durability.txt

chaos-short: setup  ## Two minutes of it: 25 kills over 60 jobs
	nice -n 5 $(RUN)/python -m tests.chaos short

chaos-points: setup  ## Kill, fail and delay at every fail-point in the code, under a small job each time (an hour)
	nice -n 5 $(RUN)/python -m tests.chaos.points

chaos-disk: setup  ## Fill, break and close the disk at every write of a small job
	nice -n 5 $(RUN)/python -m tests.chaos.disk

bench-scale: setup  ## Measure what a second worker brings, and what the engine itself costs (docs/proofs/scale.txt)
	PYTHONPATH=tests $(RUN)/python -m benchmarks.scale --out docs/proofs/scale.txt

test-fast: setup  ## Run the unit tests only
	$(RUN)/pytest -n 2 --dist worksteal tests/unit

test-oracles: setup  ## Read finished films back with other people's eyes and ears (fetches more packages)
	$(UV) sync --quiet --frozen --inexact --group oracles
	$(RUN)/pytest -n 2 --dist loadscope tests/oracles

golden: setup  ## Record golden frames and sounds anew, and say what changed (look at it in out/golden)
	$(RUN)/python tests/golden/frames/record.py
	$(RUN)/python tests/golden/sound/record_sound.py

lint: setup  ## Check style, types and import order
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

format: setup  ## Format the code
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

bench-render: setup  ## Measure rendering against encoding alone and against other makers, in one run (15 minutes)
	$(RUN)/python -m benchmarks.render --out docs/proofs/render.txt

bench: bench-render

looks: setup  ## Draw the contact sheets of all art directions (docs/proofs/looks)
	$(RUN)/python benchmarks/looks/sheets.py

proof-media: setup  ## Try 362 damaged media files and keep the table in docs/proofs/media.txt
	SPOTWRIGHT_TEST_MEDIA=1 SPOTWRIGHT_TEST_MEDIA_TABLE=docs/proofs/media.txt $(RUN)/pytest tests/integration/test_damaged_media.py -k harm

openapi: setup  ## Write openapi.json from the code
	$(RUN)/spotwright openapi --out openapi.json

clean:  ## Remove what the other targets made
	rm -rf .venv .tools out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
