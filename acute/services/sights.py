"""The unread mark of a request, which disappears for the reader alone."""

from acute.models import Request, Sight
from coordination.base.actor import Actor


def see(actor: Actor, request: Request, *, version: int | None = None) -> None:
    """The actor has seen a request as it is, or as the own act is about to leave it."""
    seen = Sight(request=request, reader_key=actor.key, version=version or request.version)
    Sight.objects.bulk_create(
        [seen],
        update_conflicts=True,
        unique_fields=["request", "reader_key"],
        update_fields=["version"],
    )
