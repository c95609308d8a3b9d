"""What the engine's database says of many jobs at once: for those who look, not for those who work."""

from collections.abc import Iterator, Sequence

from dbos import DBOSClient

from spotwright.engine.dbos_engine import UNFINISHED, open_engine_database, states_of
from spotwright.engine.port import RunState

_PAGE = 1000


class Census:
    """Looks at the workflows of jobs; changes nothing."""

    def __init__(self, url: str) -> None:
        self._database = open_engine_database(url)
        self._client = DBOSClient(system_database_engine=self._database, retry_connection_errors=False)

    def states(self, job_ids: Sequence[str]) -> dict[str, RunState]:
        """Where the workflow of each of these jobs is; ``UNKNOWN`` where there is none."""
        return states_of(self._client, job_ids)

    def running(self) -> Iterator[tuple[str, str]]:
        """(workflow, job) of everything that runs or is queued: stories, and the tasks that they began."""
        offset = 0
        while True:
            page = self._client.list_workflows(
                status=list(UNFINISHED), limit=_PAGE, offset=offset, load_input=False, load_output=False
            )
            for workflow in page:
                yield workflow.workflow_id, workflow.parent_workflow_id or workflow.workflow_id
            if len(page) < _PAGE:
                return
            offset += _PAGE

    def close(self) -> None:
        """Give back every connection."""
        self._client.destroy()
        self._database.dispose()
