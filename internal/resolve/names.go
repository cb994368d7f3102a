package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// maxApp keeps "<app>-<stage>-<resource>" within the 63 characters of an RDS
// identifier and a bucket, together with stack.MaxStageName.
const maxApp = 32

var (
	appPattern   = pattern.Of(`^[A-Za-z][A-Za-z0-9-]*$`)
	stagePattern = pattern.Of(`^[A-Za-z0-9-]*\*?[A-Za-z0-9-]*$`)
	notInName    = pattern.Of(`[^A-Za-z0-9]+`)
)

// appName returns the prefix of resource names: the spec's, or the manifest's
// name made fit for one.
func (r *resolver) appName() string {
	app := r.spec.App
	if !app.IsSet() {
		name := strings.Trim(notInName.ReplaceAllString(*r.manifest.Name, "-"), "-")
		if nameProblem(name, maxApp) == "" {
			return name
		}
		r.fail(CodeName, nil, fmt.Sprintf("no resource name can be made of the manifest's name %q", *r.manifest.Name),
			"it is the prefix of resource names in AWS", "add app: to the spec, letters, digits and dashes, a letter first")
		return "app"
	}
	if problem := nameProblem(app.V, maxApp); problem != "" {
		r.fail(CodeName, app.Node, fmt.Sprintf("app %q %s", app.V, problem), "it is the prefix of resource names in AWS",
			"use letters, digits and single dashes, a letter first, at most 32 characters")
	}
	return app.V
}

func nameProblem(name string, limit int) string {
	switch {
	case name == "":
		return "is empty"
	case len(name) > limit:
		return fmt.Sprintf("has %d characters, %d fit", len(name), limit)
	case !appPattern.MatchString(name):
		return "has characters that AWS refuses"
	case strings.Contains(name, "--") || strings.HasSuffix(name, "-"):
		return "has a dash at the end or two in a row, which RDS refuses"
	}
	return ""
}

// writtenStage is a stage as the spec has it.
type writtenStage struct {
	stack.Stage
	key     *yaml.Node
	overlay *yaml.Node
}

// stages returns the stages in the model's order: plain names first, then
// patterns, each by name.
func (r *resolver) stages() []writtenStage {
	var out []writtenStage
	_, node := lookup(r.spec.File.Root, "stages")
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		name := key.Value
		switch {
		case name == "" || !stagePattern.MatchString(name):
			r.fail(CodeName, key, fmt.Sprintf("stage %q has characters that SST and CloudFormation refuse", name), "",
				"use letters, digits and dashes, and at most one star for a pattern")
			continue
		case strings.Contains(name, "*") && name != strings.ToLower(name):
			r.fail(CodeName, key, fmt.Sprintf("pattern %q has upper-case letters", name), "what it matches becomes part of host names, which browsers write in lower case", "write it in lower case")
			continue
		case stack.TooLong(name, stack.MaxStageName) != "":
			r.fail(CodeName, key, fmt.Sprintf("stage %q %s", name, stack.TooLong(name, stack.MaxStageName)), "it is part of resource names in AWS", "shorten it")
			continue
		case strings.Contains(name, "--") || strings.HasPrefix(name, "-") || strings.HasSuffix(name, "-"):
			r.fail(CodeName, key, fmt.Sprintf("stage %q has a dash at an end, or two in a row", name), "RDS refuses such names", "rename it")
			continue
		}
		out = append(out, writtenStage{stack.Stage{Name: name, Pattern: strings.Contains(name, "*"), Production: isProduction(name), Pos: r.at(key)}, key, node.Content[i+1]})
	}
	if len(node.Content) == 0 {
		r.fail(CodeStages, node, "there is no stage", "nothing would be rendered", "add one, for example stages: { production: {} }")
	}
	slices.SortFunc(out, func(a, b writtenStage) int {
		if a.Pattern != b.Pattern {
			return map[bool]int{true: 1, false: -1}[a.Pattern]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	for i, a := range out {
		for _, b := range out[i+1:] {
			switch {
			case a.Pattern && b.Pattern && overlap(a.Stage, b.Stage):
				r.fail(CodeStages, b.key, fmt.Sprintf("patterns %q and %q match the same stages", a.Name, b.Name),
					"a name could match both of them", "make the text before or after the star differ")
			case strings.EqualFold(a.FileName(), b.FileName()):
				r.fail(CodeStages, b.key, fmt.Sprintf("stages %q and %q would have the same template file", a.Name, b.Name), "", "rename one of them")
			}
		}
	}
	return out
}

// overlap reports whether a name can match both patterns.
func overlap(a, b stack.Stage) bool {
	ap, as := a.Affixes()
	bp, bs := b.Affixes()
	return (strings.HasPrefix(ap, bp) || strings.HasPrefix(bp, ap)) && (strings.HasSuffix(as, bs) || strings.HasSuffix(bs, as))
}
