# Two commands do everything: `make run` and `make test`. Both set up first what is missing (scripts/setup).
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
bin := .venv/bin

.PHONY: help setup run test check check-migrations format demo samples hostile recognition torture bench services services-stop dist lock clean

help: ## cette liste
	@printf 'Truchement : make CIBLE\n\n'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# PORT= reaches the service as an environment variable, which is how make hands it on.
run: ## lance le service sur http://127.0.0.1:8000 (autre port : make run PORT=8080)
	@scripts/setup run
	@exec $(bin)/truchement run

# What needs the production services runs where they run (make services). Continuous integration must have them: there they
# are started for the tests and stopped after them, and one that does not start fails the run.
test: ## met tout en place, vérifie le code, passe tous les tests
	@scripts/setup test
	@scripts/check
	@chosen=(); if ! $(bin)/python scripts/services status >/dev/null 2>&1; then \
	  if [ -n "$$CI" ]; then trap '$(bin)/python scripts/services stop' EXIT; $(bin)/python scripts/services start || exit 1; \
	  else echo '  – PostgreSQL, RabbitMQ, S3, ClamAV : non essayés, car ils ne tournent pas ici (make services)'; chosen=(-m 'not services'); fi; fi; \
	$(bin)/pytest "$${chosen[@]}" $(wildcard tests/test_*.py tests/unit tests/integration tests/e2e) $(ARGS)

# ARGS="volume" measures one thing; ARGS="--scale 0.1" tries all of them, small. Needs make services, and a calm machine.
bench: ## mesure temps et mémoire, et récrit les tableaux de docs/benchmarks (une heure)
	@scripts/setup test
	@$(bin)/python -m tests.bench $(ARGS)

# ARGS="--stores many-machines" does it to PostgreSQL, RabbitMQ and S3 (make services); --documents, --seed, --table FILE.
torture: ## tue, fige et remplit tout pendant que 200 pièces arrivent, puis compte : rien n'est perdu
	@scripts/setup test
	@$(bin)/python -m tests.torture $(ARGS)

setup: ## met en place ce qui manque : paquets système, Python, interface
	@scripts/setup --strict test && echo '  ✓ Prêt : make run, make test'

check: ## style, mise en forme, types, contrats d'import, dérive des migrations
	@scripts/setup test
	@scripts/check

# The models against the newest migration; scripts/check-migrations belongs to storage/.
check-migrations: ## compare les modèles de données et les migrations
	@.venv/bin/python scripts/check-migrations

format: ## remet le code en forme
	@scripts/setup test
	@$(bin)/ruff check --fix .
	@$(bin)/ruff format .

# ARGS="--table docs/benchmarks/samples.md" writes the table of the documentation anew.
demo: ## passe tous les documents d'exemple dans la chaîne, résultats dans demo-out/
	@scripts/setup run
	@$(bin)/truchement demo --out demo-out $(ARGS)

samples: ## fabrique de nouveau les documents d'exemple
	@scripts/setup run
	@$(bin)/python -m samples.generate

# ARGS="--table docs/benchmarks/hostile.md" writes the table of the documentation anew; ARGS="--each 5" takes a sample.
hostile: ## passe des centaines de fichiers malveillants ou abîmés par la porte et la lecture
	@scripts/setup test
	@$(bin)/python -m tests.hostile $(ARGS)

# ARGS="--half tuning --failures 5" looks at what the rules are tuned on.
recognition: ## mesure ce que le tri reconnaît (formulaires, doublons, pages à refaire…) sur un jeu fabriqué
	@scripts/setup test
	@$(bin)/python -m tests.recognition --table docs/benchmarks/recognition.md $(ARGS)

services: ## installe et lance PostgreSQL, RabbitMQ, Redis, deux serveurs S3 et ClamAV, sur cette machine seule
	@scripts/setup test
	@$(bin)/python scripts/services start

services-stop: ## arrête ce que make services a lancé
	@$(bin)/python scripts/services stop

# WHEELS=1 carries the Python packages too, for machines that reach no registry.
dist: ## emballe cette version pour deploy/install, dans dist/
	@scripts/setup test
	@scripts/dist

lock: ## verrouille de nouveau les dépendances (Python et npm)
	@scripts/setup test
	@scripts/lock

clean: ## efface ce que make a mis en place (jamais les données, dans data/)
	rm -rf .venv node_modules build dist app/static/vendor demo-out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
