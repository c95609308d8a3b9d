"""What the workflow engine logs as an error is one."""

import logging

import pytest
from dbos import error

from spotwright.engine import dbos_engine


def logged(cause: BaseException | None) -> bool:
    """Whether an error with this cause gets through to the log."""
    found = None if cause is None else (type(cause), cause, None)
    entry = logging.LogRecord("dbos", logging.ERROR, __file__, 1, "Exception encountered", (), found)
    return bool(logging.getLogger("dbos").filter(entry))


@pytest.mark.parametrize("cancelled", [error.DBOSWorkflowCancelledError, error.DBOSAwaitedWorkflowCancelledError])
def test_cancelled_work_is_no_error(cancelled):
    assert dbos_engine
    assert not logged(cancelled("job_1"))


@pytest.mark.parametrize("cause", [None, ValueError("broken"), error.DBOSException("broken")])
def test_everything_else_is(cause):
    assert logged(cause)
