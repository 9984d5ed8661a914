# Every target works from a fresh clone. Only relative paths here: make cannot handle a checkout path with spaces.
# Needs a python3 with venv, or uv. Needs no network once installed.

SUPPORTED := >=3.11,<3.14
UV_VERSION := 0.13.9
UV := $(shell command -v uv >/dev/null 2>&1 && echo uv || echo .tools/bin/uv)
NO_VENV := rm -rf .tools; echo "Cannot install uv: python3 lacks venv or pip. Debian and Ubuntu: apt install python3-venv"; exit 1
BIN := .venv/bin
PACKAGES := portal caselaw reports trustfund
# How many tests run at once: make test WORKERS=0 runs them one by one in one process, as a debugger needs it.
WORKERS ?= 2
LANGUAGES := fr es ru ar zh_Hans
COMPILE := $(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" pyproject.toml --group embedded

# A virtual environment holds its own path. One that was moved or copied here is made anew.
HERE := grep -qsF "$$(pwd -P)/.venv" .venv/bin/activate
$(shell $(HERE) || rm -f .venv/.installed)

# So that `make run PORT=8001` reaches the runner, but an empty PORT does not.
ifdef PORT
export PORT
endif

.PHONY: help install run test lint bench lock messages
.DEFAULT_GOAL := help

help:
	@echo "make run       the whole portal with sample data on http://localhost:8000 (make run PORT=8001 for another port)"
	@echo "make test      everything that must pass"
	@echo "make lint      format, style, layers, types, migrations, deployment settings, translations"
	@echo "make bench     the measurements in tests/benchmarks"
	@echo "make messages  collect and compile the texts to translate"
	@echo "make lock      pin the packages of pyproject.toml (ARGS=--upgrade for their newest versions)"

install: .venv/.installed

run: .venv/.installed
	@exec $(BIN)/python -m portal.embedded.runner

test: .venv/.installed
	$(BIN)/python -m pytest -q --ignore=tests/benchmarks -n $(WORKERS) --dist loadgroup $(ARGS)

bench: .venv/.installed
	$(BIN)/python -m pytest -q -s -o addopts="-p portal.embedded.pytest_plugin --ds=portal.settings.test" tests/benchmarks $(ARGS)

lint: .venv/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	find templates $(PACKAGES) -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(BIN)/lint-imports
	$(BIN)/mypy $(PACKAGES)
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=portal.settings.production ALLOWED_HOSTS=portal.example PORTAL_SITE_URL=https://portal.example \
	SECRET_KEY=checked-but-never-used-0123456789-abcdefghijklmnopqrstuvwxyz DATABASE_URL=postgres://portal@localhost/portal \
	FIELD_ENCRYPTION_KEYS=bGludC1rZXktbm90LXNlY3JldC0wMTIzNDU2Nzg5YWI= \
	REDIS_URL=redis://localhost $(BIN)/python manage.py check --deploy --fail-level WARNING

lock: | $(filter .tools/bin/uv,$(UV))
	$(COMPILE) -o requirements.txt $(ARGS)
	$(COMPILE) --group dev -o requirements-dev.txt $(ARGS)

messages: .venv/.installed
	@command -v msgfmt >/dev/null || { echo "GNU gettext is missing: apt install gettext"; exit 1; }
	$(BIN)/python manage.py makemessages --no-wrap --no-obsolete $(LANGUAGES:%=--locale %) --ignore .venv --ignore .tools --ignore var
	$(BIN)/python manage.py compilemessages --ignore .venv --ignore .tools --ignore var

.venv/.installed: requirements-dev.txt | $(filter .tools/bin/uv,$(UV))
	@echo "Installing the packages into .venv ..."
	@$(HERE) && $(BIN)/python -c "" 2>/dev/null || $(UV) venv -q --clear --python "$(SUPPORTED)" .venv
	@$(UV) pip sync -q --python $(BIN)/python --require-hashes requirements-dev.txt
	@touch $@

.tools/bin/uv:
	@echo "Installing uv into .tools ..."
	@rm -rf .tools
	@python3 -m venv .tools >/dev/null 2>&1 || python3 -m venv --without-pip .tools >/dev/null 2>&1 || { $(NO_VENV); }
	@if test -x .tools/bin/pip; then .tools/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION); \
	else python3 -m pip --python .tools/bin/python install -q --disable-pip-version-check uv==$(UV_VERSION) || { $(NO_VENV); }; fi
