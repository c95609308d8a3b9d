"""Colours by name, as reviewers and brand books say them."""

COLOR_NAMES: dict[str, str] = {
    "red": "#d32f2f", "crimson": "#b3123b", "burgundy": "#6d1a36", "coral": "#ff6f59", "pink": "#ec5f9b", "magenta": "#c2188f",
    "orange": "#f57c1f", "amber": "#ffb300", "yellow": "#fbc926", "gold": "#c9a227", "golden": "#c9a227", "beige": "#d9c7a8", "cream": "#f3e9d2",
    "brown": "#795548", "green": "#2e9e5b", "lime": "#a4c639", "olive": "#7b8b3a", "mint": "#7fd1ae", "teal": "#0f8b8d", "turquoise": "#2bbbad",
    "cyan": "#18b5d4", "blue": "#2563eb", "navy": "#1b2a5b", "indigo": "#4338ca", "purple": "#7b3fa0", "violet": "#7c4dff", "lavender": "#b39ddb",
    "black": "#111111", "white": "#ffffff", "grey": "#808080", "gray": "#808080", "silver": "#b8bcc2",
}  # fmt: skip
