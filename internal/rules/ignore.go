package rules

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// staleIgnore is the id of findings about ignores.
const staleIgnore = "PG024"

// ignored takes out what the spec ignores, and reports ignores that silence
// nothing: they would hide the next finding of their rule.
func ignored(list []finding, ignores []stack.Ignore) (kept []finding, stale diag.List) {
	if len(ignores) == 0 {
		return list, nil
	}
	used := make([]bool, len(ignores))
	for _, f := range list {
		silent := false
		for i, ignore := range ignores {
			if ignore.Rule == f.Code && (ignore.Stage == "" || ignore.Stage == f.stage) {
				used[i], silent = true, true
			}
		}
		if !silent {
			kept = append(kept, f)
		}
	}
	for i, ignore := range ignores {
		rule := Lookup(ignore.Rule)
		_, runtimes := pylon.FindRefusal(ignore.Rule)
		d := diag.Diagnostic{Code: staleIgnore, Severity: diag.Warning, Pos: ignore.Pos, Fix: "remove it"}
		switch {
		case rule == nil && !runtimes:
			d.Message, d.Fix = fmt.Sprintf("ignore: there is no rule %s", ignore.Rule), "see pylon-gen explain for the rules there are"
		case used[i]:
			continue
		case rule != nil && !rule.Ignorable():
			d.Message, d.Why = fmt.Sprintf("ignore: %s cannot be ignored", ignore.Rule), "nothing could be rendered, or the outputs would not be right"
		default:
			d.Message, d.Why = fmt.Sprintf("ignore: %s has nothing to say here", ignore.Rule), "it would hide the next finding of that rule"
		}
		stale = append(stale, d)
	}
	return kept, stale
}
