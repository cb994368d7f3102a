package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// CloudFormation returns the things of a stage's template from its resources, with
// what overrides make of them.
func CloudFormation(s *stack.Stack, resources []resource.Resource) []Thing {
	var out []Thing
	for _, r := range resources {
		t := Thing{
			Name: r.ID, Twin: r.ID, Type: r.Type, Part: r.Part, Keys: keysOf(r), HoldsData: r.HoldsData,
			Keep: cmp.Or(r.Keep, unsaid(r.Type)), Replaced: cmp.Or(r.Replaced, resource.Delete),
			Fixed: map[string]string{}, Perhaps: map[string]string{}, Properties: properties(r),
		}
		if r.Type != "AWS::ECS::TaskDefinition" { // it gets a new revision
			fixed(r.Type, "", r.Properties, &t)
		}
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
		if t.HoldsData && !t.Lost(false) {
			t.Guards = append(t.Guards, DeletionPolicy)
		}
		if t.HoldsData && !t.Lost(true) {
			t.Guards = append(t.Guards, ReplacePolicy)
		}
		if Text(r.Properties.Get("DeletionProtection")) == "true" || slices.Contains(attributes(r.Properties), "deletion_protection.enabled=true") {
			t.Guards = append(t.Guards, "deletion protection")
		}
		out = append(out, t)
	}
	return out
}

// The attributes of a resource that change without any of its properties.
const (
	DeletionPolicy = "DeletionPolicy"
	ReplacePolicy  = "UpdateReplacePolicy"
	DependsOn      = "DependsOn"
)

// unsaid is the DeletionPolicy of a resource that has none.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
func unsaid(kind string) resource.Keep {
	if kind == "AWS::RDS::DBCluster" {
		return resource.Snapshot
	}
	return resource.Delete
}

// properties are those of a resource, and its attributes.
func properties(r resource.Resource) map[string]string {
	out := map[string]string{}
	for _, m := range r.Properties.Present() {
		out[m.Name] = Text(m.Value)
	}
	for name, value := range map[string]string{
		DeletionPolicy: string(r.Keep), ReplacePolicy: string(r.Replaced), DependsOn: strings.Join(r.DependsOn, " "),
	} {
		if value != "" {
			out[name] = value
		}
	}
	return out
}

// fixed notes what of a value cannot change in place.
func fixed(kind, path string, v resource.Value, t *Thing) {
	if path != "" {
		switch fact, _ := FactOf(kind, path); fact.Update {
		case Replaces:
			t.Fixed[path] += Text(v)
			return
		case MayReplace:
			t.Perhaps[path] += Text(v)
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

// Text returns a value as text, with references as <Id> or <Id.Attribute>.
func Text(v resource.Value) string {
	if short, long := shortForm(v); long {
		v = short
	}
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
		part := Text(m.Value)
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

// shortForm is an intrinsic function that is written in its long form, as an
// override has it: {"Ref": "Vpc"}, {"Fn::GetAtt": ["Vpc", "CidrBlock"]}.
func shortForm(v resource.Value) (short resource.Value, long bool) {
	if v.Kind != resource.Map || v.Function != resource.None || len(v.Members) != 1 {
		return v, false
	}
	m := v.Members[0]
	short = m.Value
	switch m.Name {
	case "Ref":
		short.Function = resource.Ref
	case "Fn::GetAtt":
		short.Function = resource.GetAtt
		if m.Value.Kind == resource.List {
			var parts []string
			for _, part := range m.Value.Members {
				parts = append(parts, part.Value.Text)
			}
			short = resource.Value{Kind: resource.String, Function: resource.GetAtt, Text: strings.Join(parts, ".")}
		}
	case "Fn::Sub":
		short.Function = resource.Sub
		if m.Value.Kind == resource.List && len(m.Value.Members) > 0 {
			short = m.Value.Members[0].Value
			short.Function = resource.Sub
		}
	default:
		return v, false
	}
	return short, true
}

// attributes are those of a load balancer, "name=value" each.
func attributes(properties resource.Value) []string {
	var out []string
	for _, m := range properties.Get("LoadBalancerAttributes").Present() {
		out = append(out, Text(m.Value.Get("Key"))+"="+Text(m.Value.Get("Value")))
	}
	return out
}

// keysOf is what AWS allows only once of a resource.
func keysOf(r resource.Resource) []string {
	p := func(path ...string) string { return Text(r.Properties.Get(path...)) }
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
		return []string{openingKey(p("GroupId"), p("SourceSecurityGroupId")+p("CidrIp")+p("CidrIpv6"), p("FromPort"))}
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
			keys = append(keys, namedKey("alias", Text(alias.Value)))
		}
		return keys
	case "Route53::RecordSetGroup":
		var keys []string
		for _, record := range r.Properties.Get("RecordSets").Present() {
			keys = append(keys, recordKey(p("HostedZoneId"), Text(record.Value.Get("Name")), Text(record.Value.Get("Type"))))
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
			balancers[r.ID] = Text(r.Properties.Get("LoadBalancerArn"))
		}
	}
	for _, r := range resources {
		leads := func(property string) bool { return strings.Contains(Text(r.Properties.Get(property)), "<"+group+">") }
		switch {
		case r.Type == "AWS::ElasticLoadBalancingV2::Listener" && leads("DefaultActions"):
			return balancers[r.ID]
		case r.Type == "AWS::ElasticLoadBalancingV2::ListenerRule" && leads("Actions"):
			listener := Text(r.Properties.Get("ListenerArn"))
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
