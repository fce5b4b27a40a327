#!/usr/bin/env bash
# Looks at a proposal that was laid out: review.sh TRUSTED FOLDER BASE OUTPUT [PREVIEW]
#
#   TRUSTED  a checkout in which the tool is installed
#   FOLDER   the proposal, as lay-out.sh leaves it
#   BASE     the commit that it is to be merged into
#   OUTPUT   the report to write
#   PREVIEW  the address of the site as it would be
#
# Ends as `clausier check` does: 0 where nothing is wrong, 1 where something is, 2 where it could
# not look. The report is written in all cases but the last.
set -uo pipefail
trusted=$(cd "$1" && pwd) folder=$2 base=$3 output=$4 preview=${5:-}
clausier=("$trusted/.venv/bin/clausier")
where=(--base "$base" --config "$folder/mkdocs.yml")

"${clausier[@]}" review "${where[@]}" --output "$output" ${preview:+--preview "$preview"}
code=$?
[ "$code" -le 1 ] || exit "$code"
# On GitHub, what is wrong also stands beside its line.
"${clausier[@]}" check "${where[@]}" ${GITHUB_ACTIONS:+--format github}
