"""Earlier versions that a company has as dated files, made the texts that git keeps.

Theory of operation. `names` reads what a file's name says of it, `plans` what a person wrote in a
plan; `schedule` puts the two together into versions, or says what is missing. `encodings` makes
characters of bytes, `word`, `numbering` and `markup` make Markdown of documents, and `fidelity`
compares the words of what came out with those that went in. `commits` says which files each commit
holds. No disk, no git, no network here: `commands.import_` reads and writes.

Nothing legal is guessed: a day that a name does not write without doubt is asked for.
"""

from __future__ import annotations

from clausier.errors import RefusedError

__all__ = ["ImportingError"]


class ImportingError(RefusedError):
    """A file or a plan cannot be imported as it is."""
