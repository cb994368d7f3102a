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
	"unicode/utf8"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/render/dotenv"
	"github.com/pylon-gen/pylon-gen/internal/run"
	"github.com/pylon-gen/pylon-gen/internal/scaffold"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// draft is the spec that the choices make.
func (f *initFlags) draft(s *survey) []byte {
	manifest := f.manifest
	if manifest == project.DefaultManifest {
		manifest = ""
	}
	return scaffold.Spec(scaffold.Choices{
		Manifest: manifest, Origins: f.origins, Image: f.image, Previews: f.previews,
		Pylon: f.pylon, PylonFrom: f.versionFrom(s), Entry: f.entry, Region: f.region,
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

// draftProblem reports what is wrong with the choices so far.
func (f *initFlags) draftProblem(s *survey) error {
	fresh := *s
	fresh.spec = ""
	at, p, err := f.load(&fresh)
	if err != nil || p.App != nil {
		return err
	}
	for _, d := range p.List.Sorted() {
		if d.Severity == diag.Error && d.Pos.File == at.ShownPath(at.Spec) {
			text := d.Message
			if d.Fix != "" {
				text += ": " + d.Fix
			}
			return usageError("%s", text)
		}
	}
	return nil // the manifest is wrong, which is told at the end
}

// flagProblem is what is wrong with the value of a flag, whatever the spec says that is
// there already; nil when nothing is.
func (f *initFlags) flagProblem(s *survey, given func(string) bool) error {
	alone := initFlags{dir: f.dir, repos: f.repos, manifest: f.manifest, region: "us-east-1", pylon: f.pylon, entry: f.entry, shape: f.shape, ports: f.ports, tasks: 1}
	for _, flag := range []struct {
		name, value string
		set         func(*initFlags)
	}{
		{"pylon", f.pylon, func(*initFlags) {}},
		{"entry", f.entry, func(*initFlags) {}},
		{"region", f.region, func(x *initFlags) { x.region = f.region }},
		{"domain", f.domain, func(x *initFlags) { x.domain = f.domain }},
		{"image", f.image, func(x *initFlags) { x.image = f.image }},
		{"origin", strings.Join(f.origins, ", "), func(x *initFlags) { x.origins = f.origins }},
	} {
		flag.set(&alone)
		if !given(flag.name) {
			continue
		}
		if err := alone.draftProblem(s); err != nil {
			return usageError("--%s %s: %v", flag.name, flag.value, err)
		}
	}
	return nil
}

// agentsFile is what coding agents read first: https://agents.md.
const agentsFile = "AGENTS.md"

// installed is a file in the directory of npm packages.
const installed = "node_modules/package"

// sstState is a file in the directory that SST keeps its state in.
const sstState = ".sst/state"

// envFile is the name of the file with the variables for local development.
func envFile(p *project.Project) string { return path.Join(path.Dir(p.App.Outputs.Dotenv), ".env") }

// toCommit are the names of the files that git has to have.
func toCommit(p *project.Project) []string {
	names := []string{p.Spec, p.Manifest, lock.File}
	out := p.App.Outputs
	for _, name := range append(slices.Collect(maps.Values(out.CloudFormation)), out.SST, out.Compose, out.Dotenv) {
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// say reports what becomes of each file, or would.
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
		once(s.root, path.Join(image.Context, image.Dockerfile), 0o644, func() []byte { return scaffold.Dockerfile(p.App, s.packages(image.Context), s.home) })
		once(s.root, path.Join(image.Context, ".dockerignore"), 0o644, scaffold.Dockerignore)
	}
	if f.env {
		// People put secrets into it.
		once(s.root, envFile(p), 0o600, func() []byte { return scaffold.Env(dotenv.Render(p.App)) })
	}
	if f.agents {
		old, err := readOptional(s.root, agentsFile)
		if err != nil {
			return nil, err
		}
		if !utf8.Valid(old) {
			return nil, usageError("%s is not in UTF-8: pylon-gen adds nothing to it", agentsFile)
		}
		files = append(files, firstFile{root: s.root, name: agentsFile, text: scaffold.Agents(old), mode: 0o644, added: old != nil})
	}
	if err := f.ignoring(&files, p, s); err != nil {
		return nil, err
	}
	if s.repository != "" {
		if err := f.inRepository(&files, p, s, top, once); err != nil {
			return nil, err
		}
	} else if f.hook != "none" || f.ci != "none" {
		return nil, usageError("--hook and --ci need a git repository: run git init first")
	}
	return files, nil
}

// ignoring adds the names to .gitignore that git does not ignore yet: variables of
// local development, and the state of SST.
func (f *initFlags) ignoring(files *[]firstFile, p *project.Project, s *survey) error {
	if err := f.askGit(s, append(toCommit(p), envFile(p), sstState, installed)); err != nil {
		return err
	}
	old, err := readOptional(s.root, ".gitignore")
	if err != nil {
		return err
	}
	var names []string
	kept := []struct{ file, name string }{{envFile(p), ".env"}, {sstState, ".sst"}}
	if s.has("package.json") {
		kept = append(kept, struct{ file, name string }{installed, "node_modules"})
	}
	for _, x := range kept {
		if s.ignored[x.file] == "" {
			names = append(names, x.name)
		}
	}
	if text := scaffold.Gitignore(old, names...); text != nil || old != nil {
		*files = append(*files, firstFile{root: s.root, name: ".gitignore", text: text, mode: 0o644, added: old != nil})
	}
	return nil
}

// inRepository adds the files that a git repository has: the lock merges, hooks and
// workflows are at its top.
func (f *initFlags) inRepository(files *[]firstFile, p *project.Project, s *survey, top *os.Root, once func(*os.Root, string, fs.FileMode, func() []byte)) error {
	old, err := readOptional(s.root, ".gitattributes")
	if err != nil {
		return err
	}
	*files = append(*files, firstFile{root: s.root, name: ".gitattributes", text: scaffold.Gitattributes(old), mode: 0o644, added: old != nil})
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
		text, ok := scaffold.PreCommit(old, release.Version)
		x := firstFile{root: top, name: name, text: text, mode: 0o644, added: old != nil}
		if !ok {
			x.said = "add this to repos by hand:\n" + string(scaffold.PreCommitEntry(release.Version))
		}
		*files = append(*files, x)
	}
	if f.ci == "github" {
		once(top, ".github/workflows/pylon-gen.yml", 0o644, func() []byte {
			return scaffold.Workflow(release.Version, run.DefaultBranch(top.Name()), f.codegen(p, s))
		})
	}
	if f.previews {
		workflow, err := f.previewWorkflow(p, s)
		if err != nil {
			return err
		}
		once(top, ".github/workflows/pylon-previews.yml", 0o644, workflow.Workflow)
	}
	return nil
}

// previewWorkflow is what the workflow of previews needs to know. The stages are those of
// the first pattern of the spec.
func (f *initFlags) previewWorkflow(p *project.Project, s *survey) (scaffold.Previews, error) {
	i := slices.IndexFunc(p.App.Stages, func(s *stack.Stack) bool { return s.Stage.Pattern })
	switch {
	case i < 0:
		return scaffold.Previews{}, usageError("--previews needs a stage with a pattern in %s, such as pr-*: { domain: { name: \"{stage}.example.com\" }, cdn: false }", p.Spec)
	case p.App.Outputs.SST == "":
		return scaffold.Previews{}, usageError("--previews deploys with SST, and outputs.sst is off in %s", p.Spec)
	}
	_, dir, err := f.repos.at(f.dir)
	if err != nil {
		return scaffold.Previews{}, err
	}
	preview := p.App.Stages[i]
	prefix, suffix := preview.Stage.Affixes()
	return scaffold.Previews{
		App: p.App.Name, Prefix: prefix, Suffix: suffix, Region: preview.Region, Directory: path.Join(dir, path.Dir(p.App.Outputs.SST)), Install: f.codegen(p, s),
	}, nil
}

// codegen are the steps that write a manifest that git ignores, nil when it is committed.
func (f *initFlags) codegen(p *project.Project, s *survey) *scaffold.Codegen {
	_, dir, err := f.repos.at(f.dir)
	if err != nil || s.ignored[p.Manifest] == "" {
		return nil
	}
	home := path.Dir(p.Manifest)
	entry := p.App.Dev.Entry
	if below, err := filepath.Rel(filepath.FromSlash(home), filepath.FromSlash(entry)); err == nil {
		entry = filepath.ToSlash(below)
	}
	return &scaffold.Codegen{Manager: s.manager, Root: dir, App: path.Join(dir, home), Command: codegen(entry, p.Manifest)}
}

// readOptional reads a file that need not be there; nil when it is not. What is there and
// is not a file of the directory cannot be added to.
func readOptional(root *os.Root, name string) ([]byte, error) {
	link, err := root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	info, err := root.Stat(name)
	switch {
	case err != nil && link.Mode()&fs.ModeSymlink != 0:
		return nil, usageError("%s is a link that leads out of its directory, or nowhere: pylon-gen adds nothing to it", name)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, usageError("%s is not a regular file", name)
	}
	return root.ReadFile(name)
}
