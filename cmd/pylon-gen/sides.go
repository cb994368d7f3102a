package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/run"
)

// loader loads a project.
type loader func(repo fs.FS, at project.Place) (*project.Project, error)

// side is one side of a comparison: a directory or a revision.
type side struct {
	diff.Revision
	files fs.FS
	tree  *run.Tree // nil for a directory
	// list returns the paths of the specs and locks in a directory and below it.
	list func(dir string) ([]string, error)
}

// sides are both, with the projects to compare.
type sides struct {
	base, head side
	pairs      []pair
	git        *run.Repository   // nil without git
	apps       map[string]string // of projects at the base, by directory
}

func (s *sides) close() {
	if s.git != nil {
		s.git.Close()
	}
}

// pair is a project on both sides; nil where it is not there.
type pair struct{ base, head *located }

func (p pair) path() string {
	if p.head != nil {
		return p.head.Dir
	}
	return p.base.Dir
}

// was is the path at the base of a project that has moved.
func (p pair) was() string {
	if p.base != nil && p.head != nil && p.base.Dir != p.head.Dir {
		return p.base.Dir
	}
	return ""
}

// sides opens both sides and finds the projects that are named.
func (f *diffFlags) sides(args []string) (*sides, error) {
	if f.where.spec != "" && len(args) > 0 {
		return nil, usageError("name either directories or a spec with -f")
	}
	root, dir, err := f.where.repos.at(f.where.dir)
	if err != nil {
		return nil, err
	}
	s := &sides{apps: map[string]string{}, head: side{Revision: diff.Revision{Dirty: true}, files: root.FS(), list: listOnDisk(root.Name())}}
	if f.baseDir != "" {
		err = f.baseDirectory(s, dir)
	} else {
		err = f.revisions(s, root.Name())
	}
	if err == nil {
		err = f.find(s, root.Name(), dir, args)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func listOnDisk(top string) func(string) ([]string, error) {
	return func(dir string) ([]string, error) { return ownFiles(top, dir) }
}

func listIn(files fs.FS) func(string) ([]string, error) {
	return func(dir string) ([]string, error) { return project.Walk(files, dir) }
}

// baseDirectory opens the directory that holds the other version: of the whole
// repository, or of the one project.
func (f *diffFlags) baseDirectory(s *sides, dir string) error {
	top, _, err := f.where.repos.at(f.baseDir)
	if err != nil {
		return err
	}
	at, err := filepath.Abs(f.baseDir)
	if err != nil {
		return machine(err)
	}
	if at, err = filepath.EvalSymlinks(at); err != nil {
		return machine(err)
	}
	root := top
	if at != top.Name() {
		if root, err = os.OpenRoot(at); err != nil {
			return machine(err)
		}
		f.where.repos[at] = root
	}
	s.base = side{Revision: diff.Revision{Name: filepath.Base(at), Dirty: true}, files: root.FS(), list: listOnDisk(at)}
	if spec, err := project.SpecIn(root.FS(), "."); err == nil && spec != "" && dir != "." {
		s.base.files = below{root.FS(), dir}
		s.base.list = listIn(below{os.DirFS(at), dir})
	}
	return nil
}

// same reports whether a project is the same on both sides without loading it: its
// lock names the inputs and the outputs, and all of them have the same contents.
func (s *sides) same(p pair) bool {
	if p.base == nil || p.head == nil || p.base.Dir != p.head.Dir || p.base.Spec != p.head.Spec {
		return false
	}
	text, err := fs.ReadFile(s.base.files, p.base.Path(lock.File))
	if err != nil {
		return false
	}
	last, err := lock.Parse(text)
	if err != nil || len(last.Inputs) == 0 {
		return false
	}
	names := []string{lock.File, p.base.Spec}
	for _, files := range []lock.Digests{last.Inputs, last.Files} {
		for name := range files {
			if fs.ValidPath(name) {
				names = append(names, name)
			}
		}
	}
	for _, name := range names {
		if !s.equal(p, name) {
			return false
		}
	}
	// The Dockerfile is where every spec has it that does not say otherwise.
	spec, err := fs.ReadFile(s.base.files, p.base.Path(p.base.Spec))
	return err == nil && !bytes.Contains(spec, []byte("dockerfile")) && !bytes.Contains(spec, []byte("context")) && s.equal(p, "Dockerfile")
}

// equal reports whether a file of a project has the same contents on both sides,
// or is on neither.
func (s *sides) equal(p pair, name string) bool {
	base, head := s.base.id(p.base.Path(name), ""), ""
	head = s.head.id(p.head.Path(name), base)
	return base == head
}

// id is the id that git has or would have for a file, "" when there is none. Like
// is any id of the repository.
func (s side) id(name, like string) string {
	if s.tree != nil {
		return s.tree.ID(name)
	}
	text, err := fs.ReadFile(s.files, name)
	if err != nil {
		return ""
	}
	return run.BlobID(text, like)
}

// below is a file system with another one mounted at a directory.
type below struct {
	fs.FS
	at string
}

func (b below) Open(name string) (fs.File, error) {
	in, ok := b.inside(name)
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return b.FS.Open(in)
}

func (b below) inside(name string) (string, bool) {
	if name == b.at {
		return ".", true
	}
	return strings.CutPrefix(name, b.at+"/")
}

// eachPair compares pairs side by side and keeps their order.
func eachPair(t terminal, pairs []pair, do func(pair) *comparison) []*comparison {
	count := t.progress(len(pairs))
	defer count.end()
	out := make([]*comparison, len(pairs))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range pairs {
		group.Go(func() error {
			defer func() { // a mistake of ours in one project does not take the others down
				if broken := recover(); broken != nil {
					out[i] = &comparison{code: exitMachine, project: diff.Project{
						Path: p.path(), Status: diff.Unreadable, HandEdited: []string{}, Stages: []diff.StageChange{},
						Problems: []string{fmt.Sprintf("this is a bug of pylon-gen, please report it: %v", broken)},
					}}
				}
			}()
			out[i] = do(p)
			count.step()
			return nil
		})
	}
	_ = group.Wait() // what went wrong is in the comparisons
	return out
}
