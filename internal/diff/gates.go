package diff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Any is the gate word for any difference.
const Any = "any"

// Limit is how much more a month may cost: USD, or a share of the old month in
// percent.
type Limit struct {
	USD, Percent float64
	text         string
}

// ParseLimit reads a limit such as "20USD", "20 USD" or "10%". It returns an error
// for anything else.
func ParseLimit(text string) (Limit, error) {
	number, unit := strings.TrimSpace(text), ""
	for _, u := range []string{"USD", "%"} {
		if n, is := strings.CutSuffix(number, u); is {
			number, unit = strings.TrimSpace(n), u
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || unit == "" || !(n >= 0 && n <= 1e9) { // not a number is neither
		return Limit{}, fmt.Errorf("%q is not a valid limit: write it like 20USD or 10%%", text)
	}
	if unit == "%" {
		return Limit{Percent: n, text: text}, nil
	}
	return Limit{USD: n, text: text}, nil
}

// Gates are the gates that were requested.
type Gates struct {
	FailOn   []string // words of effects, or Any
	Increase *Limit
}

// Judge returns the gates in force with what hits them: those that were asked for,
// and the budgets of the stages.
func (g Gates) Judge(projects []Project, budgets map[string]float64) []Gate {
	out := []Gate{}
	for _, word := range g.FailOn {
		out = append(out, failOn(word, projects))
	}
	if g.Increase != nil {
		out = append(out, increase(*g.Increase, projects))
	}
	return append(out, overBudget(projects, budgets)...)
}

// unread is why a gate cannot be judged.
const unread = "a project could not be compared"

func failOn(word string, projects []Project) Gate {
	gate := Gate{Gate: "fail-on", Value: word, By: []string{}}
	for _, p := range projects {
		if p.Status == Unreadable {
			gate.NotJudged = unread
		}
		if word == Any && p.Status != Same {
			gate.Hit = true
		}
		for _, s := range p.Stages {
			for _, target := range Targets {
				for _, e := range s.Targets[target].Effects {
					if (word == Any || Word(word) == e.Word) && e.Accepted == "" {
						gate.Hit = true
						if !slices.Contains(gate.By, e.Fingerprint) {
							gate.By = append(gate.By, e.Fingerprint)
						}
					}
				}
			}
		}
	}
	return gate
}

// increase judges the fixed part of each month.
func increase(limit Limit, projects []Project) Gate {
	gate := Gate{Gate: "max-increase", Value: limit.text, By: []string{}}
	for _, p := range projects {
		if p.Status == Unreadable {
			gate.NotJudged = unread
		}
		for _, s := range p.Stages {
			if s.Cost == nil || s.Status == Gone || s.Status == Same {
				continue
			}
			fixed := s.Cost.Fixed
			if fixed.New == nil || fixed.Old == nil && s.Status != New {
				gate.NotJudged = "a price in " + s.Cost.Region + " is not known"
				continue
			}
			most := limit.USD
			if limit.Percent > 0 && fixed.Old != nil {
				most = *fixed.Old * limit.Percent / 100
			}
			if unknown := s.Cost.Unknown(); len(unknown) > 0 {
				gate.NotJudged = "the price of " + list(unknown) + " is not known"
			}
			if fixed.Increase() > most+cost.Cent {
				gate.Hit = true
				gate.By = append(gate.By, StageName(p, s))
			}
		}
	}
	return gate
}

// overBudget judges the budgets, by StageName. One that is not exceeded more than
// before is not new, and is exceeded all the same.
func overBudget(projects []Project, budgets map[string]float64) []Gate {
	var out []Gate
	for _, p := range projects {
		for _, s := range p.Stages {
			budget := budgets[StageName(p, s)]
			if budget == 0 || s.Status == Gone {
				continue
			}
			gate := Gate{Gate: "budget", Value: fmt.Sprintf("%s %.2f USD%s", StageName(p, s), budget, spent(s.Cost)), By: []string{}}
			switch {
			case s.Cost == nil || s.Cost.Fixed.New == nil:
				gate.NotJudged = "the price of the month is not known"
			case *s.Cost.Fixed.New > budget+cost.Cent:
				gate.Hit = true
				gate.By = append(gate.By, StageName(p, s))
			}
			out = append(out, gate)
		}
	}
	return out
}

// spent is the fixed part of a month before and after, as far as it is known.
func spent(c *CostChange) string {
	switch {
	case c == nil || c.Fixed.New == nil:
		return ""
	case c.Fixed.Old == nil:
		return fmt.Sprintf(", now %.2f", *c.Fixed.New)
	}
	return fmt.Sprintf(", %.2f before, %.2f now", *c.Fixed.Old, *c.Fixed.New)
}

// StageName names a stage of a project: "apps/todo production".
func StageName(p Project, s StageChange) string {
	if p.Path == "." {
		return s.Stage
	}
	return p.Path + " " + s.Stage
}

// Accept marks the effects of a project that its spec lets pass. Only an accept
// that the change adds does: one that was there before has done its work. It
// returns those that match nothing, and those that are old.
func Accept(p *Project, base, head []stack.Accept) (unmatched, old []stack.Accept) {
	for _, a := range head {
		if slices.ContainsFunc(base, func(b stack.Accept) bool { return a.Change == b.Change && a.Stage == b.Stage }) {
			old = append(old, a)
			continue
		}
		found := false
		for _, s := range p.Stages {
			for _, t := range s.Targets {
				for i := range t.Effects {
					if t.Effects[i].Fingerprint == a.Change && (a.Stage == "" || a.Stage == s.Stage) {
						t.Effects[i].Accepted, found = a.Reason, true
					}
				}
			}
		}
		if !found {
			unmatched = append(unmatched, a)
		}
	}
	return unmatched, old
}
