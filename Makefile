# `make run` and `make test` do everything that is missing; `make help` lists the rest.
# Each step leaves a mark in build/, so that running again costs nothing.

PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
export HF_HUB_OFFLINE := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONWARNINGS := ignore
export TQDM_DISABLE := 1

CONTACTS := $(wildcard data/contacts/*)
CONTENT := data/nlu.yml data/calibration.jsonl data/follow_ups.yml data/urgency_examples.yml data/rules.yml data/stories.yml config.yml domain.yml $(wildcard data/answers/*.yml)
MODEL_CODE := $(wildcard bot/nlu/*.py bot/nlu/e5/*.py bot/safety/classifier.py bot/content/*.py bot/language/*.py bot/dialogue/importer.py bot/dialogue/payloads.py bot/contacts/source.py bot/training.py)

.PHONY: help run test check model contacts lock bench report clean

help:
	@echo "make run       set up what is missing, start everything, print the address of the chat page"
	@echo "make test      set up what is missing, run the whole test suite"
	@echo "make check     ruff and mypy, and tsc where npm ci has been run"
	@echo "make model     train the model, if anything it is made of has changed"
	@echo "make contacts  build the contacts database, if data/contacts/ has changed"
	@echo "make bench     measure speed and memory beside the bot that rasa init makes"
	@echo "make report    measure how well messages are understood, and write docs/understanding.md"
	@echo "make lock      resolve requirements.in into requirements.lock"
	@echo "make clean     remove what was built (not .venv)"

run: build/installed build/contacts.done build/model.done build/search.done
	@$(PYTHON) -W ignore -m bot serve

test: build/installed build/contacts.done build/model.done build/search.done
	@echo "[4/4] Tests"
	@$(PYTHON) -W ignore -m pytest

check: build/installed
	@$(PYTHON) -m ruff check . && $(PYTHON) -m mypy
	@[ ! -x node_modules/.bin/tsc ] || npm run --silent check

model: build/model.done

contacts: build/contacts.done

bench: build/installed build/contacts.done build/model.done build/search.done
	@$(PYTHON) -W ignore -m benchmarks

report: build/installed build/contacts.done build/model.done
	@$(PYTHON) -W ignore -m bot.report

build/installed: requirements.lock scripts/install.sh
	@sh scripts/install.sh
	@mkdir -p build && touch $@

build/contacts.done: build/installed $(CONTACTS) $(wildcard bot/contacts/*.py bot/contacts/migrations/versions/*.py)
	@echo "[2/4] Contacts database"
	@$(PYTHON) -W ignore -m bot contacts import || { echo "The contacts could not be imported: mend data/contacts/ as the line above says, and run make again."; exit 1; }
	@touch $@

build/model.done: build/installed $(CONTENT) $(MODEL_CODE) data/contacts/national.yml data/contacts/regional.yml
	@echo "[3/4] Training the model (a minute and a half, less when little has changed)"
	@$(PYTHON) -W ignore -m bot train || { echo "The model could not be trained: mend what the lines above name, and run make again."; exit 1; }
	@touch $@

build/search.done: build/contacts.done data/laws.yml data/nlu.yml $(wildcard data/answers/*.yml bot/reference/*.py bot/language/*.py) bot/nlu/vectors.py
	@echo "      The reference's search"
	@$(PYTHON) -W ignore -m bot index || { echo "The reference's search could not be made: mend what the lines above name, and run make again."; exit 1; }
	@touch $@

lock: build/installed
	@$(PYTHON) -m uv pip compile -q --system-certs --no-header --no-annotate --python $(PYTHON) requirements.in -o requirements.lock

clean:
	@rm -rf build
