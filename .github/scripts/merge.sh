#!/usr/bin/env bash
# Merges a proposal as its host would, and prints the commit: merge.sh CLONE BASE HEAD
#
# For hosts that make no such commit themselves. Ends with 1 where the two contradict each other.
set -euo pipefail
cd "$1"
tree=$(git merge-tree --write-tree "$2" "$3")
export GIT_AUTHOR_NAME=preview GIT_AUTHOR_EMAIL=preview@localhost
export GIT_COMMITTER_NAME=preview GIT_COMMITTER_EMAIL=preview@localhost
git commit-tree "$tree" -p "$2" -p "$3" -m "The proposal, merged"
