#!/bin/sh
# pylon-gen: what is about to be committed must be rendered. The hook looks at the
# staged files, not at those on the disk; git commit --no-verify goes past it.
set -eu
cd "$(git rev-parse --show-toplevel)"

# Every directory with a spec, or with the lock of one that has another name or is gone,
# whatever its other files are called.
specs=$(
  {
    git ls-files -z -- pylon.stack.yaml pylon.stack.yml '*/pylon.stack.yaml' '*/pylon.stack.yml'
    git grep --cached -lz -e '^input [^ ]* .*\.ya*ml$' -- pylon-gen.lock '*/pylon-gen.lock' || :
  } | tr '\0' '\n'
)
[ -n "$specs" ] || exit 0
pylon_gen=$(command -v pylon-gen) || pylon_gen=$PWD/node_modules/.bin/pylon-gen # as npm installs it
[ -x "$pylon_gen" ] || {
  echo "pylon-gen is not installed, and what is staged has to be checked. How to install it:" >&2
  echo "https://github.com/pylon-gen/pylon-gen/blob/main/docs/installation.md" >&2
  exit 1
}
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT
{
  printf '%s\n' "$specs" | while IFS= read -r spec; do
    dir=${spec%"${spec##*/}"}
    git --literal-pathspecs ls-files -z -- "${dir:-.}"
  done
  # The runtime's version is in the lock file of a workspace above.
  git ls-files -z -- ':(glob)**/package.json' ':(glob)**/bun.lock' ':(glob)**/package-lock.json' ':(glob)**/pnpm-lock.yaml' ':(glob)**/yarn.lock'
} | git checkout-index -z -q -f --stdin --prefix="$staged/"

# What git ignores is not staged: the file on the disk counts.
bring() {
  if [ ! -e "$staged/$1" ] && [ -f "$1" ] && git check-ignore -q -- "$1"; then
    mkdir -p "$staged/$(dirname "$1")"
    cp "$1" "$staged/$1"
  fi
}
printf '%s\n' "$specs" | while IFS= read -r spec; do
  [ -f "$staged/$spec" ] || continue
  dir=${spec%"${spec##*/}"}
  manifest=$(tr -d '\r' <"$staged/$spec" | sed -n "s/^manifest: *[\"']\{0,1\}\([^\"'# ]*\).*/\1/p")
  bring "$dir${manifest:-pylon.manifest.json}"
  bring "${dir}pylon-gen.lock"
  [ -f "$staged/${dir}pylon-gen.lock" ] || continue
  tr -d '\r' <"$staged/${dir}pylon-gen.lock" | sed -n 's/^file [^ ]* //p' | while IFS= read -r name; do
    bring "$dir$name"
  done
done
cd "$staged"
"$pylon_gen" check ./... || {
  code=$?
  echo "pylon-gen looked at the staged files: stage what pylon-gen render writes with git add" >&2
  exit $code
}
