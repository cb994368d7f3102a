package report

import (
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
)

// CostMarkdown returns the same as Markdown, a table for each stage.
func CostMarkdown(d cost.Document) string {
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	for _, p := range d.Projects {
		for _, m := range p.Stages {
			say("### %s\n\n%s\n", inert(strings.TrimSpace(p.App+" "+m.Stage)), inert(pricesOf(m)))
			say("| | quantity | price | fixed | up to |\n| --- | ---: | ---: | ---: | ---: |")
			for _, l := range m.Lines {
				say("| **%s** | | | **%s** | **%s** |", l.Name, amount(l.Fixed), amount(l.Ceiling))
				for _, i := range l.Items {
					say("| %s, %s | %s | %s | %s | %s |", inert(i.Price), i.Read, quantity(i), price(i.USD), amount(i.Least*i.USD), amount(i.Most*i.USD))
				}
			}
			for _, name := range m.Unpriced {
				say("| **%s** | | | unknown | unknown |", name)
			}
			if m.Fixed != nil {
				say("| **sum** | | | **%s%s** | **%s%s** |", mark(m), amount(*m.Fixed), mark(m), amount(*m.Ceiling))
			}
			say("\n| by use, not in the sums | price | a month |\n| --- | ---: | ---: |")
			for _, u := range m.Usage {
				one, sum := "unknown", ""
				if u.USD != nil {
					one = price(*u.USD)
				}
				if u.Sum != nil {
					sum = fmt.Sprintf("%d × %s = %s", u.Units, one, amount(*u.Sum))
				}
				say("| %s, %s | %s | %s |", u.Name, u.Unit, one, sum)
			}
			if m.Budget != nil {
				say("\nBudget: %s", budget(m))
			}
			if len(m.Savings) > 0 {
				say("\nWhat would be cheaper:\n")
			}
			for _, s := range m.Savings {
				say("- `%s`%s: %s", s.Change, lower(s), inert(s.GivenUp))
			}
			say("")
		}
		if p.Total != nil && len(p.Stages) > 1 {
			say("%s, all stages: %s\n", inert(p.App), inert(totalText(*p.Total)))
		}
	}
	if d.Total != nil {
		say("All projects: %s\n", inert(totalText(*d.Total)))
	}
	say("Not covered: %s.", strings.Join(d.NotCovered, ", "))
	return out.String()
}
