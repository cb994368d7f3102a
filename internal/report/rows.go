package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff"
)

// row is an effect in both targets.
type row struct {
	effect   diff.Effect
	verdicts map[diff.Target]string
}

// rows are the effects of a stage, each once, with the verdict of each target. The
// same effect has another resource in each.
func rows(s diff.StageChange, targets []diff.Target) []row {
	var out []row
	for _, t := range targets {
		for _, e := range s.Targets[t].Effects {
			i := slices.IndexFunc(out, func(r row) bool {
				return r.verdicts[t] == "" && r.effect.Word == e.Word && sameRun(r.effect, e) && (r.effect.Message == e.Message || e.Word == diff.Rolls || sameThing(r.effect, e))
			})
			if i < 0 {
				i = len(out)
				out = append(out, row{effect: e, verdicts: map[diff.Target]string{}})
			}
			out[i].verdicts[t] = verdict(e)
		}
	}
	slices.SortStableFunc(out, func(a, b row) int { return compareWords(a.effect.Word, b.effect.Word) })
	return out
}

// sameRun reports whether two effects ask for the same command at the same time.
func sameRun(a, b diff.Effect) bool {
	return a.When == b.When && (a.Run == nil) == (b.Run == nil) && (a.Run == nil || *a.Run == *b.Run)
}

// sameThing reports whether two losses of data are about one thing: their messages
// start alike, and only what remains of the old thing differs.
func sameThing(a, b diff.Effect) bool {
	if a.Word != diff.DataLoss || a.AppSees != b.AppSees {
		return false
	}
	x, _, _ := strings.Cut(a.Message, ":")
	y, _, _ := strings.Cut(b.Message, ":")
	return x == y
}

func compareWords(a, b diff.Word) int {
	switch {
	case a.Worse(b):
		return -1
	case b.Worse(a):
		return 1
	}
	return 0
}

// verdict is what an engine does, in a word.
func verdict(e diff.Effect) string {
	switch {
	case e.Accepted != "":
		return "accepted"
	case e.Word == diff.Manual:
		return cmp.Or(e.When, "yes")
	case e.Confidence == diff.Assumed && e.Word != diff.Cost:
		return cmp.Or(e.Action, "yes") + "?"
	}
	return cmp.Or(e.Action, "yes")
}
