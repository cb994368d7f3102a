package parity

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Place is where a change of an output is not seen, and why that is right.
type Place struct {
	Cloud string
	// At are types of resources and paths in them, with a star for anything and
	// " | " between alternatives, as a test names them.
	At, Why string
}

// Unseen counts the mutants of outputs, and which of them a comparison does not
// see.
type Unseen struct {
	cloud   string
	mutants int
	places  map[string]int
}

// NewUnseen returns a count for the outputs of a cloud.
func NewUnseen(cloud string) *Unseen { return &Unseen{cloud, 0, map[string]int{}} }

// Mutant notes a mutant, and whether it was seen.
func (u *Unseen) Mutant(at string, seen bool) {
	u.mutants++
	if !seen {
		u.places[at]++
	}
}

// number is how many mutants were not seen.
func (u *Unseen) number() int {
	n := 0
	for _, times := range u.places {
		n += times
	}
	return n
}

func (u *Unseen) String() string {
	return fmt.Sprintf("%d of %d mutants are seen, %.2f %%", u.mutants-u.number(), u.mutants, 100*float64(u.mutants-u.number())/float64(u.mutants))
}

// Faults are the places that no reason is given for, the reasons that no place
// needs, and too many unseen mutants: more than 3 of 100.
func (u *Unseen) Faults() []string {
	var out []string
	needed := map[int]bool{}
	for _, at := range slices.Sorted(maps.Keys(u.places)) {
		i := slices.IndexFunc(unseen, func(p Place) bool { return p.Cloud == u.cloud && glob(p.At).MatchString(at) })
		if i < 0 {
			out = append(out, fmt.Sprintf("%d times unseen: %s", u.places[at], at))
			continue
		}
		needed[i] = true
	}
	for i, p := range unseen {
		if p.Cloud == u.cloud && !needed[i] {
			out = append(out, "every change is seen at "+p.At)
		}
	}
	if 100*u.number() > 3*u.mutants {
		out = append(out, "too little is seen: "+strings.TrimSpace(u.String()))
	}
	return out
}

// unseen are the places where changes of outputs are not seen.
var unseen = []Place{
	{CloudFormation, "Metadata* | Description * | AWSTemplateFormatVersion *", "how the console asks for parameters, words for people, and the only version there is"},
	{CloudFormation, "*Description changed", "words for people, in other words than before; that there are some is seen"},
	{CloudFormation, "AWS::ApplicationAutoScaling::ScalingPolicy/Properties/PolicyName changed", "a name that nothing else has"},
	{CloudFormation, "AWS::CloudFront::Distribution/Properties/DistributionConfig/Comment deleted | AWS::KMS::Key/Properties/Description deleted", "words for people"},
	{CloudFormation, "AWS::EC2::SecurityGroup/Properties/SecurityGroupEgress deleted | AWS::EC2::SecurityGroup/Properties/SecurityGroupEgress/Description deleted", "the rule that leads nowhere, in a list that is empty without it, and its words"},
	{CloudFormation, "AWS::EC2::*/MapPublicIpOnLaunch deleted | AWS::EC2::*/EnableDnsSupport deleted | AWS::EC2::*/VpcEndpointType deleted | AWS::EC2::*/LogDestinationType deleted", "EC2's default is the same"},
	{CloudFormation, "AWS::CloudFront::*/HTTPSPort deleted | AWS::ElasticLoadBalancingV2::*/HealthCheckProtocol deleted | AWS::ElasticLoadBalancingV2::*/Matcher deleted | *LoadBalancer/Properties/Type deleted | AWS::ElasticLoadBalancingV2::*/LoadBalancerAttributes deleted", "the default of the load balancer and of CloudFront is the same"},
	{CloudFormation, "AWS::ECS::*/MaximumPercent deleted | AWS::ECS::*/MinimumHealthyPercent deleted | AWS::ECS::*/AssignPublicIp deleted | AWS::ECS::*/Essential deleted | AWS::ECS::*/ReadOnly deleted", "the default of ECS is the same"},
	{CloudFormation, "AWS::EFS::*/PerformanceMode deleted | AWS::KMS::*/PendingWindowInDays deleted | AWS::RDS::DBCluster/Properties/Port deleted | AWS::RDS::DBCluster/Properties/EnableIAMDatabaseAuthentication deleted | AWS::RDS::*/PubliclyAccessible deleted | AWS::S3::*/BucketEncryption deleted | AWS::S3::*/ServerSideEncryptionConfiguration deleted", "the default of EFS, KMS, RDS and S3 is the same"},
	{CloudFormation, "AWS::IAM::ManagedPolicy/*/Resource/!Split* changed", "what cuts the digest off a URI that has a tag, and the end that a URI in another registry needs; TestPullRights of test/e2e/cfn asks with all kinds of URIs"},
	{SST, "*/description changed | */description deleted", "words for people; the groups of SST's components say who made them"},
	{SST, "aws:lb/*/healthcheck/protocol deleted | aws:lb/*/healthcheck/matcher deleted | aws:lb/*/loadbalancertype deleted | aws:lb/*/enablecrosszoneloadbalancing deleted", "the provider's default is the same for a load balancer"},
	{SST, "aws:cloudfront/*httpport deleted | aws:cloudfront/*httpsport deleted | aws:cloudfront/*methods deleted | aws:cloudfront/*/aliases deleted | aws:cloudfront/*/restrictions deleted", "the default of CloudFront is the same; an empty list is as good as none"},
	{SST, "aws:ec2/*/vpcendpointtype deleted | aws:ec2/*/enablednssupport deleted | aws:ec2/*/routes deleted", "the default of EC2 is the same; an empty list is as good as none"},
	{SST, "aws:ec2/subnet:Subnet/mappubliciponlaunch *", "the stack does not ask for it: without it both clouds would be the same"},
	{SST, "aws:route53/*/evaluatetargethealth *", "the stack does not ask for it for the CDN: without it both clouds would be the same"},
	{SST, "aws:ec2/*/tags deleted", "names for people, of resources that SST's components or the configuration make"},
	{SST, "aws:iam/*/inlinepolicies/name changed | aws:s3/*/rules/id *", "a name within its resource that nothing else has"},
	{SST, "aws:iam/role:Role/name deleted | aws:cloudwatch/logGroup:LogGroup/name* deleted", "a name that Pulumi makes where the configuration has none"},
	{SST, "aws:iam/*/managedpolicyarns deleted | aws:iam/*/inlinepolicies deleted | aws:acm/*/subjectalternativenames deleted | aws:rds/*/parameters deleted", "an empty list is as good as none"},
	{SST, "aws:s3/*/rules/filter deleted | aws:ecs/*/pseudoterminal deleted | aws:ecs/*/enableexecutecommand deleted | aws:ecs/*/assignpublicip deleted | aws:ecs/clusterCapacityProviders:ClusterCapacityProviders/capacityproviders deleted", "the default of S3 and ECS is the same; the cluster offers both kinds of capacity, and which is used is seen"},
	{SST, "aws:rds/cluster:Cluster/skipfinalsnapshot deleted | aws:rds/cluster:Cluster/iamdatabaseauthenticationenabled deleted | aws:rds/*/enginemode deleted | aws:rds/*/enablehttpendpoint deleted | aws:kms/*/deletionwindowindays deleted | aws:elasticache/*/transitencryptionmode deleted | aws:elasticache/*/port deleted | aws:elasticache/*/datatieringenabled deleted | aws:elasticache/*/clustermode deleted | aws:efs/*/performancemode deleted", "the default of RDS, KMS, ElastiCache and EFS is the same"},
	{SST, "docker-build:index:Image/context/location changed", "the path of the project on the machine, without what is below it"},
}
