"""Clausier: a company's terms, published from Markdown in git (see ARCHITECTURE.md)."""
