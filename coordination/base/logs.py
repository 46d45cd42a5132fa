"""No CPR number in a log line, whoever wrote it."""

import logging
import re

CPR = re.compile(r"(?<!\d)\d{6}[-\s]?\d{4}(?!\d)")


class NoCpr(logging.Filter):
    """Masks whatever looks like a CPR number in message, arguments and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = CPR.sub("[cpr]", record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = CPR.sub("[cpr]", record.exc_text)
        return True
