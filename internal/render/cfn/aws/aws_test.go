package aws

import "testing"

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
			Tree(p)
		}()
	}
}
