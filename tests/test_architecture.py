"""What the import linter cannot see."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
ORDER = [
    "base",
    "web",
    "audit",
    "parties",
    "access",
    "reminders",
    "agreements",
    "ledger",
    "notices",
    "acute",
    "consultants",
    "discharges",
]
EDGES = {"pages", "api", "tasks", "urls", "api_urls"}
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "signals.py"}
GENERATED = {"package-lock.json", "requirements.lock", "requirements-dev.lock"}
GENERATED |= {"requirements-node.lock", "schema.json"}


def tracked(*patterns: str) -> list[Path]:
    """The files that belong to the project, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def sources() -> list[Path]:
    """The application's own Python files."""
    return [
        path
        for path in tracked(
            "coordination/*.py", "acute/*.py", "consultants/*.py", "discharges/*.py"
        )
        if "migrations" not in path.parts
    ]


def app_of(module: str) -> str:
    """The app a dotted module belongs to."""
    parts = module.split(".")
    return parts[1] if parts[0] == "coordination" and len(parts) > 1 else parts[0]


def test_every_foreign_key_points_down_and_leaves_no_name_above():
    wrong = []
    for model in apps.get_models():
        if model._meta.app_label not in ORDER:
            continue
        for field in model._meta.get_fields():
            to = getattr(field, "remote_field", None)
            if not field.concrete or to is None or to.model._meta.app_label not in ORDER:
                continue
            mine, theirs = model._meta.app_label, to.model._meta.app_label
            if ORDER.index(theirs) > ORDER.index(mine):
                wrong.append(f"{model.__name__}.{field.name} points up to {theirs}")
            if theirs != mine and not to.hidden:
                wrong.append(f"{model.__name__}.{field.name} leaves a name on {theirs}")
    assert wrong == []


def test_the_objects_of_a_model_stay_in_its_own_app():
    wrong = []
    for path in sources():
        relative = path.relative_to(ROOT).with_suffix("")
        mine = app_of(".".join(relative.parts))
        tree = ast.parse(path.read_text())
        foreign = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module and ".models" in node.module
            for alias in node.names
            if app_of(node.module) != mine
        }
        wrong += [
            f"{relative}: {node.value.id}.objects"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr in ("objects", "_base_manager")
            and isinstance(node.value, ast.Name)
            and node.value.id in foreign
        ]
    assert wrong == []


def test_pages_and_api_ask_no_model():
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        if EDGES & {path.stem, path.parent.name}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ".objects" in line
    ]
    assert wrong == []


def test_no_file_is_longer_than_400_lines():
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in tracked("*.py", "*.html", "*.css", "*.js", "*.sql", "*.md", "samspil")
        if path.name not in GENERATED
        and "migrations" not in path.parts
        and (count := len(path.read_text().splitlines())) > 400
    ]
    assert long == []


def test_no_file_has_a_name_that_says_nothing():
    assert [path for path in sources() if path.name in BANNED_NAMES] == []


def test_every_app_has_one_migration_leaf():
    loader = MigrationLoader(None)
    for label in ORDER:
        leaves = loader.graph.leaf_nodes(label)
        assert len(leaves) <= 1, leaves


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=~! ]", text)[0] for text in wanted}
    text = (ROOT / "docs/dependencies.md").read_text()
    assert sorted(name for name in names if f"**{name}**" not in text) == []


def test_no_lock_file_names_a_host():
    for name in sorted(GENERATED - {"schema.json"}):
        assert not re.search(r"https?://", (ROOT / name).read_text()), name


def test_no_task_is_asked_to_wait():
    """Due work is found in rows; a message that waits in Redis would be a second truth."""
    wrong = [
        path
        for path in sources()
        if re.search(r"\b(countdown|eta|apply_async|delay_on_commit|\.delay)\b", path.read_text())
    ]
    assert wrong == []


def test_compose_file_and_settings_agree_on_the_environment():
    settings = (ROOT / "coordination/settings.py").read_text()
    for name in ("SAMSPIL_ENV", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SAMSPIL_KEYS_FILE"):
        assert f'env("{name}"' in settings
