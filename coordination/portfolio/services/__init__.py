from coordination.portfolio.services.making import (
    LATIN,
    Price,
    Wanted,
    change_draft,
    finish_sketch,
    make_draft,
)
from coordination.portfolio.services.succession import (
    Change,
    Chosen,
    Operator,
    apply_succession,
    plan_succession,
)

__all__ = [
    "LATIN",
    "Change",
    "Chosen",
    "Operator",
    "Price",
    "Wanted",
    "apply_succession",
    "change_draft",
    "finish_sketch",
    "make_draft",
    "plan_succession",
]
