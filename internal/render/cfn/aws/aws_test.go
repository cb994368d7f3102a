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
