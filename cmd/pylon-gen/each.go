package main

import (
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// each does something with every project, side by side; results keep the order
// of the projects.
func each(t terminal, projects []located, do func(located) *result) []*result {
	count := t.progress(len(projects))
	defer count.end()
	results := make([]*result, len(projects))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range projects {
		group.Go(func() error {
			results[i] = guarded(p, do)
			count.step()
			return nil
		})
	}
	_ = group.Wait() // what went wrong is in the results
	namesakes(results)
	return results
}

// namesakes adds a finding to every project whose app another project is too.
func namesakes(results []*result) {
	first := map[string]*result{}
	for _, r := range results {
		if r.app == "" {
			continue
		}
		other, taken := first[r.app]
		if !taken {
			first[r.app] = r
			continue
		}
		rule := rules.Lookup(rules.Namesake)
		r.list = append(r.list, diag.Diagnostic{
			Code: rule.ID, Severity: rule.Severity, Pos: source.Pos{File: r.ShownPath(r.Spec)},
			Message: fmt.Sprintf("this is the app %s, and so is %s", r.app, other.ShownPath(other.Spec)), Why: rule.Why, Fix: rule.Fix,
		})
	}
}

// guarded keeps a mistake of ours that one project brings to light from taking
// the others down with it.
func guarded(p located, do func(located) *result) (r *result) {
	defer func() {
		if broken := recover(); broken != nil {
			r = &result{located: p, err: fmt.Errorf("this is a bug of pylon-gen, please report it: %v", broken)}
		}
	}()
	return do(p)
}
