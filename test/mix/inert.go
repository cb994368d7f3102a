package mix

import "github.com/pylon-gen/pylon-gen/internal/render"

// Faults are texts that are not inert in the files.
func Faults(m Mix, files []render.File) []string { return nil }
