"""The engine's first and last lines: what has to be right before the SIP library loads, and how to leave it."""

import gc
import importlib
import os
import signal
import traceback
from typing import NoReturn

from app.phone.available import phone_available
from app.phone.engine.pipe import Pipe
from app.phone.messages import Fatal

__all__ = ["main"]


def main() -> NoReturn:
    """Run until told to close or until the desk is gone; never returns.

    Any exit but `os._exit` lets Python collect live calls and ports, which the library answers with an abort.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches us too; the desk hangs up first
    pipe = Pipe.of_process()
    gc.disable()  # a collection on miniaudio's or pjmedia's thread would free calls there: abort
    try:
        _run(pipe)
    except BaseException:  # even SystemExit must not unwind past here
        pipe.emit(Fatal(text=traceback.format_exc(limit=8)))
        os._exit(1)


def _run(pipe: Pipe) -> NoReturn:
    reason = phone_available()
    if reason is None:
        try:
            loop = importlib.import_module("app.phone.engine.loop")
        except ImportError as error:
            reason = f"The SIP library (pjsua2) cannot be loaded: {error}."
    if reason is not None:
        pipe.emit(Fatal(text=reason, unavailable=True))
        os._exit(2)
    loop.Engine(pipe).run()
    os._exit(0)
