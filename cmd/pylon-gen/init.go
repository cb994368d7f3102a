package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/shell"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// initFlags are the flags of init.
type initFlags struct {
	dir                                                  string
	manifest, image                                      string
	domain, shape, region, pylon, entry, ports, hook, ci string
	origins                                              []string
	tasks                                                int
	env, previews, agents, yes, noInput                  bool
	repos                                                checkouts
}

var (
	layouts = []string{stack.SeparatePorts, stack.SinglePorts}
	shapes  = []string{string(stack.Stateless), string(stack.SingleReplica)}
	hooks   = []string{"pre-commit", "git", "none"}
	cis     = []string{"github", "none"}
)

func newInit(t terminal) *cobra.Command {
	f := initFlags{repos: checkouts{}}
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Create a project: its spec, Dockerfile and other first files",
		Long: "Inspect the project, ask at most eight questions, show the result and its monthly cost,\n" +
			"and write the missing files: pylon.stack.yaml, a Dockerfile and .dockerignore\n" +
			"for the app's image, .env in .gitignore, how the lock merges in .gitattributes; on\n" +
			"request a .env for local development, a hook that checks each commit,\n" +
			"a workflow that checks pull requests, a section of AGENTS.md for coding agents.\n\n" +
			"An existing file is left alone, so a second run changes nothing: where the spec differs\n" +
			"from a flag, init shows how to change the spec. Each question has a flag; --yes,\n" +
			"and a run without a terminal, ask nothing.\n\n" +
			"The spec belongs where the app's npm packages are installed, since the image is built\n" +
			"there: at the root of a workspace of Bun, npm, pnpm or Yarn, with --manifest naming the\n" +
			"app.",
		Example: "  pylon-gen init\n" +
			"  pylon-gen init --yes --domain api.example.com --env\n" +
			"  pylon-gen init --yes --shape single-replica --hook pre-commit --ci github",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.run(t, func(name string) bool { return cmd.Flags().Changed(name) })
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.dir, "directory", "C", ".", "work in this `directory`")
	flags.StringVar(&f.manifest, "manifest", "", "the app's manifest, a `file`; pylon.manifest.json, or the one that a workspace has, when left out")
	flags.StringVar(&f.image, "image", "", "an image that is built elsewhere, its `URI` with a tag; without one the deployment builds it from a Dockerfile")
	flags.StringVar(&f.domain, "domain", "", "the API's `host` name in production, such as api.example.com; without one it speaks plain HTTP")
	flags.StringArrayVar(&f.origins, "origin", nil, "where the web page lives, an `origin` such as https://app.example.com; repeat it for several; the API's own when left out")
	flags.StringVar(&f.shape, "shape", "", "the `shape`: stateless or single-replica; stateless when left out, unless the runtime cannot store uploads in S3")
	flags.IntVar(&f.tasks, "tasks", 1, "how many `tasks` may run; more than one gets a Redis")
	flags.StringVar(&f.region, "region", "us-east-1", "the AWS `Region`")
	flags.StringVar(&f.pylon, "pylon", "", "the runtime's `version`; that of the Dockerfile, the lock file or package.json, or "+pylon.Newest.String()+", when left out")
	flags.StringVar(&f.entry, "entry", "", "the app's entry `file`; app.ts or what is there when left out")
	flags.StringVar(&f.ports, "ports", "", "the load balancer's `ports`: separate or single; single when left out and the runtime serves WebSockets on its main port")
	flags.StringVar(&f.hook, "hook", "none", "what checks each commit: pre-commit, which renders too, a plain git `hook` or none")
	flags.StringVar(&f.ci, "ci", "none", "the service that checks pull requests: `github` or none")
	flags.BoolVar(&f.previews, "previews", false, "write a workflow that deploys a stage for each pull request with SST; with --ci github")
	flags.BoolVar(&f.agents, "agents", false, "add a section to AGENTS.md that tells coding agents how to work with the project")
	flags.BoolVar(&f.env, "env", false, "write .env for local development")
	flags.BoolVarP(&f.yes, "yes", "y", false, "ask nothing, take the defaults")
	flags.BoolVar(&f.noInput, "no-input", false, "ask nothing, take the defaults")
	oneOf(cmd, "shape", shapes)
	oneOf(cmd, "ports", layouts)
	oneOf(cmd, "hook", hooks)
	oneOf(cmd, "ci", cis)
	return cmd
}

func (f *initFlags) run(t terminal, given func(flag string) bool) error {
	if err := f.valid(); err != nil {
		return err
	}
	defer f.repos.close()
	if _, _, err := f.repos.at(f.dir); err != nil {
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
	f.pylon = cmp.Or(f.pylon, s.runtime.version, pylon.Newest.String())
	f.entry = cmp.Or(f.entry, s.entry)
	f.shape = cmp.Or(f.shape, shapeFor(f.pylon))
	f.ports = cmp.Or(f.ports, portsFor(f.pylon))
	if err := f.valid(); err != nil { // the shape is known now
		return err
	}
	if err := f.flagProblem(s, given); err != nil {
		return err
	}
	ask := isTerminal() && !f.yes && !f.noInput
	told := t // what is neither a finding nor a failure
	if !ask { // who is asked has to see what about
		told.out = t.unlessQuiet(t.out)
	}
	a := newAsker(os.Stdin, t.err)
	if ask {
		fmt.Fprintf(t.err, "Found %s.\n", f.words(s))
		if err := f.questions(a, s, given); err != nil {
			return err
		}
	}
	at, p, err := f.load(s)
	if err != nil {
		return err
	}
	if err := modelled(t, "text", at, p); err != nil {
		return err
	}
	unlike := 0
	if s.spec != "" {
		f.upgrade(told, p.App.PylonVersion, s, given("pylon"))
		unlike = f.tellUnlike(t, p, given)
	}
	top, err := os.OpenRoot(cmp.Or(s.repository, f.dir))
	if err != nil {
		return machine(err)
	}
	defer top.Close()
	files, err := f.plan(p, s, top)
	defer func() {
		for _, x := range files {
			x.root.Close() // hooks may be in a directory of their own
		}
	}()
	if err != nil {
		return machine(err)
	}
	if !slices.ContainsFunc(files, func(x firstFile) bool { return x.text != nil }) {
		f.say(told, files, true)
		if unlike > 0 || slices.ContainsFunc(files, func(x firstFile) bool { return x.said != "" }) {
			return nil
		}
		_, err := fmt.Fprintln(told.out, "nothing to do: all of it is there")
		return machine(err)
	}
	if at, err = f.project(s, files); err != nil {
		return err
	}
	if p, err = at.load(); err != nil {
		return err
	}
	f.preview(told, p, s)
	if ask {
		f.say(terminal{t.err, t.err, t.manner}, files, false)
		write := false
		if err := a.ask("Write these files?", "yes", yesNo(&write)); err != nil {
			return err
		}
		if !write {
			return errDeclined
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch err := writeAll(ctx, files); {
	case errors.Is(err, context.Canceled):
		return &exitError{exitMachine, "interrupted: nothing was written"}
	case err != nil:
		return machine(err)
	}
	f.say(told, files, true)
	if s.spec != "" {
		return nil // what else was chosen is in the spec
	}
	_, err = fmt.Fprintf(told.out, "the same again: %s\nnext: pylon-gen render%s\n", f.command(given), f.where())
	return machine(err)
}

// valid reports whether the flags have values that they take.
func (f *initFlags) valid() error {
	if f.shape != "" {
		if err := knownValue("shape", f.shape, shapes); err != nil {
			return err
		}
	}
	if f.pylon != "" {
		if _, err := pylon.ParseVersion(f.pylon); err != nil {
			return usageError("--pylon %s: write an exact version, such as %s", shell.Quote(f.pylon), pylon.Newest)
		}
	}
	if f.ports != "" {
		if err := knownValue("ports", f.ports, layouts); err != nil {
			return err
		}
	}
	if err := knownValue("hook", f.hook, hooks); err != nil {
		return err
	}
	if f.tasks < 1 || f.tasks > 1 && f.shape == string(stack.SingleReplica) {
		return usageError("--tasks must be at least 1, and exactly 1 with --shape single-replica")
	}
	if f.previews && f.ci != "github" {
		return usageError("--previews writes a workflow of GitHub: add --ci github")
	}
	return knownValue("ci", f.ci, cis)
}

// shapeFor is the shape that a version of the runtime can have.
func shapeFor(version string) string {
	if v, err := pylon.ParseVersion(version); err == nil && !v.Has(pylon.S3Files.Gate) {
		return string(stack.SingleReplica)
	}
	return string(stack.Stateless)
}

// portsFor is the load balancer's layout that fits a version of the runtime.
func portsFor(version string) string {
	if v, err := pylon.ParseVersion(version); err == nil && !v.Has(pylon.MainSocket.Gate) {
		return stack.SeparatePorts
	}
	return stack.SinglePorts
}

// where is the flag that the next command needs.
func (f *initFlags) where() string {
	if f.dir == "." {
		return ""
	}
	return " -C " + shell.Quote(filepath.ToSlash(f.dir))
}

// command is what does the same without questions.
func (f *initFlags) command(given func(string) bool) string {
	words := []string{"pylon-gen init --yes" + f.where()}
	add := func(flag, value, def string) {
		if value != def || given(flag) {
			words = append(words, "--"+flag, shell.Quote(value))
		}
	}
	if f.manifest != project.DefaultManifest {
		add("manifest", f.manifest, "")
	}
	add("image", f.image, "")
	add("domain", f.domain, "")
	for _, origin := range f.origins {
		words = append(words, "--origin", shell.Quote(origin))
	}
	add("shape", f.shape, "")
	if f.shape == string(stack.Stateless) {
		add("tasks", fmt.Sprint(f.tasks), "")
	}
	add("region", f.region, "")
	add("ports", f.ports, "")
	add("pylon", f.pylon, "")
	add("entry", f.entry, "")
	add("hook", f.hook, "none")
	add("ci", f.ci, "none")
	for _, x := range []struct {
		flag string
		on   bool
	}{{"previews", f.previews}, {"env", f.env}, {"agents", f.agents}} {
		if x.on {
			words = append(words, "--"+x.flag)
		}
	}
	return strings.Join(words, " ")
}

// errDeclined ends a run whose files were declined.
var errDeclined = &exitError{exitOK, "nothing was written"}

// absolute is a directory's full path, or the path as it is.
func absolute(dir string) string {
	if full, err := filepath.Abs(dir); err == nil {
		return full
	}
	return dir
}
