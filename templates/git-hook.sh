#!/bin/sh
# pylon-gen: what is about to be committed must be rendered. The hook looks at the
# staged files, not at those on the disk; git commit --no-verify goes past it.
set -eu
git diff --cached --name-only --diff-filter=ACMRD |
  grep -Eq '(^|/)(pylon\.manifest\.json|pylon\.stack\.ya?ml|pylon-gen\.lock|sst\.config\.ts|docker-compose[^/]*\.ya?ml|\.env\.example|Dockerfile)$|(^|/)cloudformation/' || exit 0
command -v pylon-gen >/dev/null || {
  echo "pylon-gen is not installed, and what is staged has to be checked: see $0" >&2
  exit 1
}
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT
git checkout-index --all --prefix="$staged/"
cd "$staged"
pylon-gen check ./...
