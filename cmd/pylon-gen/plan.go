package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render/dotenv"
	"github.com/pylon-gen/pylon-gen/internal/run"
	"github.com/pylon-gen/pylon-gen/internal/scaffold"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// draft is the spec that the choices make.
func (f *initFlags) draft(s *survey) []byte {
	return scaffold.Spec(scaffold.Choices{
		Generator: version, Pylon: f.pylon, PylonFrom: f.versionFrom(s), Entry: f.entry, Region: f.region,
		Shape: stack.Shape(f.shape), Tasks: f.tasks, Ports: f.ports, Domain: f.domain, Outputs: s.taken,
	})
}

// project returns the project as it will be: with the spec that is there or the
// draft of one, and with files that are still to be written.
func (f *initFlags) project(s *survey, files []firstFile) (located, error) {
	repo, path, err := f.repos.at(f.dir)
	if err != nil {
		return located{}, err
	}
	place := project.Place{Dir: path, Spec: s.spec, Shown: filepath.ToSlash(filepath.Clean(f.dir))}
	draft := map[string][]byte{}
	if place.Spec == "" {
		place.Spec = project.SpecNames[0]
		draft[place.Path(place.Spec)] = f.draft(s)
	}
	for _, x := range files {
		if x.root == s.root && x.text != nil {
			draft[place.Path(x.name)] = x.text
		}
	}
	return located{place, project.With(repo.FS(), draft), f.dir}, nil
}

// load loads the project as it will be.
func (f *initFlags) load(s *survey) (at located, p *project.Project, err error) {
	if at, err = f.project(s, nil); err == nil {
		p, err = at.load()
	}
	return at, p, err
}

// draftProblem says what is wrong with the choices so far.
func (f *initFlags) draftProblem(s *survey) error {
	_, p, err := f.load(s)
	if err != nil || p.App != nil {
		return err
	}
	for _, d := range p.List.Sorted() {
		if strings.HasPrefix(d.Code, "PG") && d.Severity == diag.Error {
			return usageError("%s", d.Message)
		}
	}
	return nil // the manifest is wrong, which is told at the end
}

// preview shows what the stack will be like: its shape, what a month costs in
// order of magnitude, and what the rules say of it.
func (f *initFlags) preview(t terminal, p *project.Project, found *survey) {
	s := p.App.Stages[0]
	shape := "stateless: Aurora PostgreSQL " + fmt.Sprint(s.Database.Major) + " and S3"
	if s.Shape == stack.SingleReplica {
		shape = "single-replica: SQLite and uploads on EFS"
	}
	fmt.Fprintf(t.out, "app      %s, runtime %s\n", p.App.Name, p.App.PylonVersion)
	fmt.Fprintf(t.out, "stage    %s: %s, %s\n", s.Stage.Name, cmp.Or(s.Domain.Name.String(), "no domain"), s.Region)
	fmt.Fprintf(t.out, "shape    %s\n", shape)
	tasks := "1 task"
	if n := s.Service.Scaling.Max; n > 1 {
		tasks = fmt.Sprintf("%d to %d tasks", s.Service.Scaling.Min, n)
	}
	fmt.Fprintf(t.out, "service  %s of %v vCPU and %d MB\n", tasks, float64(s.Service.CPU)/1024, s.Service.Memory)
	fmt.Fprintf(t.out, "cost     %s\n", monthly(s))
	if found.spec == "" {
		for _, key := range slices.Sorted(maps.Keys(found.taken)) {
			fmt.Fprintf(t.out, "kept     %s is not pylon-gen's: %s is rendered instead\n", usualOutputs[key][0], found.taken[key])
		}
	}
	title := "limits   "
	for _, d := range p.Check(nil) {
		fmt.Fprintf(t.out, "%s%s %s\n", title, d.Code, d.Message)
		title = "         "
	}
	fmt.Fprintln(t.out)
}

// monthly is what a month of a stage costs. A Region without all prices is not
// guessed at: the price in another one is told as such.
func monthly(s *stack.Stack) string {
	text := ""
	e := cost.Of(s, s.Region)
	if len(e.Unpriced) > 0 && s.Region != cost.Reference {
		text = "not known in " + s.Region + "; "
		e = cost.Of(s, cost.Reference)
	}
	least, most := e.Sum()
	text += fmt.Sprintf("%s%.0f USD a month", e.Mark(), least)
	if most-least >= 1 {
		text += fmt.Sprintf(", up to %s%.0f when busy", e.Mark(), most)
	}
	if len(e.Unpriced) > 0 {
		text += ", without a price of " + strings.Join(e.Unpriced, ", ")
	}
	return text + fmt.Sprintf(", before traffic and storage (list prices of %s, %s)", e.Region, e.Read)
}

// say says what becomes of each file, or would.
func (f *initFlags) say(t terminal, files []firstFile, written bool) {
	for _, x := range files {
		fmt.Fprintf(t.out, "%s: %s\n", cmp.Or(x.shown, x.name), x.word(written))
	}
}

// plan lists the files, with the text of those that have to be written.
func (f *initFlags) plan(p *project.Project, s *survey, top *os.Root) ([]firstFile, error) {
	var files []firstFile
	once := func(root *os.Root, name string, mode fs.FileMode, text func() []byte) {
		x := firstFile{root: root, name: name, mode: mode}
		if _, err := root.Lstat(filepath.FromSlash(name)); errors.Is(err, fs.ErrNotExist) {
			x.text = text()
		}
		files = append(files, x)
	}
	once(s.root, p.Spec, 0o644, func() []byte { return f.draft(s) })
	if image := p.App.Stages[0].Service.Image; image.Dockerfile != "" {
		once(s.root, path.Join(image.Context, image.Dockerfile), 0o644, func() []byte { return scaffold.Dockerfile(p.App, s.packages(image.Context)) })
		once(s.root, path.Join(image.Context, ".dockerignore"), 0o644, scaffold.Dockerignore)
	}
	if f.env {
		// People put secrets into it.
		once(s.root, path.Join(path.Dir(p.App.Outputs.Dotenv), ".env"), 0o600, func() []byte { return scaffold.Env(dotenv.Render(p.App)) })
	}
	if s.repository != "" {
		if err := f.inRepository(&files, s, top, once); err != nil {
			return nil, err
		}
	} else if f.hook != "none" || f.ci != "none" {
		return nil, usageError("--hook and --ci need a git repository: run git init first")
	}
	return files, nil
}

// inRepository adds the files that a git repository has: .env is kept out, the lock
// merges, hooks and workflows lie at its top.
func (f *initFlags) inRepository(files *[]firstFile, s *survey, top *os.Root, once func(*os.Root, string, fs.FileMode, func() []byte)) error {
	for _, x := range []struct {
		name string
		add  func([]byte) []byte
	}{{".gitignore", scaffold.Gitignore}, {".gitattributes", scaffold.Gitattributes}} {
		old, err := readOptional(s.root, x.name)
		if err != nil {
			return err
		}
		*files = append(*files, firstFile{root: s.root, name: x.name, text: x.add(old), mode: 0o644, added: old != nil})
	}
	switch f.hook {
	case "git":
		if err := f.gitHook(files, top); err != nil {
			return err
		}
	case "pre-commit":
		const name = ".pre-commit-config.yaml"
		old, err := readOptional(top, name)
		if err != nil {
			return err
		}
		text, ok := scaffold.PreCommit(old, version)
		x := firstFile{root: top, name: name, text: text, mode: 0o644, added: old != nil}
		if !ok {
			x.said = "add this to repos by hand:\n" + string(scaffold.PreCommitEntry(version))
		}
		*files = append(*files, x)
	}
	if f.ci == "github" {
		once(top, ".github/workflows/pylon-gen.yml", 0o644, func() []byte { return scaffold.Workflow(version, run.DefaultBranch(top.Name())) })
	}
	return nil
}

// readOptional reads a file that need not be there; nil when it is not.
func readOptional(root *os.Root, name string) ([]byte, error) {
	text, err := root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}
