from coordination.portfolio.pages.agreements import (
    DEADLINE_LABELS,
    agreement_detail,
    agreement_list,
    deadline_row,
    line_row,
)

__all__ = ["DEADLINE_LABELS", "agreement_detail", "agreement_list", "deadline_row", "line_row"]
