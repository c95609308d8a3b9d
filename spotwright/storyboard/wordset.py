"""Word lists as blocks of text, which are easier to read and to mend than thousands of quoted strings."""


def wordset(block: str) -> frozenset[str]:
    """The words of a block of text."""
    return frozenset(block.split())
