# The commands of the project. Each works on a fresh clone, from any folder with `make -C`, as root and not.
.DEFAULT_GOAL := help
.PHONY: help run test scan bench check lock clean environment
MAKEFLAGS += --no-print-directory

PYTHON_HERE := .venv/bin/python
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 4)
ARGS ?=
PRODUCTION = env -u DEBUG -u DEMO -u TESTING \
	SECRET_KEY="$$($(PYTHON_HERE) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	FIELD_KEYS="$$($(PYTHON_HERE) -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
	DATABASE_URL=postgres://application@127.0.0.1:1/advisor \
	DATABASE_OWNER_URL=postgres://owner@127.0.0.1:1/advisor \
	REDIS_URL=redis://127.0.0.1:1/0 \
	EMAIL_URL=smtp://127.0.0.1:25 \
	SITE_URL=https://advisor.example.com

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: environment ## Start the whole site here; PORT, DATABASE_URL and REDIS_URL are respected.
	@exec $(PYTHON_HERE) -m advisor.embedded.run --parent $$PPID

test: environment ## Run the tests, on all cores; ARGS="-k invitation" passes words on to pytest.
	@$(PYTHON_HERE) -m pytest -n $(WORKERS) $(ARGS)

scan: environment ## Measure what takes long: whether time tells that a person exists.
	@$(PYTHON_HERE) -m pytest tests/scan -m scan $(ARGS)

bench: environment ## Measure lists, acts and imports at full size against their targets, and say what is missed.
	@$(PYTHON_HERE) -m pytest tests/bench -m bench -p no:randomly --durations=0 --durations-min=60 -rN -s $(ARGS)
	@$(PYTHON_HERE) -m pytest tests/clients -m bench -p no:randomly $(ARGS)

check: environment ## Lint, format, types, templates, migrations, production settings, house rules, Dockerfile.
	@$(PYTHON_HERE) -m ruff check .
	@$(PYTHON_HERE) -m ruff format --check .
	@$(PRODUCTION) $(PYTHON_HERE) -m mypy .
	@$(PYTHON_HERE) -m djlint --quiet --lint templates
	@$(PRODUCTION) $(PYTHON_HERE) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(PYTHON_HERE) manage.py check --deploy --fail-level WARNING
	@$(PYTHON_HERE) -m pytest tests/test_house_rules.py
	@.venv/bin/hadolint Dockerfile

lock: environment ## Write requirements.txt anew from pyproject.toml; ARGS="--upgrade" takes the newest versions.
	@$(PYTHON_HERE) -m uv pip compile pyproject.toml --group dev --universal --python-version 3.12 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet \
		--output-file requirements.txt $(ARGS)

clean: ## Remove what the commands made, except the data in var/.
	@rm -rf .venv .venv-uv .venv.lock .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

environment:
	@$(PYTHON_HERE) -m advisor.embedded.environment --is-ready 2>/dev/null || \
		{ python="$$(sh advisor/embedded/python.sh)" && "$$python" -m advisor.embedded.environment; }
