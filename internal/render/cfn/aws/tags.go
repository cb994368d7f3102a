package aws

import (
	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
)

// Tags are the tags of a resource. They are made once and stand at every
// resource of a template. The zero Tags means "absent".
type Tags struct{ yaml *yaml.Node }

// Tag is one resource tag.
type Tag struct {
	Key   string
	Value Value
}

// NewTags makes tags, in the given order.
func NewTags(list ...Tag) Tags {
	items := make([]*yaml.Node, len(list))
	for i, t := range list {
		items[i] = Map(Member{"Key", Str(t.Key)}, Member{"Value", t.Value}).yaml
	}
	return Tags{yamldoc.Seq(items...)}
}
