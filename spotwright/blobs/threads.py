"""Blocking calls beside the event loop."""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# These threads mostly wait, for a disk or a child process, so there may be many more of them than processors. asyncio's
# own pool has six on two processors: as many slow uploads would stop every download. Reading has a pool of its own for
# the same reason.
_working = ThreadPoolExecutor(40, thread_name_prefix="work")
_reading = ThreadPoolExecutor(8, thread_name_prefix="read")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `function` in a worker thread and wait for its end, even when the waiting task is cancelled.

    A thread cannot be stopped. Were the cancelled task to go on, it would close files which the thread still writes,
    and a descriptor number that was handed out again would then take another file's bytes.
    """
    return await _wait_to_the_end(_working, partial(function, *args, **kwargs))


async def in_reading_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`in_thread` for short reads."""
    return await _wait_to_the_end(_reading, partial(function, *args, **kwargs))


async def _wait_to_the_end(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    # The request's id lives in the context, and log lines written by the thread carry it.
    context = contextvars.copy_context()
    running = asyncio.get_running_loop().run_in_executor(pool, partial(context.run, work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            try:
                await asyncio.wait([running])
            except asyncio.CancelledError:
                continue
        if not running.cancelled():
            running.exception()
        raise
