package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/diag"
)

func amount(usd float64) string { return strconv.FormatFloat(usd, 'f', 2, 64) }

// price is a price of one unit, with all its digits.
func price(usd float64) string {
	text := strconv.FormatFloat(usd, 'f', -1, 64)
	if i := strings.IndexByte(text, '.'); i < 0 || len(text)-i < 3 {
		return amount(usd)
	}
	return text
}

func quantity(i cost.ItemLine) string {
	if i.Least == i.Most {
		return amount(i.Least)
	}
	return amount(i.Least) + " to " + amount(i.Most)
}

func mark(m cost.Month) string {
	if m.Exact {
		return ""
	}
	return "~"
}

func budget(m cost.Month) string {
	text := amount(m.Budget.Monthly) + " USD: " + m.Budget.Verdict
	switch {
	case m.Budget.Verdict == cost.NotJudged:
		return text + ", a price is not known"
	case m.Fixed != nil:
		return fmt.Sprintf("%s by %s", text, amount(abs(m.Budget.Monthly-*m.Fixed)))
	}
	return text
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

// lower is what a choice takes off, "" for a remark.
func lower(s cost.SavingLine) string {
	about := ""
	if !s.Exact {
		about = "~"
	}
	switch {
	case abs(s.Fixed) < cost.Cent && abs(s.Ceiling) < cost.Cent:
		return ""
	case abs(s.Fixed) < cost.Cent:
		return fmt.Sprintf("  nothing fixed, up to %s%s", about, signed(-s.Ceiling))
	case abs(s.Fixed-s.Ceiling) < cost.Cent:
		return fmt.Sprintf("  %s%s", about, signed(-s.Fixed))
	}
	return fmt.Sprintf("  %s%s, up to %s", about, signed(-s.Fixed), signed(-s.Ceiling))
}

func signed(usd float64) string {
	if usd > 0 {
		return "+" + amount(usd)
	}
	return amount(usd)
}

func totalText(t cost.Total) string {
	about := ""
	if !t.Exact {
		about = "~"
	}
	text := fmt.Sprintf("%s%s fixed, up to %s%s", about, amount(t.Fixed), about, amount(t.Ceiling))
	if t.Zones > 0 {
		text += fmt.Sprintf(", with %d %s of Route 53 at %s", t.Zones, plural(t.Zones, "hosted zone", "hosted zones"), amount(t.ZoneUSD))
	}
	if t.ByUse > 0 {
		text += fmt.Sprintf("; %s by use", amount(t.ByUse))
	}
	if len(t.Without) > 0 {
		text += "; not counted: " + diag.Visible(strings.Join(t.Without, ", "))
	}
	return text
}
