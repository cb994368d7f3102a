package main

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/project"
)

// find pairs the projects of both sides.
func (f *diffFlags) find(s *sides, top, dir string, args []string) error {
	type area struct {
		dir   string
		whole bool
	}
	areas := []area{}
	for _, arg := range args {
		name, whole := strings.CutSuffix(filepath.ToSlash(arg), "/...")
		if !filepath.IsAbs(filepath.FromSlash(name)) {
			name = path.Join(filepath.ToSlash(f.where.dir), name)
		}
		full, err := filepath.Abs(filepath.FromSlash(name))
		if err != nil {
			return machine(err)
		}
		if real, err := filepath.EvalSymlinks(full); err == nil {
			full = real
		}
		in, err := filepath.Rel(top, full)
		if err != nil || !filepath.IsLocal(in) {
			return usageError("%s is not in the repository of %s", arg, filepath.ToSlash(f.where.dir))
		}
		areas = append(areas, area{filepath.ToSlash(in), whole})
	}
	if len(args) == 0 {
		areas = append(areas, area{dir, false})
	}
	for _, a := range areas {
		if !a.whole {
			p, err := f.one(s, a.dir)
			if err != nil {
				return err
			}
			s.pairs = append(s.pairs, p)
			continue
		}
		pairs, err := f.below(s, a.dir)
		if err != nil {
			return err
		}
		if len(pairs) == 0 {
			return usageError("there is no %s below %s on either side", project.SpecNames[0], a.dir)
		}
		s.pairs = append(s.pairs, pairs...)
	}
	slices.SortFunc(s.pairs, func(a, b pair) int { return strings.Compare(a.path(), b.path()) })
	for i := 1; i < len(s.pairs); i++ {
		if s.pairs[i-1].path() == s.pairs[i].path() {
			return usageError("the project %s is named twice", s.pairs[i].path())
		}
	}
	return nil
}

// one pairs the project of a directory: the nearest spec upwards on either side,
// or the one that is named.
func (f *diffFlags) one(s *sides, dir string) (pair, error) {
	var p pair
	file := ""
	if at := f.where.spec; at != "" {
		if !filepath.IsAbs(at) {
			at = filepath.Join(f.where.dir, at)
		}
		_, in, err := f.where.repos.at(filepath.Dir(at))
		if err != nil {
			return p, err
		}
		dir, file = in, filepath.Base(at)
	}
	var err error
	if p.head, err = nearest(s.head, dir, file); err != nil {
		return p, err
	}
	at := dir
	if p.head != nil {
		at = p.head.Dir
	}
	if p.base, err = nearest(s.base, at, file); err != nil {
		return p, err
	}
	if p.base != nil && p.head != nil && p.base.Dir != p.head.Dir { // one above is another project
		p.base = nil
	}
	if p.head == nil && p.base != nil { // it may be elsewhere now
		all, err := s.head.projects(".")
		if err != nil {
			return p, err
		}
		for i := range all {
			if movedTo(s, all[i], []located{*p.base}) != nil {
				p.head = &all[i]
				break
			}
		}
	}
	switch {
	case p.head == nil && p.base == nil && file != "":
		return p, usageError("there is no %s on either side", path.Join(dir, file))
	case p.head == nil && p.base == nil:
		return p, usageError("there is no %s in %s or above it on either side: write one with pylon-gen init, or name projects below with ./...", project.SpecNames[0], filepath.ToSlash(f.where.dir))
	case p.base == nil:
		all, err := s.base.projects(".")
		if err != nil {
			return p, err
		}
		p.base = movedTo(s, *p.head, all)
	}
	return p, nil
}

// nearest is the project of a directory on one side, nil when there is none.
func nearest(s side, dir, file string) (*located, error) {
	if file != "" {
		switch _, err := fs.Stat(s.files, path.Join(dir, file)); {
		case errors.Is(err, fs.ErrNotExist):
			return nil, nil
		case err != nil:
			return nil, machine(err)
		}
		return &located{project.Place{Dir: dir, Spec: file, Shown: dir}, s.files, ""}, nil
	}
	place, err := project.Find(s.files, dir, dir)
	if err != nil {
		return nil, refused(err)
	}
	if place.Spec == "" {
		return nil, nil
	}
	place.Shown = place.Dir
	return &located{place, s.files, ""}, nil
}

// projects are those of one side in a directory and below it.
func (s side) projects(dir string) ([]located, error) {
	if info, err := fs.Stat(s.files, dir); err != nil || !info.IsDir() {
		return nil, nil
	}
	files, err := s.list(dir)
	if err != nil {
		return nil, machine(err)
	}
	places, err := project.Places(s.files, dir, dir, files, false)
	if err != nil {
		return nil, refused(err)
	}
	var out []located
	for _, place := range places {
		out = append(out, located{place, s.files, ""})
	}
	return out, nil
}

// below pairs all projects in a directory and below it, by their paths; one that
// is at another path is paired by its app's name.
func (f *diffFlags) below(s *sides, dir string) ([]pair, error) {
	heads, err := s.head.projects(dir)
	if err != nil {
		return nil, err
	}
	bases, err := s.base.projects(dir)
	if err != nil {
		return nil, err
	}
	var pairs []pair
	var come []*located
	for i := range heads {
		j := slices.IndexFunc(bases, func(b located) bool { return b.Dir == heads[i].Dir })
		if j < 0 {
			come = append(come, &heads[i])
			continue
		}
		base := bases[j]
		pairs = append(pairs, pair{&base, &heads[i]})
		bases = slices.Delete(bases, j, j+1)
	}
	for _, head := range come {
		base := movedTo(s, *head, bases)
		if base != nil {
			bases = slices.DeleteFunc(bases, func(b located) bool { return b.Dir == base.Dir })
		}
		pairs = append(pairs, pair{base, head})
	}
	for i := range bases {
		pairs = append(pairs, pair{&bases[i], nil})
	}
	return pairs, nil
}

// movedTo is the project at the base that is now at another path: the only one of
// the same app that is not where it was. Nil when there is none.
func movedTo(s *sides, head located, bases []located) *located {
	name := s.app(head, project.Load)
	if name == "" {
		return nil
	}
	var found []located
	for _, b := range bases {
		if spec, err := project.SpecIn(s.head.files, b.Dir); err == nil && spec != "" {
			continue // it is still there
		}
		if s.app(b, project.LoadAny) == name {
			found = append(found, b)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return &found[0]
}

// app is the name of a project's app, "" when it cannot be read. Each project is
// read once.
func (s *sides) app(at located, load loader) string {
	atBase := at.repo == s.base.files
	if name, known := s.apps[at.Dir]; known && atBase {
		return name
	}
	p, err := load(at.repo, at.Place)
	name := ""
	if err == nil && p.App != nil {
		name = p.App.Name
	}
	if atBase {
		s.apps[at.Dir] = name
	}
	return name
}
