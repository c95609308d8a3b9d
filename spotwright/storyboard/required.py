"""Lines that the brand requires, such as a legal line: they stand on the end card."""

from dataclasses import replace

from spotwright.storyboard import guard, text
from spotwright.storyboard.board import SUPPORT_LIMIT
from spotwright.storyboard.drafts import Draft
from spotwright.storyboard.statements import same


def with_required(closing: Draft, rules: guard.Rules) -> Draft:
    """The end card with the required lines below its call, as many as fit; the address stays if it can."""
    missing = [line for line in rules.required if same(line) not in same(f"{closing.headline} {closing.support}")]
    below = ""
    for line in missing:
        longer = f"{below} · {line}" if below else line
        if text.width(longer) <= SUPPORT_LIMIT and guard.guarded(longer, rules) == longer:
            below = longer
    if not below:
        return closing
    signed = f"{closing.support} · {below}"
    return replace(closing, support=signed if closing.support and text.width(signed) <= SUPPORT_LIMIT else below)
