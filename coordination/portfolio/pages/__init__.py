from coordination.portfolio.pages.agreements import agreement_detail, line_row
from coordination.portfolio.pages.deadlines import MONTH_AGO, deadline_row, shown_once, tile
from coordination.portfolio.pages.lists import agreement_list

__all__ = [
    "MONTH_AGO",
    "agreement_detail",
    "agreement_list",
    "deadline_row",
    "line_row",
    "shown_once",
    "tile",
]
