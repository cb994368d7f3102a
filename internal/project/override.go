package project

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/render/patch"
	"github.com/pylon-gen/pylon-gen/internal/resolve"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

// notApplied turns overrides that do not apply into findings, which name what
// comes nearest. An override that fails in several stages is one finding.
func notApplied(failures []patch.Failure) diag.List {
	var list diag.List
	for _, f := range failures {
		d := diag.Diagnostic{
			Code: resolve.CodeOverride, Severity: diag.Error, Pos: f.Operation.Pos,
			Message: "the override does not apply: " + f.Problem,
			Why:     "what it patches no longer exists, or never had that name",
			Fix:     nearest(f),
		}
		if f.Component {
			d.Pos = f.Override.Pos
		}
		if !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// shownNames is how many names a finding lists.
const shownNames = 12

// nearest reports what an override could have meant.
func nearest(f patch.Failure) string {
	if best := schema.Nearest(f.Missing, f.Names); best != "" {
		if f.Component {
			return fmt.Sprintf("did you mean component: %s?", best)
		}
		return fmt.Sprintf("did you mean %s/%s?", f.At, best)
	}
	names := f.Names
	more := ""
	if len(names) > shownNames {
		names, more = names[:shownNames], ", ..."
	}
	switch {
	case f.Component:
		return "the file has " + strings.Join(names, ", ") + more
	case len(names) > 0:
		return fmt.Sprintf("%s has %s%s", cmp.Or(f.At, "/"), strings.Join(names, ", "), more)
	}
	return "the nearest path is " + cmp.Or(f.At, "/")
}
