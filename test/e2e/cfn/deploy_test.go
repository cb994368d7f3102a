package cfn

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/parity"
)

// unseen are the types that the emulated AWS cannot show: it takes their
// arguments and keeps nothing.
var unseen = []string{"AWS::ElastiCache::SubnetGroup"}

// leftOut are the properties that its APIs do not take, and why that is so.
var leftOut = map[string]string{
	"ReplicationGroup.CacheSubnetGroupName": "there is no subnet group to name, see unseen",
}

// Every stage of every case is created, looked up, updated without and with a
// change, and deleted.
func TestDeployments(t *testing.T) {
	consumer.Needs(t, "python3") // all templates take minutes
	all := stages(t)
	var deployments []consumer.Deployment
	for _, s := range all {
		deployments = append(deployments, s.toDeploy(t))
	}
	reports, engine := deploy(t, deployments)
	for _, property := range engine.LeftOut {
		if leftOut[property] == "" {
			t.Errorf("%s reaches no API, and no reason is given", property)
		}
	}
	for i, s := range all {
		t.Run(s.name, func(t *testing.T) { s.deployed(t, reports[i]) })
	}
	t.Logf("types that adapters make: %q", engine.Adapted)
	t.Logf("not covered: %q", engine.NotCovered)
}

// An engine that accepts everything would prove nothing.
func TestEngineFindsFaults(t *testing.T) {
	faults := []struct{ name, old, new, finds string }{
		{"an unknown type", "Resources:\n", "Resources:\n  Stranger:\n    Type: AWS::CodeStar::GitHubRepository\n", "missing Stranger"},
		{"a secret that everybody sees", "Outputs:\n", "Outputs:\n  Token:\n    Value: !Sub '{{resolve:secretsmanager:${PylonAdminTokenSecret}}}'\n", "is shown"},
		{"a URL that is none", "postgresql://", "postgresql:/", "is not a URL"},
		{"a secret without the key", ":secretAccessKey::", ":secret::", "which is not there"},
		{"a group that is not there", "      GroupId: !GetAtt DatabaseSecurityGroup.GroupId", "      GroupId: sg-0123456789abcdef0", "DatabaseFromService"},
		{"an argument that no API takes", "      StorageEncrypted: true\n", "      StorageEncrypted: true\n      ServerlessV2ScalingConfiguration: much\n", "Database"},
	}
	if *only != "" {
		t.Skip("NOT PROVEN: -golden asks for one case alone")
	}
	good := stagesOf(t, "smallest")[0].toDeploy(t)
	var deployments []consumer.Deployment
	for _, f := range faults {
		bad := good
		bad.Template = bytes.Replace(good.Template, []byte(f.old), []byte(f.new), 1)
		bad.Changed = bad.Template
		if bytes.Equal(bad.Template, good.Template) {
			t.Fatalf("%s: the template does not hold %s", f.name, f.old)
		}
		if f.finds == "missing Stranger" {
			bad.Resources = append(slices.Clone(bad.Resources), "Stranger")
		}
		deployments = append(deployments, bad)
	}
	reports, _ := deploy(t, deployments)
	for i, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			found := strings.Join(reports[i].Errors, "\n")
			for _, id := range reports[i].Missing {
				found += "\nmissing " + id
			}
			if !strings.Contains(found, f.finds) {
				t.Errorf("it is not found: %s", found)
			}
		})
	}
}

// deploy deploys; the test ends where that cannot be done.
func deploy(t *testing.T, deployments []consumer.Deployment) ([]consumer.Deployed, consumer.Engine) {
	t.Helper()
	reports, engine, err := consumer.DeployTemplates(deployments)
	consumer.Accept(t, err)
	if err != nil {
		t.FailNow()
	}
	return reports, engine
}

// deployed demands that all went as it must.
func (s stageOf) deployed(t *testing.T, got consumer.Deployed) {
	for _, e := range got.Errors {
		t.Error(e)
	}
	resolved := s.resolved(t)
	var hidden, kept, protected, task []string
	for _, r := range resolved.Resources {
		if slices.Contains(unseen, r.Type) {
			hidden = append(hidden, r.Name)
		}
		if resolved.Policies[r.Name].Deletion == "Retain" {
			kept = append(kept, r.Name)
		}
		if r.Type == "AWS::RDS::DBCluster" && s.model.Protect {
			protected = append(protected, r.Name)
		}
		if r.Type == "AWS::ECS::TaskDefinition" {
			task = append(task, r.Name)
		}
	}
	for _, c := range []struct {
		what      string
		got, want []string
	}{
		{"not created", got.Missing, hidden},
		{"changed by the update", got.Touched, task},
		{"replaced by the update", got.Replaced, task},
		{"protected", got.Protected, protected},
		{"left after the deletion", got.Left, kept},
	} {
		slices.Sort(c.want)
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %q, not %q", c.what, c.got, c.want)
		}
	}
	for _, kind := range got.UnknownTypes {
		if !slices.Contains(unseen, kind) {
			t.Errorf("%s cannot be looked up", kind)
		}
	}
}

// owner returns the stage whose load balancer this one shares.
func (s stageOf) owner(t *testing.T) stageOf {
	t.Helper()
	name, _, _ := strings.Cut(s.name, "/")
	for _, o := range stagesOf(t, name) {
		if o.model.Stage.Name == s.model.Balancer.Shared.Owner {
			return o
		}
	}
	t.Fatalf("%s: there is no stage %s", s.name, s.model.Balancer.Shared.Owner)
	return s
}

// toDeploy returns what to deploy. The update has one variable more, which makes a
// new task definition and changes nothing else.
func (s stageOf) toDeploy(t *testing.T) consumer.Deployment {
	changed := *s.model
	changed.Service.Env = append(slices.Clone(changed.Service.Env), stack.Variable{Name: "ZZZ_CHANGED", Text: "yes"})
	after := cfn.New(&changed, "")
	if failures := after.Failures(); failures != nil {
		t.Fatal(failures)
	}
	resolved := s.resolved(t)
	d := consumer.Deployment{Name: s.name, Region: s.model.Region, Template: s.text, Changed: after.Bytes(), Parameters: map[string]string{}}
	for id, value := range resolved.Parameters {
		if _, given := parity.Deployment(s.model, s.real).Parameters[id]; given || id == "HostedZoneId" { // the engine has a zone of its own
			d.Parameters[id] = value
		}
	}
	for _, r := range resolved.Resources {
		d.Resources = append(d.Resources, r.Name)
	}
	if s.model.Balancer.Shared.Owner != "" {
		own := s.owner(t).toDeploy(t)
		d.Owner = &consumer.Owner{Template: own.Template, Parameters: own.Parameters}
	}
	d.Existing = existing(s.model)
	return d
}
