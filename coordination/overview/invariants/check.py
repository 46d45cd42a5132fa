from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A sentence that must be true, and the query for what makes it false."""

    code: str
    says: str
    sql: str = ""
