# Puts the released program of this action into $RUNNER_TEMP and sets the output found.
# Where there is none for this machine or this ref, it says why and leaves building to the
# next step; a program that is not the published one ends the job.
#
# ACTION is the action's directory, REF what the workflow names behind the @. Who names a
# commit trusts its source and nothing that could be replaced later: that is built.
set -euo pipefail
releases=${PYLON_GEN_RELEASES:-https://github.com/pylon-gen/pylon-gen/releases/download}

build() {
  echo "pylon-gen is built from source: $1"
  exit 0
}

version=$(sed -n 's/^const Version = "\(.*\)"$/\1/p' "$ACTION/internal/release/release.go")
[ "$REF" = "v$version" ] || build "'$REF' is not the tag v$version"

case "$RUNNER_OS" in
  Linux) os=linux ;;
  macOS) os=darwin ;;
  Windows) os=windows ;;
  *) build "there is no release for $RUNNER_OS" ;;
esac
case "$RUNNER_ARCH" in
  X64) arch=amd64 ;;
  ARM64) arch=arm64 ;;
  *) build "there is no release for $RUNNER_ARCH" ;;
esac
archive=pylon-gen_${version}_${os}_$arch.tar.gz program=pylon-gen
if [ "$os" = windows ]; then archive=${archive%.tar.gz}.zip program=pylon-gen.exe; fi

at=$RUNNER_TEMP/pylon-gen-release
mkdir -p "$at"
for file in checksums.txt "$archive"; do
  curl --fail --silent --show-error --location --proto '=https' --retry 2 --max-time 120 \
    --output "$at/$file" "$releases/v$version/$file" || build "v$version/$file cannot be downloaded"
done

if command -v sha256sum >/dev/null; then
  got=$(sha256sum <"$at/$archive")
elif command -v shasum >/dev/null; then
  got=$(shasum -a 256 <"$at/$archive")
else
  build "nothing here computes a SHA-256"
fi
got=${got%% *}
want=$(awk -v name="$archive" '$2 == name { print $1 }' "$at/checksums.txt")
if [ -z "$want" ] || [ "$want" != "$got" ]; then
  echo "::error title=pylon-gen::$archive has the checksum $got, and checksums.txt of v$version has '$want'"
  exit 1
fi
case "$archive" in
  *.zip) unzip -q -o "$at/$archive" "$program" -d "$at" ;;
  *) tar -xzf "$at/$archive" -C "$at" "$program" ;;
esac || build "$archive cannot be unpacked here"
mv "$at/$program" "$RUNNER_TEMP/$program"
echo "found=true" >>"$GITHUB_OUTPUT"
echo "pylon-gen v$version, SHA-256 of $archive: $got"
