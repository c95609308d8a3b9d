"""What can go wrong while a film is rendered, in words a person can act on."""


class RenderError(Exception):
    """A film, or a file in it, cannot be rendered. The message says what and why, and names no path."""
