"""The two looks: calm, few colours, and none of them carries a meaning alone."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="slate",
    dark=True,
    primary="#7fb3c8",
    secondary="#a9b7c0",
    accent="#d9b36c",
    success="#8fc18a",
    warning="#dcb567",
    error="#e08a80",
    foreground="#d6dbde",
    background="#14181b",
    surface="#1a1f23",
    panel="#242b30",
    boost="#2b3339",
    variables={
        "quiet": "#8b979e",
        "cursor": "#2c4450",
        "field": "#20272c",
        "block-cursor-background": "#2c4450",
        "block-cursor-foreground": "#f1f5f6",
        "input-selection-background": "#7fb3c8 35%",
        "scrollbar": "#39444b",
        "scrollbar-background": "#1a1f23",
        "border": "#39444b",
    },
)

LIGHT = Theme(
    name="paper",
    dark=False,
    primary="#1f6279",
    secondary="#53626a",
    accent="#8a5a00",
    success="#2d6b2c",
    warning="#855600",
    error="#a3332a",
    foreground="#23292c",
    background="#faf8f3",
    surface="#f3f0e8",
    panel="#e8e4d8",
    boost="#e0dccf",
    variables={
        "quiet": "#667178",
        "cursor": "#c9dde4",
        "field": "#ece8dd",
        "block-cursor-background": "#c9dde4",
        "block-cursor-foreground": "#10181b",
        "input-selection-background": "#1f6279 25%",
        "scrollbar": "#c9c4b5",
        "scrollbar-background": "#f3f0e8",
        "border": "#c9c4b5",
    },
)
