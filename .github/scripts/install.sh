#!/usr/bin/env bash
# Installs the tool from a checkout that is trusted: install.sh TRUSTED
#
# What is proposed is never installed, so that none of its code runs.
set -euo pipefail
cd "$1"
make .venv/site
