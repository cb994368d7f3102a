package cfn

import (
	"slices"
	"strconv"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// The container gets every variable as it is in the model.
func TestEnvironment(t *testing.T) {
	eachCase(t, func(d doc) {
		got := map[string]string{}
		var names []string
		container := at(d.properties(taskDefinition), "ContainerDefinitions").Content[0]
		for _, v := range items(member(container, "Environment")) {
			name := scalar(member(v, "Name"))
			names = append(names, name)
			got[name] = d.value(member(v, "Value"))
		}
		if !slices.IsSorted(names) {
			d.t.Errorf("variables are not sorted: %v", names)
		}
		for _, v := range d.stack.Service.Env {
			want := v.Text.Fill(realStage)
			switch v.Ref {
			case stack.RefBucket:
				want = "<Uploads>"
			case stack.RefRegion:
				want = "<AWS::Region>"
			}
			if got[v.Name] != want {
				d.t.Errorf("%s is %q, want %q", v.Name, got[v.Name], want)
			}
		}
		if got["TMPDIR"] != "/data" {
			d.t.Error("TMPDIR is not on the writable volume")
		}
		if command := d.values(member(container, "Command")); !slices.Equal(command, d.stack.Service.Command) {
			d.t.Errorf("command %q", command)
		}
	})
}

func TestTextOfTheUser(t *testing.T) {
	for _, name := range []string{"hostile", "hostile preview"} {
		d := parse(t, cases()[name])
		cors := at(d.properties(uploads), "CorsConfiguration", "CorsRules").Content[0]
		if got, want := d.values(member(cors, "AllowedOrigins")), d.stack.Files.Origins[0].Fill(realStage); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: origins %q", name, got)
		}
		rules := items(at(d.properties(uploads), "LifecycleConfiguration", "Rules"))
		if got := d.value(member(rules[1], "Prefix")); got != hostile {
			t.Errorf("%s: prefix %q", name, got)
		}
		if got := d.value(member(d.properties("PylonAdminTokenSecret"), "Description")); got != hostile {
			t.Errorf("%s: description %q", name, got)
		}
		if d.stack.CDN.Enabled {
			behaviours := items(at(d.properties(distribution), "DistributionConfig", "CacheBehaviors"))
			if got := d.value(member(behaviours[0], "PathPattern")); got != d.stack.CDN.CachePaths[0] {
				t.Errorf("%s: path %q", name, got)
			}
		}
	}
}

// FuzzText: whatever the text, CloudFormation makes that text of it.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a", hostile, "${", "$${", "${}${!}", "$", "{", "a" + stack.Placeholder + "${b}" + stack.Placeholder, "$" + stack.Placeholder + "{x}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := stack.Staged(s)
		d := doc{t: t}
		defer func() {
			if r := recover(); r != nil && r != "cfn: text holds a dynamic reference, which resolve refuses" {
				panic(r)
			}
		}()
		node := textNode(text)
		if got := d.value(node); got != text.Fill(realStage) {
			t.Errorf("%q becomes %q", s, got)
		}
		if node.Tag != "!Sub" {
			return
		}
		for _, m := range reference.FindAllStringSubmatch(node.Value, -1) {
			if m[1] != stageName {
				t.Errorf("%q refers to %q", s, m[1])
			}
		}
	})
}

func textNode(s stack.Staged) *yaml.Node {
	var n yaml.Node
	if err := yaml.Unmarshal(yamldoc.Marshal("", yamldoc.Map(yamldoc.Entry("v", text(s).Tree()))), &n); err != nil {
		panic(err)
	}
	return n.Content[0].Content[1]
}

func TestSingleReplica(t *testing.T) {
	d := parse(t, cases()["single-replica production"])
	s := d.properties(service)
	for path, want := range map[string]string{
		"AvailabilityZoneRebalancing": "DISABLED",
		"DesiredCount":                "1",
	} {
		if got := scalar(member(s, path)); got != want {
			t.Errorf("%s is %q", path, got)
		}
	}
	deployment := member(s, "DeploymentConfiguration")
	if scalar(member(deployment, "MaximumPercent")) != "100" || scalar(member(deployment, "MinimumHealthyPercent")) != "0" {
		t.Error("a deployment may run two tasks")
	}
	for _, id := range []string{scalableTarget, database, uploads} {
		if d.resource(id) != nil {
			t.Errorf("%s is there", id)
		}
	}
	point := d.properties(accessPoint)
	for _, id := range []string{
		scalar(at(point, "PosixUser", "Uid")), scalar(at(point, "PosixUser", "Gid")),
		scalar(at(point, "RootDirectory", "CreationInfo", "OwnerUid")), scalar(at(point, "RootDirectory", "CreationInfo", "OwnerGid")),
	} {
		if id != "10001" {
			t.Errorf("access point belongs to %s", id)
		}
	}
	volume := items(member(d.properties(taskDefinition), "Volumes"))[0]
	if scalar(at(volume, "EFSVolumeConfiguration", "TransitEncryption")) != "ENABLED" ||
		d.value(at(volume, "EFSVolumeConfiguration", "AuthorizationConfig", "AccessPointId")) != "<AccessPoint>" {
		t.Error("the volume is not mounted over TLS through the access point")
	}
}

func TestScaling(t *testing.T) {
	for name, want := range map[string]struct {
		desired  string
		moves    bool
		policies []string
	}{
		"stateless production":  {"", true, []string{"CpuScaling"}},
		"all targets":           {"", true, []string{"CpuScaling", "MemoryScaling", "RequestScaling"}},
		"range without targets": {"", true, nil},
		"fixed size":            {"3", false, nil},
	} {
		d := parse(t, cases()[name])
		if got := scalar(member(d.properties(service), "DesiredCount")); got != want.desired {
			t.Errorf("%s: DesiredCount %q", name, got)
		}
		var policies []string
		d.resources(func(id, kind string, _ *yaml.Node) {
			if kind == "AWS::ApplicationAutoScaling::ScalingPolicy" {
				policies = append(policies, id)
			}
		})
		if !slices.Equal(policies, want.policies) {
			t.Errorf("%s: policies %v", name, policies)
		}
		if (d.resource(scalableTarget) != nil) != want.moves {
			t.Errorf("%s: scalable target", name)
		}
	}
}

// A task that starts before these are there cannot pull, log or connect.
func TestServiceWaits(t *testing.T) {
	eachCase(t, func(d doc) {
		waits := d.values(member(d.resource(service), "DependsOn"))
		d.resources(func(id, kind string, p *yaml.Node) {
			needed := false
			switch kind {
			case "AWS::EC2::SecurityGroupIngress", "AWS::EC2::Route", "AWS::EFS::MountTarget", "AWS::ElasticLoadBalancingV2::ListenerRule":
				needed = true
			case "AWS::EC2::VPCEndpoint":
				needed = d.stack.Network.Mode == stack.Endpoints
			case "AWS::IAM::ManagedPolicy":
				needed = member(p, "Roles") != nil && id != flowLogPolicy
			case "AWS::ElasticLoadBalancingV2::Listener":
				needed = scalar(member(items(member(p, "DefaultActions"))[0], "Type")) == "forward"
			case "AWS::RDS::DBInstance":
				needed = id == databaseWriter
			}
			if needed && !slices.Contains(waits, id) {
				d.t.Errorf("the service does not wait for %s", id)
			}
		})
	})
}

func TestReaderWaitsForWriter(t *testing.T) {
	d := parse(t, cases()["readers"])
	for i := range 2 {
		if got := d.values(member(d.resource(numbered(databaseReader, i)), "DependsOn")); !slices.Equal(got, []string{databaseWriter}) {
			t.Errorf("reader %d waits for %v", i+1, got)
		}
	}
}

func TestZones(t *testing.T) {
	for name, zones := range map[string]int{"stateless production": 2, "three zones": 3, "three zones single": 3} {
		d := parse(t, cases()[name])
		ranges := map[string]bool{}
		count := 0
		d.resources(func(_, kind string, p *yaml.Node) {
			if kind == "AWS::EC2::Subnet" {
				count++
				ranges[scalar(member(p, "CidrBlock"))] = true
				if scalar(member(p, "MapPublicIpOnLaunch")) != "false" {
					t.Errorf("%s: a subnet assigns public addresses to everything", name)
				}
			}
		})
		if count != 2*zones || len(ranges) != count {
			t.Errorf("%s: %d subnets, ranges %v", name, count, ranges)
		}
		if got := len(d.values(member(d.properties(loadBalancer), "Subnets"))); got != zones {
			t.Errorf("%s: load balancer in %s subnets", name, strconv.Itoa(got))
		}
	}
}
