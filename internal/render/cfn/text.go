package cfn

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// text is text of the user in which every hole stands for the stage's name, and
// nothing else stands for anything.
func text(s stack.Staged) aws.Value {
	pieces := s.Split()
	whole := strings.Join(pieces, "")
	// CloudFormation replaces dynamic references in whatever the functions give,
	// so there is no way to write one that is only text.
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
	for _, piece := range pieces {
		if strings.Contains(piece, "{{resolve:") {
			panic("cfn: text holds a dynamic reference, which resolve refuses")
		}
	}
	switch {
	case s == stack.Placeholder:
		return aws.Ref(stageName)
	case strings.Contains(whole, "${"):
		return dollars(pieces)
	case len(pieces) == 1:
		return aws.Str(whole)
	}
	return aws.Sub(strings.Join(pieces, "${"+stageName+"}"))
}

// dollars writes pieces that hold "${". Sub would read it as a reference, and
// linters believe that Sub was forgotten where it is alone, so Join puts the
// dollar and the brace together.
func dollars(pieces []string) aws.Value {
	var values []aws.Value
	for i, piece := range pieces {
		if i > 0 {
			values = append(values, aws.Ref(stageName))
		}
		for {
			before, after, more := strings.Cut(piece, "${")
			if !more {
				break
			}
			values = append(values, aws.Str(before+"$"))
			piece = "{" + after
		}
		if piece != "" {
			values = append(values, aws.Str(piece))
		}
	}
	return aws.Join(values...)
}

// literal is text of the user that never has a hole.
func literal(s string) aws.Value { return text(stack.Staged(s)) }

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
