"""The commands of the legal team, each in a module of its own: `clausier check`, and so on.

Each is a few lines between what is asked and the pure modules that answer; `frame` holds what they
share. Exit codes: 0, done and nothing wrong; 1, something is wrong with what is proposed; 2, there
was nothing to look at.
"""
