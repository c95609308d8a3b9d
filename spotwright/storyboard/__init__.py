"""Storyboards: a brief in, scenes with words, pictures and times out, and another take of any one of them.

Pure: no input or output, no clock, no chance but the brief's seed. Another writer, such as a language model, stands
behind the same two calls, :func:`write` and :func:`regenerate`.
"""

from spotwright.storyboard.board import Counts, Look, Scene, Storyboard, stats
from spotwright.storyboard.brief import AssetRef, BrandGuide, Brief, CampaignBrief
from spotwright.storyboard.guard import forbidden_colors, violations
from spotwright.storyboard.revise import regenerate
from spotwright.storyboard.writer import plan_counts, write

__all__ = [
    "AssetRef",
    "BrandGuide",
    "Brief",
    "CampaignBrief",
    "Counts",
    "Look",
    "Scene",
    "Storyboard",
    "forbidden_colors",
    "plan_counts",
    "regenerate",
    "stats",
    "violations",
    "write",
]
