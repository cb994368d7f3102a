package resolve

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// insidePath cleans a path of the spec and reports what is wrong with it. Whether
// a symbolic link leads outside is seen where the disk is touched.
func insidePath(p string) (clean, problem string) {
	switch {
	case strings.Contains(p, `\`):
		return p, "has a backslash"
	case strings.HasPrefix(p, "/"):
		return p, "is absolute"
	case len(p) > 1 && p[1] == ':':
		return p, "begins with a letter and a colon, which is a drive on Windows"
	case strings.HasPrefix(p, "~"):
		return p, "starts with a tilde, which nothing expands"
	}
	for _, r := range p {
		if unicode.IsControl(r) {
			return p, "has control characters"
		}
	}
	clean = path.Clean(p)
	if clean == ".." || strings.HasPrefix(clean, "../") {
		return p, "leaves the project"
	}
	return clean, ""
}

// stageInPath stands for a stage's name, as in host names; <stage> is how it was
// written at first.
const (
	stageInPath  = "{stage}"
	stageAtFirst = "<stage>"
)

// reservedName is a name that is a device on Windows, whatever its ending.
var reservedName = pattern.Of(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)

// refusedByWindows is a name in a path that Windows refuses, "" when there is none:
// a clone of the repository there could not check the file out.
func refusedByWindows(p string) string {
	for _, part := range strings.Split(p, "/") {
		if reservedName.MatchString(part) {
			return part
		}
	}
	return ""
}

func (r *resolver) outputs(stages []writtenStage, project Project) stack.Outputs {
	in := r.spec.Outputs
	out := stack.Outputs{
		SST:            r.output("outputs.sst", in.SST, "sst.config.ts"),
		Compose:        r.output("outputs.compose", in.Compose, "docker-compose.dev.yml"),
		Dotenv:         r.output("outputs.dotenv", in.Dotenv, ".env.example"),
		CloudFormation: map[string]string{},
	}
	in.CloudFormation.V = strings.ReplaceAll(in.CloudFormation.V, stageAtFirst, stageInPath)
	template := r.output("outputs.cloudformation", in.CloudFormation, "infra/cloudformation/{stage}.yaml")
	if template != "" && !strings.Contains(template, stageInPath) && len(stages) > 1 {
		r.fail(CodePath, in.CloudFormation.Node, "outputs.cloudformation does not hold {stage}", "all stages would go to one file", "put {stage} into the path")
		return out
	}
	for _, st := range stages {
		at := strings.ReplaceAll(template, stageInPath, st.FileName())
		if problem := refusedByWindows(at); problem != "" && refusedByWindows(template) == "" {
			r.fail(CodePath, st.key, fmt.Sprintf("the template of stage %s would be %q, and Windows refuses the name %q", st.Name, at, problem), "the repository could not be checked out on Windows", "rename the stage, or write outputs.cloudformation like infra/stage-{stage}.yaml")
		}
		out.CloudFormation[st.Name] = at
	}
	if b := path.Base(out.SST); out.SST != "" && b != "sst.config.ts" {
		r.fail(CodePath, in.SST.Node, fmt.Sprintf("outputs.sst: the file is called %q", b), "SST looks for sst.config.ts", "end the path in sst.config.ts; any directory will do")
	}
	r.collisions(out, project)
	return out
}

// output is the path of an output, "" for one that is switched off.
func (r *resolver) output(key string, v schema.OutputPath, def string) string {
	text := v.V
	switch {
	case v.Off:
		return ""
	case v.Node == nil:
		text = def
	}
	clean, problem := insidePath(text)
	switch {
	case problem != "":
		r.fail(CodePath, v.Node, fmt.Sprintf("%s %q %s", key, text, problem), "nothing outside the project is written", "write a path inside the project, with slashes")
	case clean == "." || strings.HasSuffix(text, "/"):
		r.fail(CodePath, v.Node, fmt.Sprintf("%s %q is a directory", key, text), "", "name a file")
	case slices.ContainsFunc(strings.Split(clean, "/"), func(part string) bool { return strings.EqualFold(part, ".git") }):
		r.fail(CodePath, v.Node, fmt.Sprintf("%s %q is git's own", key, text), "", "choose another place")
	case refusedByWindows(clean) != "":
		r.fail(CodePath, v.Node, fmt.Sprintf("%s %q: Windows refuses the name %q", key, text, refusedByWindows(clean)), "the repository could not be checked out on Windows", "choose another name")
	case strings.HasPrefix(path.Base(clean), ".pylon-gen-"):
		r.fail(CodePath, v.Node, fmt.Sprintf("%s %q is a name of temporary files", key, text), "they are removed", "choose another name")
	}
	return clean
}

// collisions refuses two outputs at one path, one below another, and an output
// at the place of an input or of the lock. Case does not count: some file
// systems do not see it.
func (r *resolver) collisions(out stack.Outputs, project Project) {
	in := r.spec.Outputs
	type place struct {
		path, what string
		node       *yaml.Node
		stage      string // for templates
	}
	all := []place{}
	for _, p := range project.Inputs {
		all = append(all, place{p, "an input", nil, ""})
	}
	for _, name := range []string{".env", ".env.local"} {
		all = append(all, place{name, "the developer's own variables", nil, ""})
	}
	all = append(all, place{"pylon-gen.lock", "the lock", nil, ""},
		place{out.SST, "outputs.sst", in.SST.Node, ""}, place{out.Compose, "outputs.compose", in.Compose.Node, ""}, place{out.Dotenv, "outputs.dotenv", in.Dotenv.Node, ""})
	for _, stage := range slices.Sorted(maps.Keys(out.CloudFormation)) {
		all = append(all, place{out.CloudFormation[stage], "the template of stage " + stage, in.CloudFormation.Node, stage})
	}
	all = slices.DeleteFunc(all, func(p place) bool { return p.path == "" }) // switched off
	for i, b := range all {
		for _, a := range all[:i] {
			if a.stage != "" && b.stage != "" {
				continue // their names have been compared
			}
			if pa, pb := strings.ToLower(a.path), strings.ToLower(b.path); pa == pb || strings.HasPrefix(pa, pb+"/") || strings.HasPrefix(pb, pa+"/") {
				r.fail(CodePath, nodeOr(b.node, a.node), fmt.Sprintf("%s and %s collide at %q", a.what, b.what, b.path), "one would overwrite the other", "choose different paths")
			}
		}
	}
}
