"""Going out to other people's servers: one client for the whole product, that cannot be sent to our own network."""

from spotwright.outbound.download import Download, Limits, download
from spotwright.outbound.errors import OutboundError
from spotwright.outbound.policy import UrlPolicy
from spotwright.outbound.transport import OutboundTransport

__all__ = ["Download", "Limits", "OutboundError", "OutboundTransport", "UrlPolicy", "download"]
