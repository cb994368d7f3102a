package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/pylon-gen/pylon-gen/internal/diag"
)

// watchInterval is how often render --watch looks at the inputs. They are two
// small files of each project: asking for their times is cheaper than a library.
const watchInterval = 300 * time.Millisecond

// watch renders projects, and each of them again whenever one of its inputs has
// changed, until ctx ends. It looks at every tick.
func (f *renderFlags) watch(ctx context.Context, t terminal, projects []located, tick <-chan time.Time) error {
	results := each(t, projects, f.one)
	seen := make([]string, len(projects))
	for i, r := range results {
		seen[i] = r.stamp()
	}
	if err := printResults(t, f.format, results); err != nil {
		return err
	}
	fmt.Fprintf(t.unlessQuiet(t.err), "watching %s, Ctrl-C ends it\n", diag.Count(len(projects), "project"))
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick:
		}
		for i, r := range results {
			now := r.stamp()
			if now == seen[i] {
				continue
			}
			// Stamped before it is read: what changes meanwhile counts next time.
			seen[i] = now
			results[i] = guarded(r.located, f.one)
			if err := printResults(t, f.format, results[i:i+1]); err != nil {
				return err
			}
			what, to := "rendered again", t.unlessQuiet(t.err)
			if results[i].code() != exitOK {
				what, to = "not rendered", t.err
			}
			fmt.Fprintf(to, "%s: %s\n", r.ShownPath(r.Spec), what)
		}
	}
}

// stamp changes whenever an input of the project does.
func (r *result) stamp() string {
	text := ""
	add := func(name string) {
		if info, err := os.Stat(filepath.Join(r.dir, filepath.FromSlash(name))); err == nil {
			text += fmt.Sprintln(name, info.Size(), info.ModTime().UnixNano())
		}
	}
	add(r.Spec)
	if r.project != nil {
		add(r.project.Manifest)
	}
	return text
}
