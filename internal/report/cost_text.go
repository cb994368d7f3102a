package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// CostText returns what stages cost, for a terminal: for each stage what is fixed and
// what the greatest scaling makes of it, then what is paid by use, the budget, and what
// would be cheaper.
func CostText(d cost.Document) string {
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	for _, p := range d.Projects {
		for _, m := range p.Stages {
			say("%s  %s\n", diag.Visible(strings.TrimSpace(p.App+" "+m.Stage)), pricesOf(m))
			monthText(&out, m)
			say("")
		}
		if p.Total != nil && len(p.Stages) > 1 {
			say("%s, all stages  %s\n", diag.Visible(p.App), totalText(*p.Total))
		}
	}
	if d.Total != nil {
		say("all projects  %s\n", totalText(*d.Total))
	}
	say("not covered: %s", strings.Join(d.NotCovered, ", "))
	return out.String()
}

// pricesOf reports which prices are taken, and for what.
func pricesOf(m cost.Month) string {
	text := m.Region + ", list prices of " + m.Read
	if m.Prices != m.Region {
		text = fmt.Sprintf("%s has no complete price table: the list prices of %s of %s are shown", m.Region, m.Prices, m.Read)
	}
	text += ", USD a month"
	if m.Each {
		text += ", for each stage"
	}
	return text
}

// monthText writes the tables of a stage.
func monthText(out *strings.Builder, m cost.Month) {
	var t table
	t.row("", "quantity", "price", "fixed", "up to", "price read")
	for _, l := range m.Lines {
		t.row(l.Name, "", "", amount(l.Fixed), amount(l.Ceiling), "")
		for _, i := range l.Items {
			t.row("  "+i.Price, quantity(i), price(i.USD), amount(i.Least*i.USD), amount(i.Most*i.USD), i.Read)
		}
	}
	for _, name := range m.Unpriced {
		t.row(name, "", "", "unknown", "unknown", "")
	}
	if m.Fixed != nil {
		t.row("sum", "", "", mark(m)+amount(*m.Fixed), mark(m)+amount(*m.Ceiling), "")
	}
	t.write(out)

	fmt.Fprintf(out, "\nby use, not in the sums\n")
	var use table
	for _, u := range m.Usage {
		one, sum := "unknown", ""
		if u.USD != nil {
			one = price(*u.USD)
		}
		if u.Sum != nil {
			sum = fmt.Sprintf("× %d = %s", u.Units, amount(*u.Sum))
		}
		use.row(fmt.Sprintf("  %s, per %s", u.Name, u.Unit), one, sum, u.Price, u.Read)
	}
	use.write(out)
	if m.ByUse != nil {
		fmt.Fprintf(out, "  sum of what usage names  %s\n", amount(*m.ByUse))
	}
	if m.Budget != nil {
		fmt.Fprintf(out, "\nbudget  %s\n", budget(m))
	}
	if len(m.Savings) > 0 {
		fmt.Fprintf(out, "\nwhat would be cheaper\n")
	}
	for _, s := range m.Savings {
		fmt.Fprintf(out, "  %s%s: %s\n", s.Change, lower(s), s.GivenUp)
	}
}

// table is rows of cells: the first column is at the left, numbers at the right.
type table [][]string

func (t *table) row(cells ...string) { *t = append(*t, cells) }

func (t table) write(out *strings.Builder) {
	var widths []int
	for _, row := range t {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range t {
		line := ""
		for i, cell := range row {
			blanks := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				line += cell + blanks
			} else {
				line += "  " + blanks + cell
			}
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}
