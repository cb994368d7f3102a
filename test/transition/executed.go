package transition

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff/engine"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/parity"
)

// passing are the types that SST leaves out: they look things up, prove
// certificates, hold random values or build the image.
var passing = []string{"pulumi-nodejs:dynamic:Resource", "docker-build:index:Image", "random:index/randomBytes:RandomBytes", "random:index/randomPassword:RandomPassword", "pulumi:providers:aws"}

// drawn are the inputs that differ from one execution to the next: random values,
// the zone that is looked up, and addresses that only the cloud knows.
var drawn = []string{"masterpassword", "authtoken", "secretstring", "zoneid"}

var (
	placeholder = regexp.MustCompile(`<r(\d+)([. ][^>]*)?>`)
	hostedZone  = regexp.MustCompile(`^Z[0-9A-Z]{19,}$`)
	randomText  = regexp.MustCompile(`[0-9A-Za-z]{16,}`)
	ruleHash    = regexp.MustCompile(`Rule[a-z]{4}$`)
)

// Executed returns what an execution of an SST configuration registered, in the
// words of SST.
func Executed(run consumer.Execution) []engine.Thing {
	name := func(text string) string {
		return placeholder.ReplaceAllStringFunc(text, func(found string) string {
			n, _ := strconv.Atoi(placeholder.FindStringSubmatch(found)[1])
			return reference(nameOf(run.Resources[n]))
		})
	}
	var out []engine.Thing
	for _, r := range parity.FromSST(run).Resources {
		n, _ := strconv.Atoi(strings.TrimPrefix(r.Key, "r"))
		registered := run.Resources[n]
		get := func(property string) string {
			if v := r.Properties[property]; v != nil {
				return name(fmt.Sprint(v))
			}
			return ""
		}
		if slices.Contains(passing, r.Type) || strings.HasPrefix(get("name"), "_") || strings.HasSuffix(registered.Name, "ZoneLookup") {
			continue
		}
		t := engine.Thing{Name: nameOf(registered), Type: r.Type, Fixed: map[string]string{}, Properties: map[string]string{}}
		switch {
		case r.Type == "aws:lb/listenerRule:ListenerRule":
			t.Name = ruleHash.ReplaceAllString(t.Name, "Rule"+get("priority"))
		case r.Type == "aws:efs/mountTarget:MountTarget":
			t.Name = "FilesMountTarget" + get("subnetid")
		}
		for property := range r.Properties {
			fact, _ := engine.FactOf(r.Type, property)
			if property == "secretstring" && r.Type == "aws:secretsmanager/secretVersion:SecretVersion" {
				t.Fixed[property] = randomText.ReplaceAllString(get(property), "*")
			}
			if property == "zoneid" && r.Type == "aws:route53/record:Record" {
				t.Fixed[property] = "looked up"
				if zone := get(property); hostedZone.MatchString(zone) {
					t.Fixed[property] = zone
				}
			}
			if slices.Contains(r.AtFirst, property) || slices.Contains(drawn, property) || property == "aliases" && r.Type == "aws:route53/record:Record" {
				continue
			}
			t.Properties[property] = get(property)
			if property == "loggingconfig" { // the bucket's domain name is drawn
				t.Properties[property] = "some"
			}
			if fact.Update != engine.Replaces || r.Type == "aws:ecs/taskDefinition:TaskDefinition" { // it gets a new revision
				continue
			}
			if t.Fixed[property] = get(property); t.Fixed[property] == reference(t.Name) {
				t.Fixed[property] = ownName(run, n, property)
			}
		}
		out = append(out, t)
	}
	return out
}

// nameOf is the name of a registered resource. A version may be called like its
// secret.
func nameOf(r consumer.Resource) string {
	if r.Type == "aws:secretsmanager/secretVersion:SecretVersion" && !strings.HasSuffix(r.Name, "Version") {
		return r.Name + "Version"
	}
	return r.Name
}

// ownName is a property that holds the name of the resource itself, such as
// clusterIdentifier: its text, with references to the resources in it.
func ownName(run consumer.Execution, n int, property string) string {
	var text string
	for name, v := range run.Resources[n].Inputs {
		if strings.ToLower(name) == property {
			text = fmt.Sprint(v)
		}
	}
	for i, r := range run.Resources {
		if i != n && r.Custom && len(r.ID) >= 12 { // a shorter one may be a word of the text
			text = strings.ReplaceAll(text, r.ID, reference(r.Name))
		}
	}
	return text
}

// Differences are the things that only one of two lists has, each a line.
func Differences(modelled, executed []engine.Thing) []string {
	var out []string
	for _, e := range engine.Compare(modelled, executed) {
		switch e.Kind {
		case engine.Added:
			out = append(out, e.Name+" is registered and not in the model")
		case engine.Removed:
			out = append(out, e.Name+" is in the model and not registered")
		}
	}
	return out
}

func reference(name string) string { return "<" + name + ">" }
