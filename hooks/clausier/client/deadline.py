"""A blocking exchange with a site, given up when its time is over."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeAlias, TypeVar

_Result = TypeVar("_Result")
Trace: TypeAlias = Callable[[str, Any], None]
"""What httpx calls at each step of an exchange, as its extension `trace`."""


def run_within(timeout: float, work: Callable[[Trace], _Result]) -> _Result:
    """Return what `work` returns, or raise what it raises.

    httpx bounds each wait for bytes, and so never the whole of headers that come one by one. Hence
    a thread that can be left behind. It ends by itself: the connections that it opened are shut.

    Args:
        timeout: seconds.
        work: makes the exchange, and has it traced.

    Raises:
        TimeoutError: it takes longer.
    """
    outcome: Future[_Result] = Future()
    opened: list[socket.socket] = []
    over = threading.Event()

    def trace(step: str, info: dict[str, Any]) -> None:
        if step.endswith((".connect_tcp.complete", ".start_tls.complete")):
            connection = info["return_value"].get_extra_info("socket")
            opened.append(connection)
            if over.is_set():
                _shut(connection)

    def run() -> None:
        try:
            outcome.set_result(work(trace))
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            outcome.set_exception(error)

    threading.Thread(target=run, name="clausier-client", daemon=True).start()
    try:
        return outcome.result(timeout)
    except BaseException:  # an interrupted wait leaves nothing behind either
        over.set()
        for connection in opened:
            _shut(connection)
        raise


def _shut(connection: socket.socket) -> None:
    """End every wait for a connection, which whoever waits then closes."""
    with suppress(OSError):  # it is closed by now
        # not by its own method: of TLS, that would change what is being read
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
