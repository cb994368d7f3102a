package aws

import "strings"

// Update is what CloudFormation does to a resource when one of its properties
// changes. The greater one prevails when several change.
type Update int

// The ways to update a resource.
const (
	InPlace      Update = iota
	MayInterrupt        // the resource is out of service for a moment
	MayReplace          // InPlace or Replaces, depending on the change
	Replaces            // a new resource takes its place
)

// UpdateOf says what a change of a property does. The property is a path of
// names, without indexes of lists: "NetworkConfiguration.AwsvpcConfiguration".
// What is not known to do harm is InPlace, also in types that are not rendered.
// On AWS the change set is the authority.
// Source: the schemas in cfngen.
func UpdateOf(resourceType, property string) Update {
	worst := InPlace
	for path := resourceType + "." + property; path != resourceType; path = path[:strings.LastIndexByte(path, '.')] {
		worst = max(worst, update(path))
	}
	return worst
}
