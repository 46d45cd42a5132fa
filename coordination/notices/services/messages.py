"""What the parties are told about a notice."""

from collections.abc import Iterable
from datetime import datetime

from coordination.access.enums import MemberRole
from coordination.notices.enums import NoticeKind
from coordination.notices.models import Notice
from coordination.reminders import services as reminders

READERS = (
    MemberRole.REGION_ADMIN.value,
    MemberRole.MUNICIPAL_ADMIN.value,
    MemberRole.GP_ORGANISATION.value,
)


def tell(
    notice: Notice,
    organisations: Iterable[int],
    *,
    about: str,
    title: str,
    body: str,
    now: datetime,
) -> None:
    """Tell each party once; `about` names the step, so that each step is told by itself."""
    what = NoticeKind(notice.kind).label.lower()
    for organisation_id in sorted(organisations):
        reminders.schedule(
            key=f"notice:{notice.uuid}:{about}:{organisation_id}",
            group=f"notice:{notice.uuid}",
            organisation_id=organisation_id,
            roles=READERS,
            title=f"{title % {'what': what}}: {notice.agreement.title}",
            body=body,
            path=f"/aftaler/varsler/{notice.uuid}/",
            due_at=now,
        )
