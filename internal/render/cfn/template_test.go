package cfn

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Only a template with everything is too large for the plain command.
func TestSize(t *testing.T) {
	for name, s := range cases() {
		if n := len(rendered(s)); n >= bodyLimit && name != "everything" {
			t.Errorf("%s: %d bytes", name, n)
		}
	}
}

// Many tags make a template too large for the plain command; the header says so.
func TestHeader(t *testing.T) {
	s := cases()["stateless pr-any"]
	small := string(rendered(s))
	for _, want := range []string{"--stack-name todo-pr-1 --region us-east-1", "--parameter-overrides StageName=pr-1 ImageUri=... HostedZoneId=..."} {
		if !strings.Contains(small, want) {
			t.Errorf("no %q in the header", want)
		}
	}
	for i := range 40 {
		s.Tags = append(s.Tags, stack.Tag{Key: fmt.Sprintf("key-%02d", i), Value: strings.Repeat("v", 100)})
	}
	large := string(rendered(s))
	odd := New(s, "a b;c.yaml").Bytes()
	if !strings.Contains(small, "--template-file infra/a.yaml \\\n") || !strings.Contains(string(odd), "--template-file FILE \\\n") {
		t.Error("the command must name the file, or say FILE where a shell would stumble")
	}
	if strings.Contains(small, "--s3-bucket") || !strings.Contains(large, "--s3-bucket") {
		t.Errorf("--s3-bucket belongs into the header of large templates only")
	}
}

func TestRenderIsPure(t *testing.T) {
	for name, s := range cases() {
		before := cases()[name]
		if first := rendered(s); string(first) != string(rendered(s)) {
			t.Errorf("%s: two renderings differ", name)
		}
		if !reflect.DeepEqual(s, before) {
			t.Errorf("%s: the stack was changed", name)
		}
	}
}

// Every reference names something that exists, and every attribute is one that
// the resource type has.
func TestReferences(t *testing.T) {
	attributes := readOnlyAttributes(t)
	eachCase(t, func(d doc) {
		kinds := map[string]string{}
		d.resources(func(id, kind string, _ *yaml.Node) { kinds[id] = kind })
		ref := func(name string) {
			if kinds[name] == "" && at(d.root, "Parameters", name) == nil && !slices.Contains(pseudo, name) {
				d.t.Errorf("reference to %s, which is not there", name)
			}
		}
		getAtt := func(name string) {
			id, attribute, _ := strings.Cut(name, ".")
			if !slices.Contains(attributes[kinds[id]], attribute) {
				d.t.Errorf("%s: %q has no attribute %s", id, kinds[id], attribute)
			}
		}
		walk(d.root, func(n *yaml.Node) {
			switch n.Tag {
			case "!Ref":
				ref(n.Value)
			case "!GetAtt":
				getAtt(n.Value)
			case "!Sub":
				names := reference.FindAllStringSubmatch(n.Value, -1)
				if len(names) == 0 || strings.Count(n.Value, "${") != len(names) {
					d.t.Errorf("line %d: odd !Sub %q", n.Line, n.Value)
				}
				for _, m := range names {
					if strings.Contains(m[1], ".") {
						getAtt(m[1])
					} else {
						ref(m[1])
					}
				}
			case "!Join", "!Select", "!Split", "!GetAZs", "!Base64", "!!map", "!!seq", "!!str", "!!int", "!!float", "!!bool":
			default:
				d.t.Errorf("line %d: unknown tag %s", n.Line, n.Tag)
			}
			if n.Kind == yaml.AliasNode || n.Anchor != "" {
				d.t.Errorf("line %d: alias or anchor, which CloudFormation does not know", n.Line)
			}
		})
		entries(at(d.root, "Resources"), func(id string, r *yaml.Node) {
			for _, other := range d.values(member(r, "DependsOn")) {
				if kinds[other] == "" {
					d.t.Errorf("%s depends on %s, which is not there", id, other)
				}
			}
		})
	})
}

var pseudo = []string{"AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackId", "AWS::StackName"}

// readOnlyAttributes are the attributes of each resource type that GetAtt knows.
func readOnlyAttributes(t *testing.T) map[string][]string {
	files, _ := filepath.Glob("cfngen/schemas/*.json")
	if len(files) == 0 {
		t.Fatal("no schemas")
	}
	all := map[string][]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var s struct {
			TypeName           string
			ReadOnlyProperties []string
		}
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatal(err)
		}
		for _, p := range s.ReadOnlyProperties {
			all[s.TypeName] = append(all[s.TypeName], strings.ReplaceAll(strings.TrimPrefix(p, "/properties/"), "/", "."))
		}
	}
	return all
}

// There are no conditions, and CloudFormation chooses every name.
func TestNoConditionsNoNames(t *testing.T) {
	eachCase(t, func(d doc) {
		for _, section := range []string{"Conditions", "Mappings", "Transform"} {
			if at(d.root, section) != nil {
				d.t.Errorf("template has %s", section)
			}
		}
		d.resources(func(id, kind string, p *yaml.Node) {
			for _, name := range []string{
				"Name", "BucketName", "ClusterName", "ServiceName", "RoleName", "UserName", "ManagedPolicyName",
				"LogGroupName", "DBClusterIdentifier", "DBInstanceIdentifier", "DBSubnetGroupName", "GroupName",
			} {
				if n := member(p, name); n != nil && n.Tag == "!!str" {
					d.t.Errorf("%s (%s) has the fixed %s %s", id, kind, name, n.Value)
				}
			}
		})
	})
}

func TestDataPolicies(t *testing.T) {
	holdsData := map[string]string{ // resource type -> policy of a stage that keeps its data
		"AWS::RDS::DBCluster": "Snapshot", "AWS::RDS::DBInstance": "Delete", "AWS::S3::Bucket": "Retain",
		"AWS::EFS::FileSystem": "Retain", "AWS::SecretsManager::Secret": "Retain", "AWS::Logs::LogGroup": "Retain",
		"AWS::ElastiCache::ReplicationGroup": "Snapshot", "AWS::KMS::Key": "Retain",
	}
	eachCase(t, func(d doc) {
		d.resources(func(id, kind string, _ *yaml.Node) {
			want := holdsData[kind]
			if want != "" && !d.stack.Retain {
				want = "Delete"
			}
			for _, policy := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
				if got := scalar(member(d.resource(id), policy)); got != want {
					d.t.Errorf("%s: %s is %q, want %q", id, policy, got, want)
				}
			}
		})
		protect := map[bool]string{true: "true", false: "false"}[d.stack.Protect]
		if db := d.properties(database); db != nil && scalar(member(db, "DeletionProtection")) != protect {
			d.t.Errorf("database protection is not %s", protect)
		}
		if got := d.attribute(loadBalancer, "LoadBalancerAttributes", "deletion_protection.enabled"); d.resource(loadBalancer) != nil && got != protect {
			d.t.Errorf("load balancer protection is %q", got)
		}
	})
}

// attribute is the value of a Key/Value attribute of a resource.
func (d doc) attribute(id, property, key string) string {
	for _, a := range items(member(d.properties(id), property)) {
		if scalar(member(a, "Key")) == key {
			return scalar(member(a, "Value"))
		}
	}
	return ""
}

// Every resource that can carry tags has all of them.
func TestTags(t *testing.T) {
	untaggable := []string{
		"AWS::ApplicationAutoScaling::ScalableTarget", "AWS::ApplicationAutoScaling::ScalingPolicy",
		"AWS::EC2::Route", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPCGatewayAttachment",
		"AWS::EFS::MountTarget", "AWS::ElasticLoadBalancingV2::Listener",
		"AWS::ElasticLoadBalancingV2::ListenerCertificate", "AWS::ElasticLoadBalancingV2::ListenerRule",
		"AWS::IAM::AccessKey", "AWS::IAM::ManagedPolicy", "AWS::Route53::RecordSetGroup", "AWS::S3::BucketPolicy",
		"AWS::SNS::TopicPolicy", "AWS::WAFv2::LoggingConfiguration", "AWS::WAFv2::WebACLAssociation",
	}
	property := map[string]string{"AWS::EFS::FileSystem": "FileSystemTags", "AWS::EFS::AccessPoint": "AccessPointTags"}
	eachCase(t, func(d doc) {
		want := map[string]string{"pylon:app": d.stack.App, "pylon:stage": d.stack.Stage.Name}
		if d.stack.Stage.Pattern {
			want["pylon:stage"] = realStage
		}
		for _, tag := range d.stack.Tags {
			want[tag.Key] = tag.Value
		}
		d.resources(func(id, kind string, p *yaml.Node) {
			if slices.Contains(untaggable, kind) {
				return
			}
			name := property[kind]
			if name == "" {
				name = "Tags"
			}
			got := map[string]string{}
			for _, tag := range items(member(p, name)) {
				got[d.value(member(tag, "Key"))] = d.value(member(tag, "Value"))
			}
			if !reflect.DeepEqual(got, want) {
				d.t.Errorf("%s (%s): tags %v, want %v", id, kind, got, want)
			}
		})
	})
}

func TestParameters(t *testing.T) {
	for name, want := range map[string]map[string]string{ // parameter -> default, "" is required
		"stateless production":      {imageURI: "", hostedZoneID: ""},
		"stateless pr-any":          {imageURI: "", hostedZoneID: "", stageName: ""},
		"plain staging":             {imageURI: ""},
		"image":                     {hostedZoneID: ""},
		"image alone":               {},
		"external dns":              {imageURI: ""},
		"cloudflare":                {imageURI: "", certificateARN: "", cdnCertARN: ""},
		"given certificate":         {imageURI: ""},
		"cdn elsewhere":             {imageURI: "", hostedZoneID: "", cdnCertARN: ""},
		"single-replica production": {imageURI: "", hostedZoneID: ""},
		"shared":                    {imageURI: "", hostedZoneID: ""},
		"shared preview":            {imageURI: "", hostedZoneID: "", stageName: "", ruleSlot: ""},
	} {
		d := parse(t, cases()[name])
		got := map[string]string{}
		var grouped []string
		entries(at(d.root, "Parameters"), func(id string, p *yaml.Node) {
			got[id] = scalar(member(p, "Default"))
			if scalar(member(p, "Description")) == "" || scalar(member(p, "Type")) == "" {
				t.Errorf("%s: %s lacks a type or a description", name, id)
			}
		})
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: parameters %v, want %v", name, got, want)
		}
		for _, g := range items(at(d.root, "Metadata", "AWS::CloudFormation::Interface", "ParameterGroups")) {
			grouped = append(grouped, d.values(member(g, "Parameters"))...)
		}
		for id := range want {
			if !slices.Contains(grouped, id) {
				t.Errorf("%s: %s is in no group", name, id)
			}
		}
	}
}

func TestStageName(t *testing.T) {
	s := cases()["stateless pr-any"]
	d := parse(t, s)
	if got := scalar(at(d.root, "Parameters", stageName, "AllowedPattern")); got != s.Stage.Regexp() {
		t.Errorf("AllowedPattern %q", got)
	}
	if got := scalar(at(d.root, "Parameters", stageName, "MaxLength")); got != "20" {
		t.Errorf("MaxLength %q", got)
	}
	short := parse(t, cases()["preview with little room"])
	if got := scalar(at(short.root, "Parameters", stageName, "MaxLength")); got != "12" {
		t.Errorf("MaxLength %q where host names have room for 12", got)
	}
	if got := scalar(at(short.root, "Parameters", stageName, "ConstraintDescription")); got != "must be a name like pr-*, at most 12 characters; the host names of the stage have no room for more" {
		t.Errorf("ConstraintDescription %q", got)
	}
	if got := d.value(at(d.root, "Outputs", "Url", "Value")); got != "https://"+s.Domain.Name.Fill(realStage) {
		t.Errorf("Url %q", got)
	}
	if got := d.value(member(d.properties(certificate), "DomainName")); got != s.Domain.Name.Fill(realStage) {
		t.Errorf("certificate for %q", got)
	}
}

func TestDynamicReferencePanics(t *testing.T) {
	for name, change := range map[string]func(*stack.Stack){
		"variable": func(s *stack.Stack) { s.Service.Env[0].Text = "x{{resolve:ssm:/a}}" },
		"tag":      func(s *stack.Stack) { s.Tags = []stack.Tag{{Key: "a", Value: "{{resolve:secretsmanager:a}}"}} },
		"command":  func(s *stack.Stack) { s.Service.Command = []string{"{{resolve:ssm-secure:a}}"} },
		"hole":     func(s *stack.Stack) { s.Service.Env[0].Text = stack.Placeholder + "{{resolve:ssm:/a}}" },
		"image":    func(s *stack.Stack) { s.Service.Image.URI = "{{resolve:ssm:/a}}" },
	} {
		t.Run(name, func(t *testing.T) {
			s := cases()["stateless pr-any"]
			change(s)
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			rendered(s)
		})
	}
}

func BenchmarkRender(b *testing.B) {
	s := cases()["stateless production"]
	for b.Loop() {
		rendered(s)
	}
}
