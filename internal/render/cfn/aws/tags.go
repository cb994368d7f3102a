package aws

import "github.com/pylon-gen/pylon-gen/internal/resource"

// Tags are the tags of a resource. They are made once and are in every resource
// of a template. The zero Tags means "absent".
type Tags struct{ tree resource.Value }

// Tag is one resource tag.
type Tag struct {
	Key   string
	Value Value
}

// NewTags makes tags, in the given order.
func NewTags(list ...Tag) Tags {
	items := make([]Value, len(list))
	for i, t := range list {
		items[i] = Map(Member{"Key", Str(t.Key)}, Member{"Value", t.Value})
	}
	return Tags{List(items...).tree}
}
