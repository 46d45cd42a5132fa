"""The state diagrams in `docs/states.md` are drawn from the tables that the code moves by.

`python -m tests.test_states` writes them anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "states.md"


@dataclass(frozen=True)
class Table:
    """The moves of one kind of thing; it begins in the first state named."""

    app: str
    source: str
    moves: Mapping[Any, frozenset[Any]]

    @property
    def begins(self) -> Any:
        return next(iter(self.moves))


def is_moves(value: object) -> bool:
    """Whether a value of a module says which states follow each state."""
    return isinstance(value, dict) and all(isinstance(to, frozenset) for to in value.values())


def tables() -> list[Table]:
    """Every table of moves in an app's `enums.py`."""
    found = []
    for path in sorted([*ROOT.glob("coordination/*/enums.py"), *ROOT.glob("*/enums.py")]):
        source = path.relative_to(ROOT)
        module = import_module(".".join(source.with_suffix("").parts))
        for moves in vars(module).values():
            if is_moves(moves):
                found.append(Table(path.parent.name, str(source), moves))
    return found


TABLES = tables()
each_table = pytest.mark.parametrize(
    "table", TABLES, ids=lambda table: f"{table.app}-{type(table.begins).__name__}"
)

HEAD = """# States

Drawn by `python -m tests.test_states` from the tables of moves in the code; a test compares them.
The same tables make the triggers that refuse every other move in the database. Each state is named
as in the code and in the API, with the Danish words that the pages show.
"""


def drawn(table: Table) -> Iterable[str]:
    """One diagram as lines of Markdown with Mermaid in it."""
    order = list(table.moves)
    yield f"\n## {table.app}: {type(table.begins).__name__}\n"
    yield f"`{table.source}`\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield from (f"    {state.value} : {state.label}" for state in order)
    yield f"    [*] --> {table.begins.value}"
    for state, following in table.moves.items():
        for to in sorted(following, key=order.index):
            yield f"    {state.value} --> {to.value}"
        if not following:
            yield f"    {state.value} --> [*]"
    yield "```"


def document() -> str:
    """The page, in the language of the source text."""
    with translation.override(None):
        lines = [line for table in TABLES for line in drawn(table)]
    return HEAD + "\n".join(lines) + "\n"


def guarded(app: str) -> dict[frozenset[str], tuple[type[Model], str]]:
    """What a trigger watches in an app: the words, and the model and field that hold them."""
    found = {}
    for model in apps.get_app_config(app).get_models():
        for trigger in getattr(model._meta, "triggers", []):
            if trigger.name.endswith("_moves"):
                watched = model._meta.get_field(trigger.field)
                if not watched.has_default():
                    continue  # what begins in several ways is the model's own table
                words = {value for value, _label in watched.choices}
                found[frozenset(words)] = (model, trigger.field)
    return found


def test_the_page_of_states_is_drawn_from_the_code():
    assert DOCUMENT.read_text() == document(), "run: python -m tests.test_states"


@each_table
def test_a_table_of_moves_names_every_state_and_each_can_be_reached(table):
    reached, fresh = set(), {table.begins}
    while fresh:
        reached |= fresh
        fresh = {to for state in fresh for to in table.moves[state]} - reached

    assert reached == set(table.moves) == set(type(table.begins))


@each_table
def test_a_table_of_moves_guards_one_model_that_begins_where_the_table_does(table):
    model, field = guarded(table.app)[frozenset(state.value for state in table.moves)]

    assert model._meta.get_field(field).default == table.begins


def test_no_state_is_guarded_without_a_table():
    known = {(table.app, frozenset(state.value for state in table.moves)) for table in TABLES}

    assert known == {
        (config.label, words)
        for config in apps.get_app_configs()
        for words in guarded(config.label)
    }


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    DOCUMENT.write_text(document())
