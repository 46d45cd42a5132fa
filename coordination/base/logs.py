"""No CPR number in a log line, whoever wrote it."""

import logging
import re

CPR = re.compile(r"(?<!\d)\d{6}(?:[\s\-–]{0,3}|%2D|%20)\d{4}(?!\d)", re.IGNORECASE)
"""As people write it (`identifiers.parse_cpr`), and as it looks in an address."""


class NoCpr(logging.Filter):
    """Masks whatever looks like a CPR number in message, arguments, traceback and stack."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = CPR.sub("[cpr]", record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = CPR.sub("[cpr]", record.exc_text)
        if record.stack_info:
            record.stack_info = CPR.sub("[cpr]", record.stack_info)
        return True
