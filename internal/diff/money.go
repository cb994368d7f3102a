package diff

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// CostChange is what a month of a stage costs before and after, at list prices.
type CostChange struct {
	Currency string `json:"currency"`
	Region   string `json:"region"`
	// Read is the month in which the latest of the prices was read.
	Read string `json:"read"`
	// Exact: everything has a price, and each price a source.
	Exact bool `json:"exact"`
	// Fixed is the least that a month costs, Ceiling what it costs with all tasks
	// and a busy database; nil where nothing is priced.
	Fixed   Amounts `json:"fixed"`
	Ceiling Amounts `json:"ceiling"`
	// Lines are the parts whose prices differ.
	Lines []CostLine `json:"lines"`
	// Stays are things that leave the stack and go on costing.
	Stays []Stay `json:"stays"`
	// Unpriced are parts without a known price, and what is paid by use.
	Unpriced []string `json:"unpriced"`
}

// Amounts are USD a month before and after, nil on a side that the stage is not
// on, or whose Region has no prices.
type Amounts struct {
	Old *float64 `json:"old" jsonschema:"nullable"`
	New *float64 `json:"new" jsonschema:"nullable"`
}

// CostLine is the least that one part costs in a month, before and after, in USD.
type CostLine struct {
	Name   string  `json:"name"`
	Old    float64 `json:"old"`
	New    float64 `json:"new"`
	Source string  `json:"source"`
}

// Stay is something that is kept after it left the stack. USD is nil where it is
// paid by use.
type Stay struct {
	Name string   `json:"name"`
	USD  *float64 `json:"usd" jsonschema:"nullable"`
}

// byUse is what no estimate counts.
var byUse = []string{"data transfer", "requests", "storage", "logs"}

// costChange compares the months of a stage. Old or new is nil on a side that it
// is not on.
func costChange(old, now *Stage) *CostChange {
	change := &CostChange{Currency: "USD", Exact: true, Lines: []CostLine{}, Stays: []Stay{}, Unpriced: []string{}}
	before, after := map[string]cost.Line{}, map[string]cost.Line{}
	var names []string
	for _, side := range []struct {
		s              *Stage
		lines          map[string]cost.Line
		fixed, ceiling **float64
	}{{old, before, &change.Fixed.Old, &change.Ceiling.Old}, {now, after, &change.Fixed.New, &change.Ceiling.New}} {
		if side.s == nil {
			continue
		}
		e := cost.Of(side.s.Stack, side.s.Region)
		change.Region, change.Read = side.s.Region, max(change.Read, e.Read)
		change.Exact = change.Exact && e.Exact()
		for _, l := range e.Lines {
			side.lines[l.Name] = l
			names = append(names, l.Name)
		}
		for _, name := range e.Unpriced {
			if !slices.Contains(change.Unpriced, name) {
				change.Unpriced = append(change.Unpriced, name)
			}
		}
		if len(e.Lines) > 0 {
			least, most := e.Sum()
			least, most = cost.Rounded(least), cost.Rounded(most)
			*side.fixed, *side.ceiling = &least, &most
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if a, b := before[name], after[name]; math.Abs(a.Least-b.Least) >= cost.Cent || math.Abs(a.Most-b.Most) >= cost.Cent {
			change.Lines = append(change.Lines, CostLine{name, cost.Rounded(a.Least), cost.Rounded(b.Least), "list prices " + change.Read})
		}
	}
	for _, s := range []*Stage{old, now} {
		for _, name := range addedByOverrides(s) {
			change.Exact = false
			if !slices.Contains(change.Unpriced, name) {
				change.Unpriced = append(change.Unpriced, name)
			}
		}
	}
	if old != nil && now != nil {
		change.Stays = stays(old, now)
	}
	change.Unpriced = append(change.Unpriced, byUse...)
	return change
}

// addedByOverrides are the resources that cannot be priced: those that an override
// adds to the template.
func addedByOverrides(s *Stage) []string {
	var out []string
	if s == nil {
		return nil
	}
	for _, r := range s.Template {
		if find(s.Plain, r.ID).ID == "" {
			out = append(out, r.ID+" ("+r.Type+")")
		}
	}
	return out
}

// Unknown returns the parts of the month without a known price, but for what is
// paid by use.
func (c *CostChange) Unknown() []string {
	return slices.DeleteFunc(slices.Clone(c.Unpriced), func(name string) bool { return slices.Contains(byUse, name) })
}

// stays are the resources that leave the stack and are kept, by what their template
// says. The price of one is that of its type where it is known.
func stays(old, now *Stage) []Stay {
	out := []Stay{}
	price := map[string]string{"AWS::KMS::Key": cost.Key}
	secrets := 0
	for _, r := range old.Template {
		if find(now.Template, r.ID).ID != "" {
			continue
		}
		if r.Type == "AWS::ElasticLoadBalancingV2::LoadBalancer" && attributesOf(r)["deletion_protection.enabled"] == "true" {
			out = append(out, Stay{Name: noun(r.ID, r.Type) + ", which is protected", USD: priceOf(old, "load balancer")})
		}
		if r.Keep != resource.Retain {
			continue
		}
		if r.Type == "AWS::SecretsManager::Secret" {
			secrets++
			continue
		}
		stay := Stay{Name: noun(r.ID, r.Type)}
		if what, known := price[r.Type]; known {
			if p, known := cost.In(old.Region, what); known {
				stay.USD = &p.USD
			}
		}
		out = append(out, stay)
	}
	if p, known := cost.In(old.Region, cost.Secret); secrets > 0 {
		stay := Stay{Name: "one secret"}
		if secrets > 1 {
			stay.Name = fmt.Sprintf("%d secrets", secrets)
		}
		if usd := cost.Rounded(p.USD * float64(secrets)); known {
			stay.USD = &usd
		}
		out = append(out, stay)
	}
	return out
}

// priceOf is what a part of a month costs at least, nil where it is not known.
func priceOf(s *Stage, part string) *float64 {
	for _, l := range cost.Of(s.Stack, s.Region).Lines {
		if l.Name == part {
			usd := cost.Rounded(l.Least)
			return &usd
		}
	}
	return nil
}

// staysOf adds the stores that a target leaves behind, each once.
func (c *CostChange) staysOf(t TargetChange) {
	for _, e := range t.Effects {
		left := e.OldStays == "retained" || e.OldStays == "protected"
		if left && e.thing != "" && !slices.ContainsFunc(c.Stays, func(s Stay) bool { return s.Name == e.thing }) {
			c.Stays = append(c.Stays, Stay{Name: e.thing})
		}
	}
}

// Differs reports whether the fixed part or the ceiling of the month changes. A
// stage that only one side has costs all of it more or less; a part without a
// price changes nothing that is known.
func (c *CostChange) Differs() bool {
	if c == nil {
		return false
	}
	return c.Fixed.differs() || c.Ceiling.differs()
}

func (a Amounts) differs() bool { return math.Abs(a.Increase()) >= cost.Cent }

// Increase is what the new month costs more, in USD.
func (a Amounts) Increase() float64 {
	var old, now float64
	if a.Old != nil {
		old = *a.Old
	}
	if a.New != nil {
		now = *a.New
	}
	return cost.Rounded(now - old)
}

// Text returns the change in one line: the fixed part before and after, with what
// differs and the parts that do it, and then the ceiling.
func (c *CostChange) Text() string {
	mark := ""
	if !c.Exact {
		mark = "~"
	}
	var why []string
	for _, l := range c.Lines {
		why = append(why, l.Name)
	}
	text := fmt.Sprintf("%s%s USD a month fixed", mark, c.Fixed.text())
	if c.Fixed.differs() && c.Fixed.Old != nil && c.Fixed.New != nil {
		text += fmt.Sprintf(" (%+.2f: %s)", c.Fixed.Increase(), strings.Join(why, ", "))
	}
	return text + ", up to " + c.Ceiling.text()
}

func (a Amounts) text() string {
	one := func(v *float64) string {
		if v == nil {
			return "none"
		}
		return fmt.Sprintf("%.2f", *v)
	}
	if a.Old == nil || a.New == nil || a.differs() {
		return one(a.Old) + " -> " + one(a.New)
	}
	return one(a.New)
}

// month finds that the month costs something else.
func (c *comparison) month() {
	change := costChange(c.old, c.new)
	if !change.Differs() {
		return
	}
	e := Effect{Word: Cost, Resource: "month", Action: "update", Property: "cost", Message: change.Text(), Confidence: Documented, Source: "AWS list prices, " + change.Region + ", " + change.Read}
	if c.old == nil {
		e.Action = "add"
	}
	e.Old, e.New = value(change.Fixed.one(change.Fixed.Old)), value(change.Fixed.one(change.Fixed.New))
	if !change.Exact {
		e.Confidence = Assumed
	}
	c.add(e)
}

func (a Amounts) one(v *float64) string {
	if v == nil {
		return ""
	}
	return fmt.Sprintf("%.2f", *v)
}
