package cost

import (
	"math"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Month is what a stage costs in a month, for people and for machines. The three kinds
// of money are never added up: what is fixed, what the greatest scaling makes of it, and
// what is paid by use.
type Month struct {
	Stage  string `json:"stage"`
	Region string `json:"region"`
	// Prices is the Region of the prices: another one where the stage's own lacks some.
	Prices string `json:"prices"`
	// Each is true for a pattern: the month is that of each stage that it stands for.
	Each bool `json:"each"`
	// Read is the month in which the latest of the prices was read, "2026-11".
	Read string `json:"read"`
	// Exact: everything has a price of the stage's own Region, and each a source.
	Exact bool        `json:"exact"`
	Lines []MonthLine `json:"lines"`
	// Fixed and Ceiling are USD; nil where nothing is priced.
	Fixed   *float64  `json:"fixed" jsonschema:"nullable"`
	Ceiling *float64  `json:"ceiling" jsonschema:"nullable"`
	Usage   []UseLine `json:"usage"`
	// ByUse is the sum of the lines of Usage whose numbers the spec has, in USD; nil
	// where it has none.
	ByUse    *float64     `json:"byUse" jsonschema:"nullable"`
	Unpriced []string     `json:"unpriced"`
	Savings  []SavingLine `json:"savings"`
	Budget   *Budget      `json:"budget" jsonschema:"nullable"`
}

// MonthLine is one part of a month in USD.
type MonthLine struct {
	Name    string     `json:"name"`
	Fixed   float64    `json:"fixed"`
	Ceiling float64    `json:"ceiling"`
	Items   []ItemLine `json:"items"`
}

// ItemLine is a quantity at one price: Least × USD is its share of the fixed part, Most
// × USD that of the ceiling.
type ItemLine struct {
	Price  string  `json:"price"` // the price's name in the table
	Least  float64 `json:"least"`
	Most   float64 `json:"most"`
	USD    float64 `json:"usd"`
	Read   string  `json:"read"`
	Source string  `json:"source"`
}

// UseLine is something that is paid by use. USD is the price of one unit, nil where it is
// not known; Sum is nil where the spec has no number.
type UseLine struct {
	Name  string   `json:"name"`
	Price string   `json:"price"`
	Unit  string   `json:"unit"`
	USD   *float64 `json:"usd" jsonschema:"nullable"`
	Units int      `json:"units"`
	Sum   *float64 `json:"sum" jsonschema:"nullable"`
	Read  string   `json:"read,omitempty"`
}

// SavingLine is a choice that would make the stage cheaper, with what it takes off.
type SavingLine struct {
	Change  string  `json:"change"`
	GivenUp string  `json:"givenUp"`
	Fixed   float64 `json:"fixed"`
	Ceiling float64 `json:"ceiling"`
	Exact   bool    `json:"exact"`
}

// Budget is the verdict on the fixed part of a month.
type Budget struct {
	Monthly float64 `json:"monthly"` // USD
	// Verdict is Under, Over or NotJudged.
	Verdict string `json:"verdict"`
}

// The verdicts.
const (
	Under     = "under"
	Over      = "over"
	NotJudged = "not judged" // a price is not known
)

// Cent is the least difference that counts, in USD.
const Cent = 0.005

// MonthOf is what a stage costs in a month.
func MonthOf(s *stack.Stack) Month {
	m := Month{Stage: s.Stage.Name, Region: s.Region, Prices: s.Region, Each: s.Stage.Pattern, Lines: []MonthLine{}, Usage: []UseLine{}, Unpriced: []string{}, Savings: []SavingLine{}}
	e := Of(s, s.Region)
	if len(e.Unpriced) > 0 && s.Region != Reference {
		m.Prices, e = Reference, Of(s, Reference)
	}
	m.Read, m.Exact, m.Unpriced = e.Read, e.Exact() && m.Prices == m.Region, append(m.Unpriced, e.Unpriced...)
	for _, l := range e.Lines {
		line := MonthLine{l.Name, Rounded(l.Least), Rounded(l.Most), []ItemLine{}}
		for _, i := range l.Items {
			line.Items = append(line.Items, ItemLine{i.What, i.Least, i.Most, i.Price.USD, i.Price.Read, i.Price.Source})
		}
		m.Lines = append(m.Lines, line)
	}
	if len(e.Lines) > 0 {
		least, most := e.Sum()
		m.Fixed, m.Ceiling = cents(least), cents(most)
	}
	m.use(s)
	for _, x := range Savings(s, m.Prices) {
		m.Savings = append(m.Savings, SavingLine{x.Change, x.GivenUp, Rounded(x.Fixed), Rounded(x.Ceiling), !x.Assumed && m.Exact})
	}
	if s.Budget > 0 {
		m.Budget = &Budget{s.Budget, m.verdict(s.Budget)}
	}
	return m
}

// use adds what is paid by use.
func (m *Month) use(s *stack.Stack) {
	for _, u := range ByUse(s, m.Prices) {
		line := UseLine{Name: u.Name, Price: u.What, Unit: u.Unit, Units: u.Units, Read: u.Price.Read}
		if u.Price.USD > 0 {
			usd := u.Price.USD
			line.USD = &usd
		}
		if u.Units > 0 && u.Price.USD > 0 {
			line.Sum = cents(u.USD())
			if m.ByUse == nil {
				m.ByUse = new(float64)
			}
			*m.ByUse = Rounded(*m.ByUse + *line.Sum)
		}
		m.Usage = append(m.Usage, line)
	}
}

// verdict judges the fixed part. A limit that is exceeded without the parts that have no
// price is exceeded with them.
func (m *Month) verdict(limit float64) string {
	switch {
	case m.Fixed == nil || m.Prices != m.Region:
		return NotJudged
	case *m.Fixed > limit+Cent:
		return Over
	case len(m.Unpriced) > 0:
		return NotJudged
	}
	return Under
}

// Rounded is an amount of USD in whole cents.
func Rounded(usd float64) float64 { return math.Round(usd*100+math.Copysign(1e-6, usd)) / 100 } // a half cent is often a bit less in binary

func cents(usd float64) *float64 {
	usd = Rounded(usd)
	return &usd
}

// Total is what the stages of one or several projects cost together.
type Total struct {
	Fixed   float64 `json:"fixed"`
	Ceiling float64 `json:"ceiling"`
	ByUse   float64 `json:"byUse"`
	// Zones are the hosted zones of Route 53 that the stages share, and what they cost.
	Zones   int     `json:"zones"`
	ZoneUSD float64 `json:"zoneUsd"`
	// Exact is false while a month is not exact.
	Exact bool `json:"exact"`
	// Without are the stages that are not counted: patterns, of which it is not known how
	// many there are, and stages without a price.
	Without []string `json:"without"`
}

// Sum adds up months. zones is how many hosted zones their stages have.
func Sum(months []Month, zones int) Total {
	t := Total{Exact: true, Zones: zones, Without: []string{}}
	for _, m := range months {
		if m.Each || m.Fixed == nil {
			t.Without = append(t.Without, m.Stage)
			continue
		}
		t.Fixed, t.Ceiling, t.Exact = t.Fixed+*m.Fixed, t.Ceiling+*m.Ceiling, t.Exact && m.Exact
		if m.ByUse != nil {
			t.ByUse += *m.ByUse
		}
	}
	if price, known := In(Reference, Zone); known {
		t.ZoneUSD = Rounded(float64(zones) * price.USD)
	}
	t.Fixed, t.Ceiling, t.ByUse = Rounded(t.Fixed+t.ZoneUSD), Rounded(t.Ceiling+t.ZoneUSD), Rounded(t.ByUse)
	return t
}

// Zones are the hosted zones of Route 53 that some stages have their names in: by id
// where the spec names it, else by the last two labels of the name.
func Zones(stages []*stack.Stack) map[string]bool {
	zones := map[string]bool{}
	for _, s := range stages {
		if !s.Domain.Given() || s.Domain.DNS != stack.Route53 {
			continue
		}
		zones[zoneOf(s.Domain)] = true
	}
	return zones
}

func zoneOf(d stack.Domain) string {
	if d.Zone != "" {
		return d.Zone
	}
	name := d.Name.String()
	for strings.Count(name, ".") > 1 {
		_, name, _ = strings.Cut(name, ".")
	}
	return name
}
