package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/cost"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/render/dotenv"
	"github.com/pylon-gen/pylon-gen/internal/rules"
	"github.com/pylon-gen/pylon-gen/internal/scaffold"
	"github.com/pylon-gen/pylon-gen/internal/secrets"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// initFlags are the flags of init.
type initFlags struct {
	dir                                           string
	domain, shape, region, pylon, entry, hook, ci string
	tasks                                         int
	env, yes, noInput                             bool
}

var (
	shapes = []string{string(stack.Stateless), string(stack.SingleReplica)}
	hooks  = []string{"pre-commit", "git", "none"}
	cis    = []string{"github", "none"}
)

func newInit(t terminal) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write the files that a project has one of",
		Long: "Look at what is there, ask at most five questions, show what it will be like and what\n" +
			"it costs, and write what is missing: pylon.stack.yaml, a Dockerfile and .dockerignore\n" +
			"for the app's image, .env in .gitignore; on request a .env for local development, a\n" +
			"hook that renders and checks at each commit, a workflow that checks pull requests.\n\n" +
			"A file that is there is left alone, so a second run changes nothing. Each question has\n" +
			"a flag; --yes, and a run without a terminal, ask nothing.",
		Example: "  pylon-gen init\n" +
			"  pylon-gen init --yes --domain api.example.com --env\n" +
			"  pylon-gen init --yes --shape single-replica --hook pre-commit --ci github",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.run(t, func(name string) bool { return cmd.Flags().Changed(name) })
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.dir, "directory", "C", ".", "work in this `directory`")
	flags.StringVar(&f.domain, "domain", "", "the API's `host` name in production, such as api.example.com; without one it speaks plain HTTP")
	flags.StringVar(&f.shape, "shape", "", "the `shape`: stateless or single-replica; stateless when left out, unless the runtime cannot store uploads in S3")
	flags.IntVar(&f.tasks, "tasks", 1, "how many `tasks` may run; more than one gets a Redis")
	flags.StringVar(&f.region, "region", "us-east-1", "the AWS `Region`")
	flags.StringVar(&f.pylon, "pylon", "", "the runtime's `version`; that of the Dockerfile or package.json, or "+pylon.Newest.String()+", when left out")
	flags.StringVar(&f.entry, "entry", "", "the app's entry `file`; app.ts or what is there when left out")
	flags.StringVar(&f.hook, "hook", "none", "what renders and checks at each commit: pre-commit, a plain git `hook` or none")
	flags.StringVar(&f.ci, "ci", "none", "who checks pull requests: `github` or none")
	flags.BoolVar(&f.env, "env", false, "write .env for local development")
	flags.BoolVarP(&f.yes, "yes", "y", false, "ask nothing, take the defaults")
	flags.BoolVar(&f.noInput, "no-input", false, "ask nothing, take the defaults")
	oneOf(cmd, "shape", shapes)
	oneOf(cmd, "hook", hooks)
	oneOf(cmd, "ci", cis)
	return cmd
}

func (f *initFlags) run(t terminal, given func(flag string) bool) error {
	if err := f.valid(); err != nil {
		return err
	}
	if err := isDirectory(f.dir); err != nil {
		return err
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return machine(err)
	}
	defer root.Close()
	s, err := f.survey(root)
	if err != nil {
		return err
	}
	f.pylon = cmp.Or(f.pylon, s.runtime, pylon.Newest.String())
	f.entry = cmp.Or(f.entry, s.entry)
	f.shape = cmp.Or(f.shape, shapeFor(f.pylon))
	if err := f.valid(); err != nil { // the shape is known now
		return err
	}
	ask := isTerminal() && !f.yes && !f.noInput
	a := newAsker(os.Stdin, t.err)
	if ask {
		fmt.Fprintf(t.err, "Found %s.\n", s.words())
		if err := f.questions(a, s, given); err != nil {
			return err
		}
	}
	l, err := f.load(t, s)
	if err != nil {
		return err
	}
	top, err := os.OpenRoot(cmp.Or(s.repository, f.dir))
	if err != nil {
		return machine(err)
	}
	defer top.Close()
	files, err := f.plan(l, s, top)
	if err != nil {
		return machine(err)
	}
	if !slices.ContainsFunc(files, func(x firstFile) bool { return x.text != nil }) {
		f.say(t, files, true)
		_, err := fmt.Fprintln(t.out, "nothing to do: all of it is there")
		return machine(err)
	}
	f.preview(t, l)
	if ask {
		f.say(terminal{t.err, t.err}, files, false)
		write := false
		err := a.ask("Write these files?", "yes", func(answer string) error {
			write = answer == "yes" || answer == "y"
			return knownValue("answer", answer, []string{"yes", "y", "no", "n"})
		})
		if err != nil {
			return err
		}
		if !write {
			return errDeclined
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := writeAll(ctx, files); err != nil {
		return machine(err)
	}
	f.say(t, files, true)
	_, err = fmt.Fprintf(t.out, "the same again: %s\nnext: pylon-gen render%s\n", f.command(given), f.where())
	return machine(err)
}

// valid says whether the flags have values that they take.
func (f *initFlags) valid() error {
	if f.shape != "" {
		if err := knownValue("shape", f.shape, shapes); err != nil {
			return err
		}
	}
	if err := knownValue("hook", f.hook, hooks); err != nil {
		return err
	}
	if f.tasks < 1 || f.tasks > 1 && f.shape == string(stack.SingleReplica) {
		return usageError("--tasks can be 1 or more, and 1 only with --shape single-replica")
	}
	return knownValue("ci", f.ci, cis)
}

// shapeFor is the shape that a version of the runtime can have.
func shapeFor(version string) string {
	if v, err := pylon.ParseVersion(version); err == nil && !v.Has(pylon.S3Files) {
		return string(stack.SingleReplica)
	}
	return string(stack.Stateless)
}

// where is the flag that the next command needs.
func (f *initFlags) where() string {
	if f.dir == "." {
		return ""
	}
	return " -C " + secrets.Quote(filepath.ToSlash(f.dir))
}

// command is what does the same without questions.
func (f *initFlags) command(given func(string) bool) string {
	words := []string{"pylon-gen init --yes" + f.where()}
	add := func(flag, value, def string) {
		if value != def || given(flag) {
			words = append(words, "--"+flag, secrets.Quote(value))
		}
	}
	add("domain", f.domain, "")
	add("shape", f.shape, "")
	if f.shape == string(stack.Stateless) {
		add("tasks", fmt.Sprint(f.tasks), "")
	}
	add("region", f.region, "")
	add("pylon", f.pylon, "")
	add("entry", f.entry, "")
	add("hook", f.hook, "none")
	add("ci", f.ci, "none")
	if f.env {
		words = append(words, "--env")
	}
	return strings.Join(words, " ")
}

// draft is the spec that the choices make.
func (f *initFlags) draft(s *survey) []byte {
	return scaffold.Spec(scaffold.Choices{
		Generator: version, Pylon: f.pylon, Entry: f.entry, Region: f.region,
		Shape: stack.Shape(f.shape), Tasks: f.tasks, Domain: f.domain, Outputs: s.taken,
	})
}

// project loads the project as it will be: with the spec that is there, or with
// the draft of one.
func (f *initFlags) project(s *survey) (*loaded, error) {
	if s.spec != "" {
		return project{f.dir, f.dir, s.spec}.load()
	}
	return project{f.dir, f.dir, specNames[0]}.loadDraft(f.draft(s))
}

// draftProblem says what is wrong with the choices so far.
func (f *initFlags) draftProblem(s *survey) error {
	l, err := f.project(s)
	if err != nil || l.app != nil {
		return err
	}
	for _, d := range l.list.Sorted() {
		if strings.HasPrefix(d.Code, "PG") && d.Severity == "error" {
			return usageError("%s", d.Message)
		}
	}
	return nil // the manifest is wrong, which is told at the end
}

// load is project for choices that are final: findings are printed.
func (f *initFlags) load(t terminal, s *survey) (*loaded, error) {
	l, err := f.project(s)
	if err != nil {
		return nil, err
	}
	if l.app == nil {
		if err := report(t, "text", []*result{{loaded: l, refused: true}}); err != nil {
			return nil, err
		}
		return nil, &exitError{code: exitUsage}
	}
	return l, nil
}

// preview shows what the stack will be like: its shape, what a month costs in
// order of magnitude, and what the rules say of it.
func (f *initFlags) preview(t terminal, l *loaded) {
	s := l.app.Stages[0]
	shape := "stateless: Aurora PostgreSQL " + fmt.Sprint(s.Database.Major) + " and S3"
	if s.Shape == stack.SingleReplica {
		shape = "single-replica: SQLite and uploads on EFS"
	}
	least, most := cost.Month(s)
	price := fmt.Sprintf("about %.0f USD a month", least)
	if most-least > 1 {
		price += fmt.Sprintf(", up to %.0f when busy", most)
	}
	fmt.Fprintf(t.out, "app      %s, runtime %s\n", l.app.Name, l.app.PylonVersion)
	fmt.Fprintf(t.out, "stage    %s: %s, %s\n", s.Stage.Name, cmp.Or(s.Domain.Name.String(), "no domain"), s.Region)
	fmt.Fprintf(t.out, "shape    %s\n", shape)
	tasks := "1 task"
	if n := s.Service.Scaling.Max; n > 1 {
		tasks = fmt.Sprintf("%d to %d tasks", s.Service.Scaling.Min, n)
	}
	fmt.Fprintf(t.out, "service  %s of %v vCPU and %d MB\n", tasks, float64(s.Service.CPU)/1024, s.Service.Memory)
	fmt.Fprintf(t.out, "cost     %s, before traffic and storage (list prices of %s, %s)\n", price, cost.Region, cost.Date)
	title := "limits   "
	for _, d := range rules.Check(l.app, nil, l.list).Findings {
		fmt.Fprintf(t.out, "%s%s %s\n", title, d.Code, d.Message)
		title = "         "
	}
	fmt.Fprintln(t.out)
}

// say says what becomes of each file, or would.
func (f *initFlags) say(t terminal, files []firstFile, written bool) {
	for _, x := range files {
		fmt.Fprintf(t.out, "%s: %s\n", x.name, x.word(written))
	}
}

// plan lists the files, with the text of those that have to be written.
func (f *initFlags) plan(l *loaded, s *survey, top *os.Root) ([]firstFile, error) {
	var files []firstFile
	once := func(root *os.Root, name string, mode fs.FileMode, text func() []byte) {
		x := firstFile{root: root, name: name, mode: mode}
		if _, err := root.Lstat(filepath.FromSlash(name)); errors.Is(err, fs.ErrNotExist) {
			x.text = text()
		}
		files = append(files, x)
	}
	once(s.root, l.spec, 0o644, func() []byte { return l.draft })
	if image := l.app.Stages[0].Service.Image; image.Dockerfile != "" {
		once(s.root, path.Join(image.Context, image.Dockerfile), 0o644, func() []byte { return scaffold.Dockerfile(l.app, s.packages(image.Context)) })
		once(s.root, path.Join(image.Context, ".dockerignore"), 0o644, scaffold.Dockerignore)
	}
	if f.env {
		// People put secrets into it.
		once(s.root, path.Join(path.Dir(l.app.Outputs.Dotenv), ".env"), 0o600, func() []byte { return scaffold.Env(dotenv.Render(l.app)) })
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

// inRepository adds the files that a git repository has: .env is kept out, hooks
// and workflows lie at its top.
func (f *initFlags) inRepository(files *[]firstFile, s *survey, top *os.Root, once func(*os.Root, string, fs.FileMode, func() []byte)) error {
	old, err := readOptional(s.root, ".gitignore")
	if err != nil {
		return err
	}
	*files = append(*files, firstFile{root: s.root, name: ".gitignore", text: scaffold.Gitignore(old), mode: 0o644, added: old != nil})
	switch f.hook {
	case "git":
		if info, err := top.Stat(".git"); err != nil || !info.IsDir() {
			return usageError("--hook git: .git is no directory here, as in a worktree or submodule; write the hook by hand")
		}
		once(top, ".git/hooks/pre-commit", 0o755, scaffold.GitHook)
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
		once(top, ".github/workflows/pylon-gen.yml", 0o644, func() []byte { return scaffold.Workflow(version) })
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

// errDeclined ends a run whose files nobody wanted.
var errDeclined = &exitError{exitOK, "nothing was written"}

// absolute is a directory's full path, or the path as it is.
func absolute(dir string) string {
	if full, err := filepath.Abs(dir); err == nil {
		return full
	}
	return dir
}
