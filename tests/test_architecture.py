"""The rules of the house, read off the source: who may import what, who may commit, who reads the environment.

Each rule is shown to fail on a made-up module as well as to hold on the real ones.
"""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "root_packages"
]

WEB = {"flask", "flask_babel", "flask_wtf", "werkzeug", "wtforms"}
BROKER = {"celery", "kombu"}
# Modules that start another program. pytesseract does nothing else.
STARTERS = {"subprocess", "multiprocessing", "pty", "pytesseract"}
STARTING_CALLS = {"system", "popen", "fork", "posix_spawn", "create_subprocess_exec", "create_subprocess_shell"}
# One module for each program that is run: the reading process, bubblewrap around it, Tesseract in it, Apertium's
# chains, the trial of a new model in a process that may die.
WRAPPERS = {
    "ocr/sandbox.py",
    "ocr/supervision.py",
    "ocr/tesseract.py",
    "translate/engines/pipeline.py",
    "translate/engines/trial.py",
}
# Two libraries read the process's environment and take no other: pytesseract for its child, argostranslate when it
# is imported. What these modules set serves nothing else; they take no setting from it.
ENVIRONMENT_WRITERS = {"ocr/tesseract.py", "translate/engines/argos_library.py"}
# The unit of work itself, the first beat that every step shares, the relay whose whole work is short transactions,
# and the migrations' own connection.
COMMITTING = {"storage/unit_of_work.py", "storage/steps.py", "storage/outbox.py", "storage/migrations/env.py"}
# Inside a package, imports go from the higher to the lower.
RANKS = {"errors": 0, "queries": 1, "service": 2, "routes": 3, "step": 3, "cli": 3}


@dataclass(frozen=True)
class Module:
    """A source file: path from the root, such as ``ocr/step.py``, and its tree."""

    path: PurePosixPath
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.path.parts[0]


Rule = Callable[[Module], Iterator[str]]


def imported(module: Module) -> Iterator[str]:
    """Dotted names of what a module imports, wherever the import stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def roots(module: Module) -> set[str]:
    return {name.split(".")[0] for name in imported(module)}


def called(module: Module) -> Iterator[str]:
    """Names of the methods and module functions that a module calls."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def web_only_at_the_edge(module: Module) -> Iterator[str]:
    if module.package != "app" and module.path.name != "routes.py":
        yield from (f"imports {name}" for name in roots(module) & WEB)


def broker_only_in_app(module: Module) -> Iterator[str]:
    if module.package != "app":
        yield from (f"imports {name}" for name in roots(module) & BROKER)


def object_store_only_in_storage(module: Module) -> Iterator[str]:
    if module.package != "storage" and "minio" in roots(module):
        yield "imports minio"


def programs_only_in_their_wrapper(module: Module) -> Iterator[str]:
    # app/ runs the service's own processes.
    if module.package == "app" or str(module.path) in WRAPPERS:
        return
    yield from (f"imports {name}" for name in roots(module) & STARTERS)
    yield from (f"calls {name}" for name in called(module) if name in STARTING_CALLS)


def environment_only_in_app(module: Module) -> Iterator[str]:
    if module.package == "app" or str(module.path) in ENVIRONMENT_WRITERS:
        return
    names = {"environ", "environb", "getenv", "putenv"}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in names:
            yield f"line {node.lineno}: {node.attr}"
    yield from (f"imports {name}" for name in imported(module) if name in {f"os.{each}" for each in names})


def imports_stand_at_the_top(module: Module) -> Iterator[str]:
    for function in ast.walk(module.tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"line {node.lineno}: import inside {function.name}"


def imports_are_absolute(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"line {node.lineno}: relative import"


def commits_stand_at_the_edge(module: Module) -> Iterator[str]:
    """A service takes the unit of work and never decides that it is over, nor opens one of its own."""
    name = module.path.name
    if name in {"routes.py", "step.py", "cli.py"} or str(module.path) in COMMITTING:
        return
    # app/ runs the parts: its commands and loops decide, its services do not.
    if module.package == "app" and (name not in {"service.py", "queries.py"} or "commands" in module.path.parts):
        return
    closing = {"commit"} if module.package == "storage" else {"commit", "transaction"}
    yield from (f"calls {each}()" for each in called(module) if each in closing)


def layers_inside_a_package(module: Module) -> Iterator[str]:
    """routes | step -> service -> queries -> errors; nobody imports what is above, or beside at the top."""
    own = RANKS.get(module.path.stem)
    if own is None:
        return
    for name in set(imported(module)):
        parts = name.split(".")
        if parts[0] in PACKAGES and len(parts) > 1:
            other = RANKS.get(parts[-1])
            if other is not None and parts[-1] != module.path.stem and other >= own:
                yield f"imports {name}"


RULES: list[Rule] = [
    web_only_at_the_edge,
    broker_only_in_app,
    object_store_only_in_storage,
    programs_only_in_their_wrapper,
    environment_only_in_app,
    imports_stand_at_the_top,
    imports_are_absolute,
    commits_stand_at_the_edge,
    layers_inside_a_package,
]


def modules_below(root: Path) -> list[Module]:
    return [
        Module(PurePosixPath(path.relative_to(root).as_posix()), ast.parse(path.read_text(encoding="utf-8")))
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
    ]


def breaches(rule: Rule, root: Path) -> list[str]:
    return [f"{module.path}: {breach}" for module in modules_below(root) for breach in rule(module)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Rule) -> None:
    assert len(modules_below(ROOT)) >= len(PACKAGES)
    assert breaches(rule, ROOT) == []


BAD = [
    (web_only_at_the_edge, "intake/service.py", "from flask import request"),
    (web_only_at_the_edge, "delivery/service.py", "import werkzeug.utils"),
    (broker_only_in_app, "ocr/step.py", "from celery import shared_task"),
    (broker_only_in_app, "storage/queue.py", "import kombu.transport"),
    (object_store_only_in_storage, "delivery/service.py", "from minio.error import S3Error"),
    (programs_only_in_their_wrapper, "ocr/reading.py", "import subprocess"),
    (programs_only_in_their_wrapper, "ocr/reading.py", "import pytesseract"),
    (programs_only_in_their_wrapper, "translate/router.py", "import os\nos.popen('apertium -l')"),
    (programs_only_in_their_wrapper, "translate/router.py", "def f():\n    from subprocess import run"),
    (environment_only_in_app, "storage/database.py", "import os\nURL = os.environ['URL']"),
    (environment_only_in_app, "storage/database.py", "from os import environ"),
    (environment_only_in_app, "review/service.py", "import os\nURL = os.getenv('URL')"),
    (imports_stand_at_the_top, "review/service.py", "def f():\n    import json"),
    (imports_stand_at_the_top, "review/service.py", "class A:\n    async def f(self):\n        from a import b"),
    (imports_are_absolute, "review/service.py", "from .queries import one"),
    (imports_are_absolute, "review/service.py", "from . import queries"),
    (commits_stand_at_the_edge, "review/service.py", "def f(uow):\n    uow.commit()"),
    (commits_stand_at_the_edge, "review/queries.py", "def f(uow):\n    uow.session.commit()"),
    (commits_stand_at_the_edge, "review/service.py", "def f(store):\n    store.transaction(1)"),
    (commits_stand_at_the_edge, "storage/queue.py", "def f(session):\n    session.commit()"),
    (commits_stand_at_the_edge, "app/accounts/service.py", "def f(uow):\n    uow.commit()"),
    (layers_inside_a_package, "review/queries.py", "from review.service import claim"),
    (layers_inside_a_package, "review/service.py", "from review import routes"),
    (layers_inside_a_package, "review/errors.py", "import review.queries"),
    (layers_inside_a_package, "translate/step.py", "from translate.routes import page"),
]


@pytest.mark.parametrize(("rule", "path", "source"), BAD)
def test_the_rule_finds_a_breach(rule: Rule, path: str, source: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(source + "\n", encoding="utf-8")
    found = breaches(rule, tmp_path)
    assert found
    assert all(breach.startswith(f"{path}: ") for breach in found)


GOOD = [
    (
        "review/routes.py",
        "from flask import request\nfrom review.service import claim\n\ndef f(uow):\n    uow.commit()",
    ),
    ("app/worker.py", "import os\nimport subprocess\nfrom celery import Celery\nHOME = os.environ['HOME']"),
    ("storage/blobs.py", "from minio import Minio\nfrom storage.errors import ServiceError"),
    ("ocr/tesseract.py", "import pytesseract"),
    ("translate/step.py", "from translate.service import draft\n\ndef f(store):\n    store.transaction(1)"),
    ("review/service.py", "from review.queries import one\nfrom review.errors import StaleError"),
]


@pytest.mark.parametrize(("path", "source"), GOOD)
def test_no_rule_forbids_what_is_right(path: str, source: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(source + "\n", encoding="utf-8")
    assert [breach for rule in RULES for breach in breaches(rule, tmp_path)] == []


def test_every_exception_is_still_one() -> None:
    # A list of exceptions that outlive their modules would let the next one in unseen.
    assert [path for path in WRAPPERS | ENVIRONMENT_WRITERS | COMMITTING if not (ROOT / path).is_file()] == []


def test_every_rule_is_shown_to_find_a_breach() -> None:
    assert {rule for rule, _, _ in BAD} == set(RULES)


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """import-linter with this project's contracts on the packages below ``root``."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True)


def make_house(root: Path) -> None:
    for package in PACKAGES:
        (root / package).mkdir()
        (root / package / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", root)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("storage/queue.py", "import translate"),  # upwards
        ("intake/service.py", "import delivery"),  # sideways
        ("ocr/step.py", "import translate"),  # sideways
        ("review/service.py", "import cases"),  # upwards
        ("cases/routes.py", "import app"),  # upwards
    ],
)
def test_contracts_forbid_ways_up_and_sideways(path: str, line: str, tmp_path: Path) -> None:
    make_house(tmp_path)
    (tmp_path / path).write_text(line + "\n", encoding="utf-8")
    result = lint_imports(tmp_path)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout


def test_contracts_allow_ways_down(tmp_path: Path) -> None:
    make_house(tmp_path)
    (tmp_path / "app" / "main.py").write_text("import cases\nimport ocr\n", encoding="utf-8")
    (tmp_path / "review" / "service.py").write_text("import translate\nimport storage\n", encoding="utf-8")
    result = lint_imports(tmp_path)
    assert result.returncode == 0, result.stdout
