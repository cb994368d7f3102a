package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/diff"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/release"
	"github.com/pylon-gen/pylon-gen/internal/report"
	"github.com/pylon-gen/pylon-gen/internal/run"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// diffFlags are the flags of diff.
type diffFlags struct {
	where               location
	base, baseDir, head string
	stage, target       string
	format              string
	failOn              []string
	maxIncrease         string
	all, verbose        bool
}

func newDiff(t terminal) *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff [DIR...]",
		Short: "Show what a change does to a running stage",
		Long: "Show what a change of the inputs does to what runs, without an AWS account: what is\n" +
			"lost, what breaks, what opens, what must be done by hand and what it costs,\n" +
			"for CloudFormation and for SST.\n\n" +
			"The working tree, or --head, is compared with --base: by default with the commit\n" +
			"where the branch left the remote's default branch, and on GitHub with the base of\n" +
			"the pull request, the push or the merge queue. DIR/... stands for every project\n" +
			"below a directory.",
		Example: "  pylon-gen diff\n" +
			"  pylon-gen diff --base main --stage production\n" +
			"  pylon-gen diff --fail-on refused,data-loss --max-increase 20USD ./...",
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, name := range []string{"base", "base-dir", "head", "stage", "target", "max-increase"} {
				if flag := cmd.Flags().Lookup(name); flag.Changed && flag.Value.String() == "" {
					return usageError("--%s is empty", name)
				}
			}
			if cmd.Flags().Changed("fail-on") && len(f.failOn) == 0 {
				return usageError("--fail-on is empty")
			}
			return f.run(t, args)
		},
	}
	f.where.flags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.base, "base", "", "compare with this `revision` of git")
	flags.StringVar(&f.baseDir, "base-dir", "", "compare with the project in this `directory`, without git")
	flags.StringVar(&f.head, "head", "", "compare this `revision` instead of the working tree")
	flags.StringVar(&f.stage, "stage", "", "only this `stage`")
	flags.StringVar(&f.target, "target", "", "only this `target`: cloudformation or sst")
	flags.StringVar(&f.format, "format", "text", "the `format`: text, json, markdown, html, github or sarif")
	flags.StringSliceVar(&f.failOn, "fail-on", nil, "exit 1 when there is such an `effect`: "+wordList()+", or any")
	flags.StringVar(&f.maxIncrease, "max-increase", "", "exit 1 when a stage's fixed month rises by more than this `limit`: 20USD or 10%")
	flags.BoolVar(&f.all, "all", false, "list everything, with reasons, sources and fingerprints")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "show notes too: effects that need no action, accepted ones, and accepts that the base has")
	cmd.MarkFlagsMutuallyExclusive("base", "base-dir")
	cmd.MarkFlagsMutuallyExclusive("head", "base-dir")
	oneOf(cmd, "target", targetWords())
	oneOf(cmd, "format", diffFormats)
	oneOf(cmd, "fail-on", append(effectWords(), diff.Any))
	complete(cmd, "stage", f.where.stages)
	return cmd
}

var diffFormats = []string{"text", "json", "markdown", "html", "github", "sarif"}

func effectWords() []string {
	var words []string
	for _, w := range diff.Words {
		words = append(words, string(w))
	}
	return words
}

func wordList() string { return strings.Join(effectWords(), ", ") }

func targetWords() []string {
	var words []string
	for _, t := range diff.Targets {
		words = append(words, string(t))
	}
	return words
}

// gates reads the gates; a word that is not one is wrong usage, whatever else is
// found.
func (f *diffFlags) gates() (diff.Gates, error) {
	var g diff.Gates
	for _, word := range f.failOn {
		if err := knownValue("fail-on", word, append(effectWords(), diff.Any)); err != nil {
			return g, err
		}
		if !slices.Contains(g.FailOn, word) {
			g.FailOn = append(g.FailOn, word)
		}
	}
	if f.maxIncrease != "" {
		limit, err := diff.ParseLimit(f.maxIncrease)
		if err != nil {
			return g, usageError("--max-increase: %v", err)
		}
		g.Increase = &limit
	}
	return g, nil
}

func (f *diffFlags) run(t terminal, args []string) error {
	if err := knownValue("format", f.format, diffFormats); err != nil {
		return err
	}
	targets := diff.Targets
	if f.target != "" {
		if err := knownValue("target", f.target, targetWords()); err != nil {
			return err
		}
		targets = []diff.Target{diff.Target(f.target)}
	}
	gates, err := f.gates()
	if err != nil {
		return err
	}
	defer f.where.close()
	sides, err := f.sides(args)
	if err != nil {
		return err
	}
	defer sides.close()
	compared := eachPair(t, sides.pairs, func(p pair) *comparison { return f.compare(sides, p, targets) })
	document := diff.Document{Version: diff.Version, Base: sides.base.Revision, Head: sides.head.Revision, Projects: []diff.Project{}}
	budgets, pictures := map[string]float64{}, map[string]string{}
	code := exitOK
	for _, c := range compared {
		code = max(code, c.code)
		c.project.Settle()
		document.Projects = append(document.Projects, c.project)
		document.Warnings = append(document.Warnings, c.warnings...)
		for _, s := range c.project.Stages {
			pictures[diff.StageName(c.project, s)] = c.pictures[s.Stage]
			if c.head != nil && c.head.Stage(s.Stage) != nil {
				budgets[diff.StageName(c.project, s)] = c.head.Stage(s.Stage).Budget
			}
		}
	}
	if f.stage != "" && code == exitOK && !slices.ContainsFunc(document.Projects, func(p diff.Project) bool { return len(p.Stages) > 0 }) {
		return usageError("there is no stage %q on either side", f.stage)
	}
	document.Gates = gates.Judge(document.Projects, budgets)
	if code == exitOK && slices.ContainsFunc(document.Gates, func(g diff.Gate) bool { return g.Hit }) {
		code = exitFindings
	}
	if err := f.print(t, document, targets, pictures); err != nil {
		return machine(err)
	}
	if code != exitOK {
		return &exitError{code: code}
	}
	return nil
}

func (f *diffFlags) print(t terminal, d diff.Document, targets []diff.Target, pictures map[string]string) error {
	options := report.Options{All: f.all, Targets: targets, Pictures: pictures, Paint: t.paint(t.out)}
	text := ""
	switch f.format {
	case "json":
		return writeJSON(t, d)
	case "sarif":
		return diag.SARIF(t.out, f.findings(d), tool("diff", effectRule))
	case "github":
		return diag.GitHub(t.out, f.findings(d))
	case "markdown":
		text = report.Markdown(d, options)
	case "html":
		text = report.HTML(d, options)
	default:
		text = report.Text(d, options)
	}
	_, err := fmt.Fprint(t.out, text)
	return err
}

// findings are the effects that are shown at their lines: without -v
// those that need no action, and those that are accepted, are left out.
func (f *diffFlags) findings(d diff.Document) diag.List {
	list := report.Findings(d).Sorted()
	if !f.verbose {
		list = slices.DeleteFunc(list, noted)
	}
	return list
}

// effectRule is what SARIF says of an effect.
func effectRule(code string) diag.Rule {
	return diag.Rule{Title: "a change has the effect " + code, URI: release.Repository + "/blob/main/docs/diff.md#the-effects", Level: report.Severity(diff.Word(code))}
}

// comparison is what became of one project.
type comparison struct {
	project  diff.Project
	head     *stack.App
	pictures map[string]string // of stages before and after, for HTML
	warnings []string
	code     int
}

// compare compares one project on both sides.
func (f *diffFlags) compare(sides *sides, p pair, targets []diff.Target) *comparison {
	c := &comparison{project: diff.Project{Path: p.path(), Was: p.was(), HandEdited: []string{}, Stages: []diff.StageChange{}}}
	if f.stage == "" && sides.same(p) {
		c.project.Status = diff.Same
		return c
	}
	head, ok := c.load(p.head, "head", project.Load)
	base, ok2 := c.load(p.base, "base", c.loadBase(head))
	if !ok || !ok2 {
		c.project.Status = diff.Unreadable
		return c
	}
	switch {
	case base == nil:
		c.project.Status = diff.New
	case head == nil:
		c.project.Status = diff.Gone
	case base.List.HasErrors():
		c.project.Problems = append(c.project.Problems, fmt.Sprintf("the base is not valid any more, and is compared as far as it loads: %s", first(base)))
	}
	found, err := project.Compare(base, head, targets)
	if found == nil {
		c.project.Status, c.code = diff.Unreadable, exitUsage
		if err != nil {
			c.project.Problems = append(c.project.Problems, err.Error())
		} else {
			c.project.Problems = append(c.project.Problems, "the head cannot be used: "+first(head))
		}
		return c
	}
	c.project.Stages = found.Stages
	if f.stage != "" {
		c.project.Stages = slices.DeleteFunc(c.project.Stages, func(s diff.StageChange) bool { return s.Stage != f.stage && !f.matches(base, head, s.Stage) })
	}
	c.project.GeneratorChanged, c.project.Local = found.GeneratorChanged, found.Local
	c.project.HandEdited = append(c.project.HandEdited, found.HandEdited...)
	c.accept(f, base, head)
	if f.format == "html" {
		c.draw(base, head)
	}
	return c
}

// matches reports whether a stage is the pattern that the asked for name matches.
func (f *diffFlags) matches(base, head *project.Project, stage string) bool {
	for _, p := range []*project.Project{head, base} {
		if p != nil {
			if s := p.App.Stage(f.stage); s != nil && s.Stage.NameProblem(f.stage) == "" {
				return s.Stage.Name == stage
			}
		}
	}
	return false
}

// accept lets pass what the head's spec accepts.
func (c *comparison) accept(f *diffFlags, base, head *project.Project) {
	var before []stack.Accept
	if base != nil {
		c.project.App, before = base.App.Name, base.App.Accepts
	}
	if head == nil {
		return
	}
	c.project.App, c.head = head.App.Name, head.App
	unmatched, old := diff.Accept(&c.project, before, head.App.Accepts)
	for _, a := range unmatched {
		if f.stage == "" && f.target == "" {
			c.warnings = append(c.warnings, fmt.Sprintf("%s: accept %s matches nothing that this change does", a.Pos, a.Change))
		}
	}
	for _, a := range old {
		if f.verbose {
			c.warnings = append(c.warnings, fmt.Sprintf("%s: accept %s is at the base already, and accepts nothing any more", a.Pos, a.Change))
		}
	}
}

// loadBase returns what loads the base of a project. A base without a manifest, where git
// ignores it for example, takes that of the head.
func (c *comparison) loadBase(head *project.Project) loader {
	return func(repo fs.FS, at project.Place) (*project.Project, error) {
		p, err := project.LoadAny(repo, at)
		if err != nil || head == nil || p.Inputs[at.Spec] == nil || head.Inputs[head.Manifest] == nil {
			return p, err
		}
		name := at.Path(p.Manifest)
		if _, err := fs.Stat(repo, name); !errors.Is(err, fs.ErrNotExist) {
			return p, nil
		}
		c.warnings = append(c.warnings, fmt.Sprintf("%s: the base does not have the file: that of the head is taken, and what changed in it is not compared", name))
		return project.LoadAny(project.With(repo, map[string][]byte{name: head.Inputs[head.Manifest]}), at)
	}
}

// load loads one side of a project; nil when it has none. Why it cannot is in the
// project's problems.
func (c *comparison) load(at *located, name string, load loader) (p *project.Project, ok bool) {
	if at == nil {
		return nil, true
	}
	p, err := load(at.repo, at.Place)
	switch {
	case err != nil:
		c.code = max(c.code, exitMachine)
		text := fmt.Sprintf("the %s cannot be read: %v", name, err)
		var gone *run.MissingError
		if errors.As(err, &gone) {
			text += ": the clone is a partial one: git fetch --refetch --no-filter origin"
		}
		c.project.Problems = append(c.project.Problems, text)
	case p.App == nil || len(p.App.Stages) == 0:
		c.code = max(c.code, exitUsage)
		c.project.Problems = append(c.project.Problems, fmt.Sprintf("the %s cannot be used: %s", name, first(p)))
	default:
		return p, true
	}
	return nil, false
}

// first is the first error of a project, and how many there are.
func first(p *project.Project) string {
	n, text := 0, ""
	for _, d := range p.List.Sorted() {
		if d.Severity != "error" {
			continue
		}
		if n++; n == 1 {
			text = fmt.Sprintf("%s: %s: %s", d.Pos, d.Code, d.Message)
		}
	}
	if n > 1 {
		text += fmt.Sprintf(" (and %d more)", n-1)
	}
	return text
}
