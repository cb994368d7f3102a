package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resource"
)

// What the rules about overrides look for in the resources.

// networks are what the two targets call the source of a rule of a firewall.
var networks = []string{"cidrip", "cidripv6", "cidripv4", "cidrblocks", "ipv6cidrblocks"}

// stickyGroups are the target groups that have stickiness on.
func stickyGroups(facts []fact) []string {
	var groups []string
	for _, f := range facts {
		attribute := f.below("stickiness.enabled") && f.is("value")
		if (attribute || f.below("stickiness") && f.is("enabled")) && f.holds("true") && !slices.Contains(groups, f.in.ID) {
			groups = append(groups, f.in.ID)
		}
	}
	return groups
}

// endpointServices are the services that tasks reach through an endpoint.
func endpointServices(facts []fact) []string {
	var services []string
	for _, f := range facts {
		if strings.HasSuffix(strings.ToLower(f.in.Type), "vpcendpoint") && f.is("servicename") {
			services = append(services, f.value.Text)
		}
	}
	return services
}

// lessKept reports whether data was kept, and is no longer.
func lessKept(before []resource.Resource, now resource.Resource) bool {
	i := slices.IndexFunc(before, func(x resource.Resource) bool { return x.ID == now.ID })
	if i < 0 || !now.HoldsData {
		return false
	}
	gone := func(was, is resource.Keep) bool {
		return was != is && (is == resource.Delete || is == resource.Unsaid)
	}
	return gone(before[i].Keep, now.Keep) || gone(before[i].Replaced, now.Replaced)
}

// generatedAnew returns the id of the first secret whose value CloudFormation would
// generate differently after an operation than before, "" if there is none. A
// secret that is gone or has another id counts: its value goes with it. One that
// the operation adds does not.
func generatedAnew(before, after []resource.Resource) string {
	for _, was := range before {
		if was.Type != "AWS::SecretsManager::Secret" {
			continue
		}
		var is resource.Value
		if i := slices.IndexFunc(after, func(x resource.Resource) bool { return x.ID == was.ID && x.Type == was.Type }); i >= 0 {
			is = after[i].Properties
		}
		for _, property := range []string{generate, "Name"} { // another name is another secret
			if written(was.Properties.Get(property)) != written(is.Get(property)) {
				return was.ID
			}
		}
	}
	return ""
}

const generate = "GenerateSecretString"

// allowedOnEverything are the statements of policies that allow something on
// every resource, or every action: the resource's id and all that one says.
func allowedOnEverything(list []resource.Resource) []string {
	var statements []string
	var walk func(id string, v resource.Value)
	walk = func(id string, v resource.Value) {
		wide, denies := false, false
		for _, m := range v.Present() {
			switch plain(m.Name) {
			case "resource", "resources", "action", "actions":
				wide = wide || isEverything(m.Value)
			case "effect":
				denies = m.Value.Text == "Deny"
			}
			walk(id, m.Value)
		}
		if wide && !denies {
			statements = append(statements, id+" "+written(v))
		}
	}
	for _, r := range list {
		walk(r.ID, r.Properties)
	}
	return statements
}

// isEverything reports whether a value is "*", or a list with it.
func isEverything(v resource.Value) bool {
	if v.Kind == resource.List {
		return slices.ContainsFunc(v.Present(), func(m resource.Member) bool { return isEverything(m.Value) })
	}
	return v.Text == "*" && v.Function == resource.None
}

// written is all that a value says, to compare it with others.
func written(v resource.Value) string {
	text := fmt.Sprintf("%d%s%q", v.Kind, v.Function, v.Text)
	for _, m := range v.Present() {
		text += "(" + m.Name + written(m.Value) + ")"
	}
	return text
}
