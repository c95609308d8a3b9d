"""What can go wrong on the way out, in words that a stranger may read."""


class OutboundError(Exception):
    """A request was refused or failed.

    The message is the end of a sentence ("the address is not public") and names no address, path or query: it is shown
    to the person who gave the URL, who must not learn from it what stands in our network. ``transient`` is true when
    the same request may well succeed a little later.
    """

    def __init__(self, reason: str, *, transient: bool = False) -> None:
        self.transient = transient
        super().__init__(reason)
