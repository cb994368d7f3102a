package transition

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn"
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// CloudFormation returns the resources of a stage's template.
func CloudFormation(s *stack.Stack) []Thing {
	resources := cfn.New(s, "template.yaml").Resources()
	var out []Thing
	for _, r := range resources {
		t := Thing{
			Name: r.ID, Type: r.Type, Keys: keysOf(r), HoldsData: r.HoldsData,
			Kept:  r.Keep != resource.Delete && r.Replaced != resource.Delete,
			Fixed: map[string]string{}, Perhaps: map[string]string{},
		}
		fixed(r.Type, "", r.Properties, &t)
		switch r.Type {
		case "AWS::ElasticLoadBalancingV2::TargetGroup":
			t.On = balancerOf(r.ID, resources)
		case "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup", "AWS::EFS::FileSystem":
			t.On = "<Vpc>"
			if !s.Network.Made() {
				t.On = cmp.Or(s.Network.VPC, "the VPC of "+s.Network.Owner)
			}
		}
		t.Store = slices.Contains([]string{"AWS::RDS::DBCluster", "AWS::S3::Bucket", "AWS::EFS::FileSystem", "AWS::ElastiCache::ReplicationGroup"}, r.Type)
		if r.HoldsData && t.Kept {
			t.Guards = append(t.Guards, string(r.Keep))
		}
		if text(r.Properties.Get("DeletionProtection")) == "true" || slices.Contains(attributes(r.Properties), "deletion_protection.enabled=true") {
			t.Guards = append(t.Guards, "deletion protection")
		}
		out = append(out, t)
	}
	return out
}

// corrected are properties whose behaviour the schemas have wrong: changes of
// the engine go in place from redis to valkey (provider, 5.73), and a new launch
// type replaces only between EC2 and EXTERNAL.
var corrected = map[string]aws.Update{
	"AWS::ElastiCache::ReplicationGroup.Engine": aws.MayReplace,
	"AWS::ECS::Service.LaunchType":              aws.MayReplace,
}

// fixed notes what of a value cannot change in place. A new revision of a task
// definition does not count as a replacement.
func fixed(kind, path string, v resource.Value, t *Thing) {
	if kind == "AWS::ECS::TaskDefinition" {
		return
	}
	if path != "" {
		update, known := corrected[kind+"."+path]
		if !known {
			update = aws.UpdateOf(kind, path)
		}
		switch update {
		case aws.Replaces:
			t.Fixed[path] += text(v)
			return
		case aws.MayReplace:
			t.Perhaps[path] += text(v)
			return
		}
	}
	if !v.Container() {
		return
	}
	for _, m := range v.Present() {
		below := path
		if m.Name != "" {
			below = strings.TrimPrefix(path+"."+m.Name, ".")
		}
		fixed(kind, below, m.Value, t)
	}
}

// text is a value as text, with references as <Id> or <Id.Attribute>.
func text(v resource.Value) string {
	switch v.Function {
	case resource.Ref:
		return "<" + v.Text + ">"
	case resource.GetAtt:
		id, attribute, _ := strings.Cut(v.Text, ".")
		if attribute == "GroupId" || attribute == "Arn" || attribute == "AllocationId" {
			return "<" + id + ">"
		}
		return "<" + v.Text + ">"
	case resource.Sub:
		return strings.NewReplacer("${", "<", "}", ">").Replace(v.Text)
	}
	if len(v.Members) == 0 {
		return v.Text
	}
	var parts []string
	for _, m := range v.Present() {
		part := text(m.Value)
		if m.Name != "" {
			part = m.Name + "=" + part
		}
		parts = append(parts, part)
	}
	if v.Kind == resource.Map {
		slices.Sort(parts)
	}
	return v.Function.String() + "[" + strings.Join(parts, ", ") + "]"
}

// attributes are those of a load balancer, "name=value" each.
func attributes(properties resource.Value) []string {
	var out []string
	for _, m := range properties.Get("LoadBalancerAttributes").Present() {
		out = append(out, text(m.Value.Get("Key"))+"="+text(m.Value.Get("Value")))
	}
	return out
}

// keysOf is what AWS allows only once of a resource.
func keysOf(r resource.Resource) []string {
	p := func(path ...string) string { return text(r.Properties.Get(path...)) }
	switch strings.TrimPrefix(r.Type, "AWS::") {
	case "EC2::Subnet":
		return addressKeys(p("VpcId"), p("CidrBlock"))
	case "EC2::Route":
		return []string{routeKey(p("RouteTableId"), p("DestinationCidrBlock"))}
	case "EC2::SubnetRouteTableAssociation":
		return []string{tableKey(p("SubnetId"))}
	case "EC2::VPCEndpoint":
		return []string{endpointKey(p("VpcId"), p("ServiceName"))}
	case "EC2::VPCGatewayAttachment":
		return []string{namedKey("internet gateway of", p("VpcId"))}
	case "EC2::SecurityGroupIngress":
		return []string{openingKey(p("GroupId"), p("SourceSecurityGroupId"), p("FromPort"))}
	case "ElasticLoadBalancingV2::Listener":
		return []string{listenerKey(p("LoadBalancerArn"), p("Port"))}
	case "ElasticLoadBalancingV2::ListenerRule":
		return []string{ruleKey(p("ListenerArn"), p("Priority"))}
	case "ElasticLoadBalancingV2::ListenerCertificate":
		return []string{certificateKey(p("ListenerArn"), p("Certificates"))}
	case "EFS::MountTarget":
		return []string{mountKey(p("FileSystemId"), p("SubnetId"))}
	case "Logs::LogGroup":
		return named("log", p("LogGroupName"))
	case "RDS::DBCluster":
		return named("cluster", p("DBClusterIdentifier"))
	case "S3::BucketPolicy":
		return named("policy of", p("Bucket"))
	case "WAFv2::WebACLAssociation":
		return named("web acl of", p("ResourceArn"))
	case "WAFv2::LoggingConfiguration":
		return named("logs of", p("ResourceArn"))
	case "ApplicationAutoScaling::ScalableTarget":
		return named("scaling of", p("ResourceId"))
	case "CloudFront::Distribution":
		var keys []string
		for _, alias := range r.Properties.Get("DistributionConfig", "Aliases").Present() {
			keys = append(keys, namedKey("alias", text(alias.Value)))
		}
		return keys
	case "Route53::RecordSetGroup":
		var keys []string
		for _, record := range r.Properties.Get("RecordSets").Present() {
			keys = append(keys, recordKey(p("HostedZoneId"), text(record.Value.Get("Name")), text(record.Value.Get("Type"))))
		}
		return keys
	}
	return nil
}

// named is the key of something that has a name of ours, none without one.
func named(kind, name string) []string {
	if name == "" {
		return nil
	}
	return []string{namedKey(kind, name)}
}

// balancerOf is the load balancer whose listeners lead to a target group.
func balancerOf(group string, resources []resource.Resource) string {
	balancers := map[string]string{} // by listener
	for _, r := range resources {
		if r.Type == "AWS::ElasticLoadBalancingV2::Listener" {
			balancers[r.ID] = text(r.Properties.Get("LoadBalancerArn"))
		}
	}
	for _, r := range resources {
		leads := func(property string) bool { return strings.Contains(text(r.Properties.Get(property)), "<"+group+">") }
		switch {
		case r.Type == "AWS::ElasticLoadBalancingV2::Listener" && leads("DefaultActions"):
			return balancers[r.ID]
		case r.Type == "AWS::ElasticLoadBalancingV2::ListenerRule" && leads("Actions"):
			listener := text(r.Properties.Get("ListenerArn"))
			if own, ok := balancers[strings.Trim(listener, "<>")]; ok {
				return own
			}
			if arn := strings.LastIndexByte(listener, '/'); arn >= 0 {
				return listener[:arn] // that of a listener's ARN
			}
			return listener // another stage's, imported
		}
	}
	return ""
}
