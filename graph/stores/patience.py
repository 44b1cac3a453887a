"""Waiting for something that may never come back: a name that is not resolved, a server that says nothing.

No timeout of a socket covers all of that. So the work is done in a thread of its own, which can be left behind: it
keeps nobody from going on, nor the program from ending.
"""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


class Overdue(Exception):
    """No answer in the time that was given. The work may still be going on."""


class Silent(Exception):
    """The other side neither answers nor says that it is there."""


def started(work: Callable[[], T]) -> "Future[T]":
    """The outcome to be of some work that has begun."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 -- it is raised by whoever asks for the result
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return future


def came(future: "Future[T]", seconds: float) -> bool:
    """Whether an outcome has come, after at most so many seconds."""
    return bool(wait([future], max(0.0, seconds)).done)


def within(seconds: float, work: Callable[[], T]) -> T:
    """What some work gives, or raises, within so many seconds; raises Overdue where it takes longer."""
    future = started(work)
    if not came(future, seconds):
        raise Overdue
    return future.result()
