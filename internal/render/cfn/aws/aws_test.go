package aws

import (
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
)

func marshal(n *yaml.Node) string { return string(yamldoc.Marshal(n)) }

func TestResource(t *testing.T) {
	got := marshal(Resource{
		DependsOn:           []string{"A", "B"},
		DeletionPolicy:      Snapshot,
		UpdateReplacePolicy: Retain,
		Properties: &ELBv2Listener{
			LoadBalancerArn: Ref("LoadBalancer"),
			DefaultActions:  []*ELBv2Listener_Action{{Type: Str("forward"), TargetGroupArn: Ref("Group")}},
			Port:            Int(80),
			Protocol:        Str("HTTP").Note("for now"),
		},
	}.Node())
	want := `Type: AWS::ElasticLoadBalancingV2::Listener
DependsOn:
  - A
  - B
DeletionPolicy: Snapshot
UpdateReplacePolicy: Retain
Properties:
  Port: 80
  Protocol: HTTP # for now
  DefaultActions:
    - Type: forward
      TargetGroupArn: !Ref Group
  LoadBalancerArn: !Ref LoadBalancer
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestResourceWithoutProperties(t *testing.T) {
	if got, want := marshal(Resource{Properties: &EC2InternetGateway{}, DependsOn: []string{"A"}}.Node()), "Type: AWS::EC2::InternetGateway\nDependsOn: A\n"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestValues(t *testing.T) {
	for want, v := range map[string]Value{
		"v: a\n":                              Str("a"),
		"v: \"yes\"\n":                        Str("yes"),
		"v: 0.5\n":                            Float(0.5),
		"v: true\n":                           Bool(true),
		"v: !GetAtt Db.Endpoint.Port\n":       GetAtt("Db", "Endpoint.Port"),
		"v: !Sub \"a/${B}\"\n":                Sub("a/${B}"),
		"v: !Join [\"\", [!Ref A, /*]]\n":     Join(Ref("A"), Str("/*")),
		"v: !Select [1, !GetAZs \"\"]\n":      Select(1, GetAZs()),
		"v: !Split [/, !Ref A]\n":             Split("/", Ref("A")),
		"v: !Base64 |\n  a\n  b\n":            Base64("a\nb\n"),
		"v:\n  - a\n  - !Ref B\n":             List(Str("a"), Ref("B")),
		"v:\n  x: 1\n":                        Map(Member{"x", Int(1)}, Member{"y", Value{}}),
		"v: a # two lines, one comment\n":     Str("a").Note("two lines,\none comment"),
		"v:\n  - Key: k\n    Value: !Ref V\n": {NewTags(Tag{"k", Ref("V")}).yaml},
	} {
		if got := marshal(Map(Member{"v", v}).Node()); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNoteLeavesTheValueAlone(t *testing.T) {
	plain := Str("a")
	plain.Note("b")
	if got := marshal(Map(Member{"v", plain}).Node()); got != "v: a\n" {
		t.Errorf("got %q", got)
	}
}

// A forgotten property panics with its name: of a resource, of a definition, a
// list, a structure.
func TestRequired(t *testing.T) {
	for want, p := range map[string]Properties{
		"aws: AWS::EC2::Subnet.VpcId is required": &EC2Subnet{CidrBlock: Str("10.0.0.0/24")},
		"aws: AWS::ElasticLoadBalancingV2::Listener.DefaultActions is required": &ELBv2Listener{
			LoadBalancerArn: Ref("A"),
		},
		"aws: AWS::ElasticLoadBalancingV2::Listener.Action.Type is required": &ELBv2Listener{
			LoadBalancerArn: Ref("A"), DefaultActions: []*ELBv2Listener_Action{{}},
		},
		"aws: AWS::CloudFront::Distribution.DistributionConfig is required": &CloudFrontDistribution{},
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("got %v, want %s", got, want)
				}
			}()
			Resource{Properties: p}.Node()
		}()
	}
}

func TestUpdateOf(t *testing.T) {
	for _, c := range []struct {
		resourceType, property string
		want                   Update
	}{
		{"AWS::RDS::DBCluster", "DeletionProtection", InPlace},
		{"AWS::RDS::DBCluster", "EngineVersion", MayInterrupt},
		{"AWS::EC2::Instance", "InstanceType", MayReplace},
		{"AWS::RDS::DBCluster", "StorageEncrypted", Replaces},
		{"AWS::ECS::TaskDefinition", "ContainerDefinitions.Environment.Value", Replaces}, // by its parent
		{"AWS::S3::Bucket", "ObjectLockEnabled", Replaces},                               // documented only
		{"AWS::EFS::AccessPoint", "RootDirectory.CreationInfo.OwnerUid", Replaces},
		{"AWS::No::Type", "Anything", InPlace},
	} {
		if got := UpdateOf(c.resourceType, c.property); got != c.want {
			t.Errorf("%s.%s: got %d, want %d", c.resourceType, c.property, got, c.want)
		}
	}
}
