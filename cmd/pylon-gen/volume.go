package main

import (
	"fmt"
	"os"
	"regexp"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// volumeName is the volume of the local database in a compose file of ours.
var volumeName = regexp.MustCompile(`(?m)^  postgres-([0-9]+):`)

// volumeLeft warns when the compose file that is about to be written no longer
// names the volume that the one on the disk does: the local data stays there.
func (l *loaded) volumeLeft(file render.File) diag.List {
	root, err := os.OpenRoot(l.at)
	if err != nil {
		return nil
	}
	defer root.Close()
	old, err := root.ReadFile(file.Path)
	if err != nil {
		return nil // there was none
	}
	before, now := volumeName.FindSubmatch(old), volumeName.FindSubmatch(file.Bytes)
	if before == nil || now == nil || string(before[1]) == string(now[1]) {
		return nil
	}
	return diag.List{{
		Code: resolve.CodeVolume, Severity: diag.Warning, Pos: source.Pos{File: l.shown(l.spec), Line: 1, Col: 1},
		Message: fmt.Sprintf("the local database moves from PostgreSQL %s to %s, its data stays in the volume postgres-%s", before[1], now[1], before[1]),
		Why:     "no version of PostgreSQL reads the files of another major version",
		Fix:     fmt.Sprintf("dump it first, or drop it: docker volume rm %s_postgres-%s", l.app.DevProject(), before[1]),
	}}
}
