"""The form for those who do not write Markdown: Sveltia CMS at `/admin/`, off by default.

Theory of operation. `configuration` says what the form asks for, from the same model of the front
matter that reads a page. `bundle` names the exact release and what of it is published. A page goes
through the form by `format.js`, which writes each line as it was unless its value changed;
`start.js` puts the three together. Nothing is loaded from another host but what `Backend.origins`
names.
"""

from __future__ import annotations

from clausier.editor.bundle import FOLDER, BundleError
from clausier.editor.configuration import build_configuration
from clausier.editor.pages import is_file, iter_files

__all__ = ["FOLDER", "BundleError", "build_configuration", "is_file", "iter_files"]
