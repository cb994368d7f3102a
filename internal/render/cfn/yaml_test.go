package cfn

import (
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/render/yamldoc"
	"github.com/pylon-gen/pylon-gen/internal/resource"
)

func marshal(v resource.Value) string { return string(yamldoc.Marshal("", v)) }

func TestEntry(t *testing.T) {
	for want, c := range map[string]struct {
		r resource.Resource
		p aws.Properties
	}{
		`Type: AWS::ElasticLoadBalancingV2::Listener
DependsOn:
  - A
  - B
DeletionPolicy: Snapshot
UpdateReplacePolicy: Snapshot
Properties:
  Port: 80
  Protocol: HTTP # for now
  DefaultActions:
    - Type: forward
      TargetGroupArn: !Ref Group
  LoadBalancerArn: !Ref LoadBalancer
`: {resource.Resource{DependsOn: []string{"A", "B"}, Keep: resource.Snapshot, Replaced: resource.Snapshot}, &aws.ELBv2Listener{
			LoadBalancerArn: aws.Ref("LoadBalancer"),
			DefaultActions:  []*aws.ELBv2Listener_Action{{Type: aws.Str("forward"), TargetGroupArn: aws.Ref("Group")}},
			Port:            aws.Int(80),
			Protocol:        aws.Str("HTTP").Note("for now"),
		}},
		"Type: AWS::EC2::InternetGateway\nDependsOn: A\n": {resource.Resource{DependsOn: []string{"A"}}, &aws.EC2InternetGateway{}},
		"Type: AWS::EC2::InternetGateway\nProperties:\n  Tags:\n    - Key: k\n      Value: !Ref V\n": {
			resource.Resource{}, &aws.EC2InternetGateway{Tags: aws.NewTags(aws.Tag{Key: "k", Value: aws.Ref("V")})},
		},
	} {
		c.r.Type, c.r.Properties = aws.TypeOf(c.p), aws.Tree(c.p)
		if got := marshal(entry(c.r)); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func TestValues(t *testing.T) {
	for want, v := range map[string]aws.Value{
		"v: a\n":                          aws.Str("a"),
		"v: \"yes\"\n":                    aws.Str("yes"),
		"v: 0.5\n":                        aws.Float(0.5),
		"v: true\n":                       aws.Bool(true),
		"v: !GetAtt Db.Endpoint.Port\n":   aws.GetAtt("Db", "Endpoint.Port"),
		"v: !Sub \"a/${B}\"\n":            aws.Sub("a/${B}"),
		"v: !Join [\"\", [!Ref A, /*]]\n": aws.Join(aws.Ref("A"), aws.Str("/*")),
		"v: !Select [1, !GetAZs \"\"]\n":  aws.Select(1, aws.GetAZs()),
		"v: !Split [/, !Ref A]\n":         aws.Split("/", aws.Ref("A")),
		"v: !Base64 |\n  a\n  b\n":        aws.Base64("a\nb\n"),
		"v:\n  - a\n  - !Ref B\n":         aws.List(aws.Str("a"), aws.Ref("B")),
		"v:\n  x: 1\n":                    aws.Map(aws.Member{Name: "x", Value: aws.Int(1)}, aws.Member{Name: "y"}),
		"v: a # two lines, one comment\n": aws.Str("a").Note("two lines,\none comment"),
	} {
		if got := marshal(aws.Map(aws.Member{Name: "v", Value: v}).Tree()); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNoteLeavesTheValueAlone(t *testing.T) {
	plain := aws.Str("a")
	plain.Note("b")
	if got := marshal(aws.Map(aws.Member{Name: "v", Value: plain}).Tree()); got != "v: a\n" {
		t.Errorf("got %q", got)
	}
}
