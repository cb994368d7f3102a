package cfn

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// literal is text of the user without a hole. It stands outside of every
// intrinsic function, so "${" in it means nothing.
func literal(s string) aws.Value {
	// CloudFormation replaces dynamic references in whatever the functions give,
	// so there is no way to write one that is only text.
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
	if strings.Contains(s, "{{resolve:") {
		panic("cfn: text holds a dynamic reference, which resolve refuses")
	}
	return aws.Str(s)
}

// text is text of the user in which every hole stands for the stage's name.
func text(s stack.Staged) aws.Value {
	pieces := s.Split()
	if len(pieces) == 1 {
		return literal(string(s))
	}
	literal(strings.Join(pieces, ""))
	if !strings.Contains(string(s), "${") {
		return aws.Sub(strings.Join(pieces, "${"+stageName+"}"))
	}
	// In Sub, "${" of the user would be a reference; Join takes it as it is.
	var values []aws.Value
	for i, piece := range pieces {
		if i > 0 {
			values = append(values, aws.Ref(stageName))
		}
		if piece != "" {
			values = append(values, aws.Str(piece))
		}
	}
	return aws.Join(values...)
}

// texts makes a text of each.
func texts(list []stack.Staged) []aws.Value {
	values := make([]aws.Value, len(list))
	for i, s := range list {
		values[i] = text(s)
	}
	return values
}

// literals makes a literal of each.
func literals(list []string) []aws.Value {
	values := make([]aws.Value, len(list))
	for i, s := range list {
		values[i] = literal(s)
	}
	return values
}

// stageName is the stage's real name.
func (t *template) stageName() aws.Value {
	if t.Stage.Pattern {
		return aws.Ref(stageName)
	}
	return aws.Str(t.Stage.Name)
}
