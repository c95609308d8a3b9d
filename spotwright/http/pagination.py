"""``limit`` and ``offset``, as the seed of this API defines them."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from spotwright.http.envelope import answer

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000


class Page(BaseModel):
    """The slice of a list that was asked for."""

    limit: int
    offset: int
    path: str
    query: tuple[tuple[str, str], ...]

    def link(self, offset: int) -> str:
        """The path of the page that starts at ``offset``, with the request's own filters."""
        filters = "".join(f"&{name}={value}" for name, value in self.query)
        return f"{self.path}?limit={self.limit}&offset={offset}{filters}"


def _page(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows a page")] = DEFAULT_LIMIT,
    offset: Annotated[int, Query(ge=0, lt=2**31, description="Rows to skip")] = 0,
) -> Page:
    query = tuple(
        (quote(name, safe=""), quote(value, safe=""))
        for name, value in request.query_params.multi_items()
        if name not in {"limit", "offset"}
    )
    return Page(limit=limit, offset=offset, path=request.url.path, query=query)


Paging = Annotated[Page, Depends(_page)]


def page_answer(page: Page, rows: Sequence[BaseModel], total: int) -> Response:
    """A list in the envelope, with ``meta.page``, ``meta.total`` and a ``Link`` header."""
    following = page.offset + page.limit if page.offset + page.limit < total else None
    links = []
    if following is not None:
        links.append(f'<{page.link(following)}>; rel="next"')
    if page.offset > 0:
        links.append(f'<{page.link(max(0, page.offset - page.limit))}>; rel="prev"')
    last = max(0, (total - 1) // page.limit * page.limit)
    links.append(f'<{page.link(last)}>; rel="last"')
    meta = {
        "page": page.offset // page.limit + 1,
        "total": total,
        "limit": page.limit,
        "offset": page.offset,
        "next": None if following is None else page.link(following),
    }
    return answer(rows, meta=meta, headers={"Link": ", ".join(links)})
