package cfn

import "github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"

// allTags are the tags of every resource that can carry some. They are at
// each resource because a template has no place for tags of the whole stack:
// those are an argument of the deployment, which an operator can forget. A tag
// of the user wins over ours of the same key.
func (t *template) allTags() aws.Tags {
	tags := []aws.Tag{
		{Key: "pylon:app", Value: aws.Str(t.App)},
		{Key: "pylon:stage", Value: t.stageName()},
	}
	for _, tag := range t.Tags {
		value := literal(tag.Value)
		literal(tag.Key) // a key is never a dynamic reference either
		switch tag.Key {
		case "pylon:app":
			tags[0].Value = value
		case "pylon:stage":
			tags[1].Value = value
		default:
			tags = append(tags, aws.Tag{Key: tag.Key, Value: value})
		}
	}
	return aws.NewTags(tags...)
}
