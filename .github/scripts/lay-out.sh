#!/usr/bin/env bash
# Lays a proposal's texts out as data: lay-out.sh TRUSTED PROPOSED COMMIT FOLDER
#
#   TRUSTED   a checkout of the branch that the proposal is to be merged into
#   PROPOSED  a clone that holds the proposal, with the whole history
#   COMMIT    the commit of it to lay out
#   FOLDER    where to; it must not exist
#
# FOLDER gets docs/ from the proposal, and all that can run or decide (the configuration, the
# templates, the hooks) from TRUSTED. So a proposal that changes those is looked at, and shown, by
# the code that is there now. A symbolic link in docs/ becomes a file that holds its target: it
# could otherwise bring a file of this machine into the report. Attributes of the proposal change
# no byte of its files.
set -euo pipefail
trusted=$1 proposed=$2 folder=$(realpath -m "$4")
commit=$(git -C "$proposed" rev-parse --verify --quiet --end-of-options "$3^{commit}")
data=(-c core.hooksPath=/dev/null -c core.symlinks=false -c core.autocrlf=false)

common=$(cd "$proposed" && cd "$(git rev-parse --git-common-dir)" && pwd)
mkdir -p "$common/info"
echo '* -text -eol -ident -filter -working-tree-encoding' >"$common/info/attributes"

git -C "$proposed" "${data[@]}" worktree add --quiet --detach --no-checkout "$folder" "$commit"
git -C "$folder" read-tree "$commit"
git -C "$folder" ls-files -z -- docs | git -C "$folder" "${data[@]}" checkout-index -f -z --stdin
mkdir -p "$folder/docs"
cp -R "$trusted/mkdocs.yml" "$trusted/overrides" "$trusted/hooks" "$folder/"
