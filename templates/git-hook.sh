#!/bin/sh
# pylon-gen: what is about to be committed must be rendered. The hook looks at the
# staged files, not at those on the disk; git commit --no-verify goes past it.
set -eu
cd "$(git rev-parse --show-toplevel)"

# Every directory with a spec, or with the lock of one that is gone, whatever its other
# files are called.
specs=$(
  {
    git ls-files -z -- pylon.stack.yaml pylon.stack.yml '*/pylon.stack.yaml' '*/pylon.stack.yml'
    git grep --cached -lz -e '^input .* pylon\.stack\.ya*ml$' -- pylon-gen.lock '*/pylon-gen.lock' || :
  } | tr '\0' '\n'
)
[ -n "$specs" ] || exit 0
command -v pylon-gen >/dev/null || {
  echo "pylon-gen is not installed, and what is staged has to be checked: see $0" >&2
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

# A manifest that git ignores is not staged: the one on the disk counts.
printf '%s\n' "$specs" | while IFS= read -r spec; do
  [ -f "$staged/$spec" ] || continue
  manifest=$(tr -d '\r' <"$staged/$spec" | sed -n "s/^manifest: *[\"']\{0,1\}\([^\"'# ]*\).*/\1/p")
  manifest=${spec%"${spec##*/}"}${manifest:-pylon.manifest.json}
  if [ ! -e "$staged/$manifest" ] && [ -f "$manifest" ] && git check-ignore -q -- "$manifest"; then
    mkdir -p "$staged/$(dirname "$manifest")"
    cp "$manifest" "$staged/$manifest"
  fi
done
cd "$staged"
pylon-gen check ./...
