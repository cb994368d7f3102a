package project

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/diff"
)

// Compared is what a change does to a project.
type Compared struct {
	Stages []diff.StageChange
	// GeneratorChanged: what is committed at the base was rendered by another
	// release, and this one renders it differently. HandEdited are outputs at the
	// base that were edited by hand, relative to the project.
	GeneratorChanged bool
	HandEdited       []string
	// Local are outputs for local development that change.
	Local []string
}

// Compare compares two versions of a project that have an App, in some targets,
// and reports the setting behind each change. Either may be nil: a project that came or went.
// An override of the head that does not apply is in the head's List; the result is
// nil then. A base that cannot be rendered is an error.
func Compare(base, head *Project, targets []diff.Target) (c *Compared, err error) {
	defer func() {
		if broken := recover(); broken != nil && base != nil && base.List.HasErrors() {
			c, err = nil, fmt.Errorf("the base cannot be rendered any more: %v", broken)
		} else if broken != nil {
			panic(broken)
		}
	}()
	targets = engines(targets, base, head)
	old, ok := sideOf(base)
	if !ok {
		return nil, fmt.Errorf("an override of the base does not apply any more")
	}
	now, ok := sideOf(head)
	if !ok {
		return nil, nil
	}
	c = &Compared{Stages: diff.Compare(old, now, targets)}
	if base == nil || head == nil {
		return c, nil
	}
	attribute(c.Stages, base, head, old, now, targets)
	c.generator(base, head, old, targets)
	c.local(base, head)
	return c, nil
}

func sideOf(p *Project) (*diff.Side, bool) {
	if p == nil {
		return nil, true
	}
	return p.Side()
}

// attribute says for each effect which setting did it: the one with which alone
// the base has the effect too. Where a setting alone is not valid, it is the one
// without which the head has no such effect. What only several do together belongs
// to all of them.
func attribute(changes []diff.StageChange, base, head *Project, old, now *diff.Side, targets []diff.Target) {
	leaves := changed(base, head)
	if len(leaves) == 0 {
		return
	}
	owners := map[diff.Key][]leaf{}
	if len(leaves) > 1 && anyEffect(changes) {
		for _, l := range leaves {
			var found []diff.StageChange
			if side := base.with(l, l.new); side != nil {
				found = diff.Compare(old, side, targets)
			} else if side := head.with(l, l.old); side != nil {
				found = diff.Compare(side, now, targets)
			}
			for _, key := range diff.Keys(found) {
				owners[key] = append(owners[key], l)
			}
		}
	}
	diff.Attribute(changes, func(key diff.Key) (setting string, at *diff.Place) {
		own := owners[key]
		if len(own) == 0 {
			own = leaves
		}
		return together(own, key.Stage)
	})
}

func anyEffect(changes []diff.StageChange) bool {
	return slices.ContainsFunc(changes, func(s diff.StageChange) bool {
		for _, t := range s.Targets {
			if len(t.Effects) > 0 {
				return true
			}
		}
		return false
	})
}

// with loads the project with one leaf at another value, nil when that is not
// valid.
func (p *Project) with(l leaf, value any) *diff.Side {
	file, text, ok := p.edited(l, value)
	if !ok {
		return nil
	}
	other, err := Load(With(p.repo, map[string][]byte{p.Path(file): text}), p.Place)
	if err != nil || other.App == nil {
		return nil
	}
	side, ok := other.Side()
	if !ok {
		return nil
	}
	return side
}
