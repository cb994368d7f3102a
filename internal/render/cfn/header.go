package cfn

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
)

// header is the comment at the top: where the file comes from, and the command
// that deploys it, with every parameter that has no default. The tags are the
// stack's own: each resource also has its own.
func (t *template) header(viaBucket bool) string {
	name := t.Stage.Name
	if t.Stage.Pattern {
		prefix, suffix := t.Stage.Affixes()
		name = prefix + "1" + suffix
	}
	command := []string{
		"aws cloudformation deploy --template-file " + t.file(),
		"--stack-name " + t.App + "-" + name + " --region " + t.Region,
		"--capabilities CAPABILITY_IAM",
		"--tags pylon:app=" + t.App + " pylon:stage=" + name,
	}
	if viaBucket {
		command = append(command, "--s3-bucket BUCKET")
	}
	if len(t.required) > 0 {
		values := "--parameter-overrides"
		for _, id := range t.required {
			value := "..."
			if id == stageName {
				value = name
			}
			values += " " + id + "=" + value
		}
		command = append(command, values)
	}
	overrides := ""
	if list := t.overrides(); list != "" {
		overrides = "Last came the overrides of the spec:\n\n" + list + "\n"
	}
	first := ""
	if owner := t.Balancer.Shared.Owner; owner != "" {
		first = "Stage " + owner + " comes first: this stack imports what that one exports.\n"
	}
	return "Rendered by pylon-gen: change the stack spec and render again instead of editing\n" +
		"this file. " + overrides + first + "To deploy it:\n\n  " + strings.Join(command, " \\\n    ")
}

// plainPath is a path that a shell takes as it is.
var plainPath = pattern.Of(`^[A-Za-z0-9._/-]+$`)

// file is the template's path in the command.
func (t *template) file() string {
	if plainPath.MatchString(t.path) {
		return t.path
	}
	return "FILE"
}
