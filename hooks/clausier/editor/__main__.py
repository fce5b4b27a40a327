"""Fetches what the form runs into the folder it is kept in, below the current one (`make cms`)."""

import sys
from pathlib import Path

from clausier.editor.bundle import FOLDER, BundleError, fetch

try:
    fetch(Path(FOLDER))
except BundleError as error:
    sys.exit(str(error))
