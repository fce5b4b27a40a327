#!/usr/bin/env bash
# Builds the site as it would be: preview.sh TRUSTED FOLDER
#
#   TRUSTED  a checkout in which the tool is installed
#   FOLDER   the proposal as merged, as lay-out.sh leaves it; the site comes in FOLDER/site
#
# Where the build refuses, there is no preview, and that is no failure: the check says why.
set -uo pipefail
trusted=$(cd "$1" && pwd)
cd "$2" || exit 2
NO_MKDOCS_2_WARNING=1 PYTHONPATH=$trusted/hooks "$trusted/.venv/bin/python" -m mkdocs build --strict ||
  { rm -rf site && echo "There is no preview."; }
