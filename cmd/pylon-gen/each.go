package main

import (
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// each does something with every project, side by side; results keep the order
// of the projects.
func each(projects []located, do func(located) *result) []*result {
	results := make([]*result, len(projects))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range projects {
		group.Go(func() error {
			results[i] = guarded(p, do)
			return nil
		})
	}
	_ = group.Wait() // what went wrong is in the results
	return results
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
