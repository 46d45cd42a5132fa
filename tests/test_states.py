"""The state diagrams in `docs/states.md` are drawn from the tables that the code moves by.

`python -m tests.test_states` writes them anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import translation

from acute import enums as acute
from coordination.agreements import enums as agreements

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "states.md"


@dataclass(frozen=True)
class Diagram:
    """One table of moves, and where its objects begin."""

    model: str
    source: str
    moves: Mapping[Any, Iterable[Any]]
    begins: Any


DIAGRAMS = (
    Diagram(
        "agreements.Agreement",
        "coordination/agreements/enums.py",
        agreements.MOVES,
        agreements.State.DRAFT,
    ),
    Diagram(
        "acute.Request",
        "acute/enums.py",
        acute.MOVES,
        acute.RequestState.WAITING,
    ),
)

HEAD = """# States

Drawn by `python -m tests.test_states` from the tables `MOVES` in the code; a test compares them.
The same tables make the triggers that refuse every other move in the database. Each state is named
as in the code and in the API, with the Danish words that the pages show.
"""


def drawn(diagram: Diagram) -> Iterable[str]:
    """One diagram as lines of Markdown with Mermaid in it."""
    yield f"\n## {diagram.model.split('.')[1]}\n"
    yield f"`MOVES` in `{diagram.source}`.\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in diagram.moves:
        yield f"    {state.value} : {state.label}"
    yield f"    [*] --> {diagram.begins.value}"
    for state, following in diagram.moves.items():
        for to in sorted(following, key=list(diagram.moves).index):
            yield f"    {state.value} --> {to.value}"
        if not following:
            yield f"    {state.value} --> [*]"
    yield "```"


def document() -> str:
    """The page, in the language of the source text."""
    with translation.override(None):
        lines = [line for diagram in DIAGRAMS for line in drawn(diagram)]
    return HEAD + "\n".join(lines) + "\n"


def test_the_page_of_states_is_drawn_from_the_code():
    assert DOCUMENT.read_text() == document(), "run: python -m tests.test_states"


def test_every_table_of_moves_names_every_state():
    for diagram in DIAGRAMS:
        assert set(diagram.moves) == set(type(diagram.begins)), diagram.model


def test_an_object_begins_where_its_diagram_begins():
    for diagram in DIAGRAMS:
        field = apps.get_model(diagram.model)._meta.get_field("state")
        assert field.default == diagram.begins, diagram.model


def test_every_state_can_be_reached():
    for diagram in DIAGRAMS:
        reached, fresh = set(), {diagram.begins}
        while fresh:
            reached |= fresh
            fresh = {to for state in fresh for to in diagram.moves[state]} - reached
        assert reached == set(diagram.moves), diagram.model


def test_every_model_whose_state_moves_by_a_table_has_a_diagram():
    moved = {
        model._meta.label
        for model in apps.get_models()
        for trigger in getattr(model._meta, "triggers", [])
        if trigger.name.endswith("_moves")
    }
    assert moved == {diagram.model for diagram in DIAGRAMS}


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    DOCUMENT.write_text(document())
