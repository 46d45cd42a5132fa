from coordination.agreements.services.approvals import (
    Reference,
    record_decision,
    send_for_approval,
    start_with_approvers,
)
from coordination.agreements.services.bodies import add_meetings, register_body, remove_meeting
from coordination.agreements.services.clauses import confirm_clause, settle_clause
from coordination.agreements.services.dates import (
    add_suspended_interval,
    end_passed,
    leave,
    remove_suspended_interval,
    resume,
    stay,
    terminate,
)
from coordination.agreements.services.documents import MOST_BYTES, add_document
from coordination.agreements.services.drafting import draft, lock, revise, set_ladder
from coordination.agreements.services.sketches import (
    drop_sketch,
    save_answers,
    start_sketch,
)
from coordination.agreements.services.succession import (
    check_before,
    choose_succession,
    drop_succeeded_text,
    end_by_decision,
    succeeded_text,
)
from coordination.agreements.services.text import ClauseText, Text, hash_of

__all__ = [
    "MOST_BYTES",
    "ClauseText",
    "Reference",
    "Text",
    "add_document",
    "add_meetings",
    "add_suspended_interval",
    "check_before",
    "choose_succession",
    "confirm_clause",
    "draft",
    "drop_sketch",
    "drop_succeeded_text",
    "end_by_decision",
    "end_passed",
    "hash_of",
    "leave",
    "lock",
    "record_decision",
    "register_body",
    "remove_meeting",
    "remove_suspended_interval",
    "resume",
    "revise",
    "save_answers",
    "send_for_approval",
    "set_ladder",
    "settle_clause",
    "start_sketch",
    "start_with_approvers",
    "stay",
    "succeeded_text",
    "terminate",
]
