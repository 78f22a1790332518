# The two commands: `make run` serves the site, `make test` tests everything. Both can be repeated at any time.
.POSIX:
.PHONY: run test choose check pins format clean screenshots drawings lighthouse bench bench-guard bench-desk bench-import mutants quality bench-writing

BIN = .venv/bin
# Those that kill processes and fill disks take some minutes more: `make test TESTS=` runs them too.
TESTS = -m "not slow"

run: .venv/installed
	@$(BIN)/python -m leanback.secret_key
	@exec $(BIN)/python manage.py serve

test: .venv/installed-dev
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadscope -q $(TESTS)

# Which tests PostgreSQL has to see (tests/choosing.py), after many have come or changed: as long as the tests take.
choose: .venv/installed-dev
	@rm -rf var/tests/statements
	@STATEMENTS=1 $(BIN)/python -m pytest -n auto --dist loadscope -q -m database
	@$(BIN)/python -m tests.choosing

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint templates desk --lint --quiet
	$(BIN)/bandit -q -c pyproject.toml -r accounts stages checks comments desk exchange search wishes practice letters writing leanback -x '*/migrations/*'
	SECRET_KEY=only-for-the-check-of-this-one-command-0123456789-abcdefgh SITE_URL=https://leanback.example VAR_DIR=var/check $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=only-for-the-check-of-this-one-command-0123456789-abcdefgh SITE_URL=https://leanback.example VAR_DIR=var/check $(BIN)/python manage.py check --deploy --fail-level WARNING

format: .venv/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The pictures in README and docs.
screenshots: .venv/installed-dev
	$(BIN)/python -m bench.screenshots

# The ten drawings on one sheet (var/drawings.png), small and large, in both themes; and the icons made of them.
drawings: .venv/installed-dev
	$(BIN)/python -m bench.drawings

# Lighthouse's scores and the bytes on the wire; needs node, and takes two minutes. Not part of the tests.
lighthouse: .venv/installed-dev
	@PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --no-audit --no-fund --prefix var/lighthouse lighthouse vnu-jar
	@$(BIN)/python -m bench.lighthouse

# Every screen of the desk with 100 threads and with 100,000; on SQLite, or on the server of DATABASE_URL. The first time it
# fills its databases, which takes a quarter of an hour; then some minutes. Not part of the tests.
bench-desk: .venv/installed-dev
	@$(BIN)/python -m bench.desk

# How quickly a WordPress site of 100,000 comments comes in (`make bench-import COUNT=20000`: of fewer), and who waits meanwhile.
# Some minutes. Not part of the tests.
bench-import: .venv/installed-dev
	@$(BIN)/python -m bench.importing --count $(or $(COUNT),100000)

# Requests a second beside nginx and a bare view of Django's, in one run; needs nginx and wrk, and takes some minutes. Writes
# var/bench/serving.md. Not part of the tests.
bench: .venv/installed-dev
	@$(BIN)/python -m bench.serving

# What a question, an approval, a reply, an answer and a hundred marked as spam cost; BESIDE=../older measures that working copy
# in turns with this one. Not part of the tests.
bench-writing: .venv/installed-dev
	@$(BIN)/python -m bench.writing --beside "$(BESIDE)"

# What a page costs in queries and nodes of templates; `make test` holds it too.
bench-guard: .venv/installed-dev
	@$(BIN)/python -m pytest -q -n 0 tests/test_work_per_page.py

# How well readers are understood: stages, questions asked before, searches, times (docs/finding.md). A minute. Not part of the tests.
quality: .venv/installed-dev
	@$(BIN)/python -m bench.quality "$(PART)"

# Does a test notice when an important function is broken a little? All of them, or some: `make mutants ONLY=drafts`. By hand,
# after a change of one of these functions; not part of the tests.
mutants: .venv/installed-dev
	@nice $(BIN)/python -m bench.mutants "$(ONLY)"

# New pins, with hashes, for every Python and system we run on.
pins: .venv/installed-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade requirements-dev.in -o requirements-dev.txt

.venv/bin/python:
	@sh .ci/venv

.venv/installed: .venv/bin/python requirements.txt
	@echo "· packages (pinned; the first time takes half a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/bin/python requirements-dev.txt
	@echo "· packages, with those for tests (pinned; the first time takes a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/installed

clean:
	rm -rf .venv var/check var/tests .pytest_cache .ruff_cache
