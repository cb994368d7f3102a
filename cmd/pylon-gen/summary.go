package main

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// summary counts projects and their findings in one line. Alongside a project that could
// not be checked it counts only what was found: it is not known that there are no errors.
func (f *checkFlags) summary(results []*result, list diag.List) string {
	failures := 0
	for _, r := range results {
		if r.err != nil {
			failures++
		}
	}
	text := diag.Count(len(results)-failures, "project") + " checked"
	if failures > 0 {
		text += fmt.Sprintf(", %d failed", failures)
	}
	count := map[diag.Severity]int{}
	for _, d := range list {
		count[d.Severity]++
	}
	var parts []string
	for _, s := range []struct {
		severity diag.Severity
		word     string
	}{{diag.Error, "error"}, {diag.Warning, "warning"}, {diag.Info, "note"}} {
		if n := count[s.severity]; n > 0 || failures == 0 {
			parts = append(parts, diag.Count(n, s.word))
		}
	}
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	if count[diag.Info] > 0 && !f.verbose {
		text += " (-v shows notes)"
	}
	return text
}
