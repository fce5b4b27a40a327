#!/usr/bin/env bash
# Packs a site for GitHub Pages: pack.sh SITE ARCHIVE
#
# Files whose names begin with a dot are part of it (.well-known/).
set -euo pipefail
tar --dereference --hard-dereference --directory "$1" --create --file "$2" .
