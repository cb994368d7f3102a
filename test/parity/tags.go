package parity

import (
	"slices"
	"strings"
)

// untagged are the types of CloudFormation that take no tags.
var untagged = []string{
	"AWS::ApplicationAutoScaling::ScalableTarget", "AWS::ApplicationAutoScaling::ScalingPolicy",
	"AWS::EC2::Route", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPCGatewayAttachment",
	"AWS::EFS::MountTarget", "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerCertificate",
	"AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::IAM::AccessKey", "AWS::IAM::ManagedPolicy", "AWS::Route53::RecordSetGroup",
	"AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::WAFv2::LoggingConfiguration", "AWS::WAFv2::WebACLAssociation",
}

// tags notes what the resources of a template are tagged with: in SST the
// provider says it once for all. Whatever differs from what most have is a fact
// of its own.
func tags(things []*thing, facts Facts) {
	count := map[string]int{}
	of, lists := map[*thing]string{}, map[string][]string{}
	for _, t := range things {
		if !strings.HasPrefix(t.Type, "AWS::") || slices.Contains(untagged, t.Type) {
			continue
		}
		var all []string
		for _, list := range []string{"tags", "filesystemtags", "accesspointtags"} {
			for key, value := range fields(t.get(list)) {
				all = append(all, key+"="+text(value))
			}
		}
		slices.Sort(all)
		of[t] = strings.Join(all, ", ")
		count[of[t]]++
		lists[of[t]] = all
	}
	most := ""
	for said, n := range count {
		if n > count[most] || n == count[most] && said > most {
			most = said
		}
	}
	for t, said := range of {
		if said != most {
			facts.add(t.names[0], "is tagged", said)
		}
	}
	facts.add("stage", "tag", lists[most]...)
}
