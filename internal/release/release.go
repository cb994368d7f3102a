// Package release knows which release of pylon-gen this is, and where releases are
// published. It is the only place with the version: documentation, hooks, packages and
// the tag of a release are held against it.
package release

import "runtime/debug"

// Version is the release, without the v of its tag. It is recorded in the lock file, so
// it is written here and not taken from the build.
const Version = "0.1.0"

// Repository is where pylon-gen is developed and released.
const Repository = "https://github.com/pylon-gen/pylon-gen"

// Schema returns the address of a published JSON Schema, the name of its file given.
// Each release carries the schemas; the address leads to those of the newest one.
func Schema(file string) string { return Repository + "/releases/latest/download/" + file }

// Commit returns the commit that the program was built from, "" where the build did not
// record it, and whether files had been changed since.
func Commit() (commit string, modified bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", false
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value
		case "vcs.modified":
			modified = s.Value == "true"
		}
	}
	return commit, modified
}
