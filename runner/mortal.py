"""`python -m runner.mortal MODULE ...`: run a module whose forked children cannot outlive it.

A Celery pool process at work notices the death of its parent only when the work is done.
"""

import ctypes
import os
import runpy
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_forks_with_us() -> None:
    """Ask the kernel to kill every process forked from here on when its parent dies."""
    if sys.platform != "linux":
        return
    prctl = ctypes.CDLL(None).prctl
    pid = os.getpid()

    def remember() -> None:
        nonlocal pid
        pid = os.getpid()

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
        if os.getppid() != pid:
            os._exit(1)

    os.register_at_fork(before=remember, after_in_child=bind)


if __name__ == "__main__":
    end_forks_with_us()
    module = sys.argv[1]
    sys.argv = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
