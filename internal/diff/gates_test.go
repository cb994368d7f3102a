package diff

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

func TestParseLimit(t *testing.T) {
	for text, want := range map[string]Limit{"20USD": {USD: 20}, "20 USD": {USD: 20}, "0.5 USD": {USD: 0.5}, "10%": {Percent: 10}, "0%": {}} {
		got, err := ParseLimit(text)
		if err != nil || got.USD != want.USD || got.Percent != want.Percent {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "20", "USD", "20EUR", "-1USD", "NaN%", "Inf USD", "1e99USD", "10%%"} {
		if got, err := ParseLimit(text); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestJudge(t *testing.T) {
	usd := func(v float64) *float64 { return &v }
	project := func(status Status, cost CostChange, effects ...Effect) []Project {
		return []Project{{Path: "a", Status: status, Stages: []StageChange{{
			Stage: "production", Status: Changed, Cost: &cost, Targets: map[Target]TargetChange{SST: {Effects: effects}},
		}}}}
	}
	rises := CostChange{Fixed: Amounts{usd(80), usd(90)}}
	limit := func(text string) *Limit {
		l, err := ParseLimit(text)
		if err != nil {
			t.Fatal(err)
		}
		return &l
	}
	loss := Effect{Word: DataLoss, Fingerprint: "0123456789ab"}
	accepted := loss
	accepted.Accepted = "we know"
	for name, c := range map[string]struct {
		gates    Gates
		projects []Project
		budget   float64
		want     []Gate
	}{
		"an effect":          {Gates{FailOn: []string{"data-loss"}}, project(Changed, rises, loss), 0, []Gate{{Gate: "fail-on", Value: "data-loss", Hit: true, By: []string{"0123456789ab"}}}},
		"another effect":     {Gates{FailOn: []string{"opens"}}, project(Changed, rises, loss), 0, []Gate{{Gate: "fail-on", Value: "opens", By: []string{}}}},
		"an accepted effect": {Gates{FailOn: []string{"data-loss"}}, project(Changed, rises, accepted), 0, []Gate{{Gate: "fail-on", Value: "data-loss", By: []string{}}}},
		"any difference":     {Gates{FailOn: []string{Any}}, project(Changed, rises), 0, []Gate{{Gate: "fail-on", Value: "any", Hit: true, By: []string{}}}},
		"nothing read":       {Gates{FailOn: []string{"opens"}}, []Project{{Status: Unreadable}}, 0, []Gate{{Gate: "fail-on", Value: "opens", By: []string{}, NotJudged: unread}}},
		"more USD":           {Gates{Increase: limit("5USD")}, project(Changed, rises), 0, []Gate{{Gate: "max-increase", Value: "5USD", Hit: true, By: []string{"a production"}}}},
		"few USD":            {Gates{Increase: limit("10USD")}, project(Changed, rises), 0, []Gate{{Gate: "max-increase", Value: "10USD", By: []string{}}}},
		"more percent":       {Gates{Increase: limit("10%")}, project(Changed, rises), 0, []Gate{{Gate: "max-increase", Value: "10%", Hit: true, By: []string{"a production"}}}},
		"no price":           {Gates{Increase: limit("1USD")}, project(Changed, CostChange{Region: "xx-1"}), 0, []Gate{{Gate: "max-increase", Value: "1USD", By: []string{}, NotJudged: "a price in xx-1 is not known"}}},
		"over the budget":    {Gates{}, project(Changed, rises), 85, []Gate{{Gate: "budget", Value: "a production 85.00 USD, 80.00 before, 90.00 now", Hit: true, By: []string{"a production"}}}},
		"within the budget":  {Gates{}, project(Changed, rises), 100, []Gate{{Gate: "budget", Value: "a production 100.00 USD, 80.00 before, 90.00 now", By: []string{}}}},
	} {
		got := c.gates.Judge(c.projects, map[string]float64{"a production": c.budget})
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// An accept lets pass what the change does, where the change adds it.
func TestAccept(t *testing.T) {
	p := &Project{Stages: []StageChange{{Stage: "production", Targets: map[Target]TargetChange{SST: {Effects: []Effect{{Fingerprint: "aaaaaaaaaaaa"}, {Fingerprint: "bbbbbbbbbbbb"}}}}}}}
	a, b := stack.Accept{Change: "aaaaaaaaaaaa", Reason: "we know"}, stack.Accept{Change: "bbbbbbbbbbbb", Reason: "long ago"}
	elsewhere := stack.Accept{Change: "bbbbbbbbbbbb", Reason: "of another stage", Stage: "staging"}
	unmatched, old := Accept(p, []stack.Accept{b}, []stack.Accept{a, b, elsewhere})
	effects := p.Stages[0].Targets[SST].Effects
	if effects[0].Accepted != "we know" || effects[1].Accepted != "" || len(unmatched) != 1 || unmatched[0] != elsewhere || len(old) != 1 || old[0] != b {
		t.Errorf("%+v, unmatched %v, old %v", effects, unmatched, old)
	}
}
