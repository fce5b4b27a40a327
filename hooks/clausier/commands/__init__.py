"""The commands, each in a module of its own: `clausier check`, and so on.

Each is a few lines between what is asked and the pure modules that answer. They share `frame` (the
words, the site, the end), `output` (where they write) and `usage` (how they say what they take).

Exit codes: 0, done and nothing wrong; 1, what was asked for does not exist or cannot be done so; 2,
there was nothing to look at (no repository, a shallow clone, a configuration or a history with a
mistake, no site). `check`, `review` and `verify` say by 1 that something is wrong with what they
looked at, and end with 2 whenever they could not; wrong use ends every command with 1.
"""
