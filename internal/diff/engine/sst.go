package engine

import (
	"cmp"
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// SST returns the resources that the SST configuration of a stage registers with
// its real name, without those that only look things up, prove certificates, hold
// random values or build the image. Names are those of SST 4.17.1's components;
// the end-to-end tests compare them with what an execution registers.
//
// What changes in place is taken from the stage's CloudFormation template without
// overrides, whose resources are given: both engines deploy the same values, which
// the tests of parity hold them to.
func SST(s *stack.Stack, stage string, template []resource.Resource) []Thing {
	b := &builder{Stack: s, stage: stage}
	for _, part := range []func(){
		b.network, b.waysOut, b.firewall, b.strict, b.database, b.uploads, b.files, b.cache, b.secrets,
		b.balancer, b.names, b.service, b.cdn, b.alarms,
	} {
		part()
	}
	likeTemplate(b.things, template)
	return b.things
}

type builder struct {
	*stack.Stack
	stage  string
	things []Thing
}

// thing adds a resource. Fixed are pairs of a property and its value.
func (b *builder) thing(kind, name string, keys []string, fixed ...string) *Thing {
	t := Thing{Type: kind, Name: name, Keys: keys, Fixed: map[string]string{}, Properties: map[string]string{}}
	for i := 0; i < len(fixed); i += 2 {
		t.Fixed[fixed[i]] = fixed[i+1]
	}
	b.things = append(b.things, t)
	return &b.things[len(b.things)-1]
}

// data marks a thing whose loss cannot be made good: it stays in stages that keep
// their data.
func (b *builder) data(t *Thing) {
	t.HoldsData, t.Keep, t.Replaced = true, resource.Delete, resource.Delete
	if b.Retain {
		t.Keep, t.Replaced = resource.Retain, resource.Retain
		t.Guards = append(t.Guards, "kept")
	}
}

func ref(name string) string { return "<" + name + ">" }

func numbered(name string, zone int) string { return fmt.Sprintf("%s%d", name, zone+1) }

// vpcID and subnets are of the stage's own VPC or of an existing one.
func (b *builder) vpcID() string {
	if b.Network.Made() {
		return ref("VpcVpc")
	}
	return cmp.Or(b.Network.VPC, "the VPC of "+b.Network.Owner)
}

func (b *builder) privateSubnets() []string {
	if !b.Network.Made() {
		return b.Network.PrivateSubnets
	}
	var out []string
	for zone := range b.Network.Zones {
		out = append(out, ref(numbered("VpcPrivateSubnet", zone)))
	}
	return out
}

func (b *builder) network() {
	n := b.Network
	if !n.Made() {
		return
	}
	vpc := b.vpcID()
	b.thing("aws:ec2/vpc:Vpc", "VpcVpc", nil, "cidrBlock", n.Range)
	b.thing("aws:ec2/internetGateway:InternetGateway", "VpcInternetGateway", []string{namedKey("internet gateway of", vpc)})
	b.thing("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "VpcSecurityGroup", nil)
	b.thing("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "VpcCloudmapNamespace", nil, "vpc", vpc)
	b.thing("aws:servicediscovery/service:Service", "PylonCloudmapService", nil)
	for zone := range n.Zones {
		for kind, ranges := range map[string][]string{"Public": n.PublicRanges, "Private": n.PrivateRanges} {
			subnet, table := numbered("Vpc"+kind+"Subnet", zone), numbered("Vpc"+kind+"RouteTable", zone)
			b.thing("aws:ec2/subnet:Subnet", subnet, addressKeys(vpc, ranges[zone]),
				"vpcId", vpc, "cidrBlock", ranges[zone], "availabilityZone", b.Region+string(rune('a'+zone)))
			b.thing("aws:ec2/routeTable:RouteTable", table, nil, "vpcId", vpc)
			b.thing("aws:ec2/routeTableAssociation:RouteTableAssociation", numbered("Vpc"+kind+"RouteTableAssociation", zone), []string{tableKey(ref(subnet))}, "subnetId", ref(subnet))
		}
	}
	endpoint := "com.amazonaws." + b.Region + "."
	b.thing("aws:ec2/vpcEndpoint:VpcEndpoint", "StorageEndpoint", []string{endpointKey(vpc, endpoint+"s3")}, "vpcId", vpc, "serviceName", endpoint+"s3", "vpcEndpointType", "Gateway")
	for _, service := range n.Endpoints {
		b.thing("aws:ec2/vpcEndpoint:VpcEndpoint", "Endpoint-"+service, []string{endpointKey(vpc, endpoint+service)}, "vpcId", vpc, "serviceName", endpoint+service, "vpcEndpointType", "Interface")
	}
}

// waysOut are NAT gateways or instances, and the routes to them.
func (b *builder) waysOut() {
	n := b.Network
	gateways := 0
	switch {
	case n.Mode == stack.NATGateway && n.NATPerZone:
		gateways = n.Zones
	case n.Mode == stack.NATGateway:
		gateways = 1
	case n.Mode != stack.NATInstance:
		return
	}
	for zone := range gateways {
		b.thing("aws:ec2/eip:Eip", numbered("NatAddress", zone), nil)
		b.thing("aws:ec2/natGateway:NatGateway", numbered("NatGateway", zone), nil,
			"allocationId", ref(numbered("NatAddress", zone)), "subnetId", ref(numbered("VpcPublicSubnet", zone)))
	}
	for zone := range n.Zones {
		table := ref(numbered("VpcPrivateRouteTable", zone))
		b.thing("aws:ec2/route:Route", numbered("NatRoute", zone), []string{routeKey(table, "0.0.0.0/0")}, "routeTableId", table, "destinationCidrBlock", "0.0.0.0/0")
		if n.Mode == stack.NATInstance {
			b.thing("aws:ec2/eip:Eip", numbered("VpcElasticIp", zone), nil)
			b.thing("aws:ec2/eipAssociation:EipAssociation", numbered("VpcNatInstanceEipAssociation", zone), nil)
			b.thing("aws:ec2/instance:Instance", numbered("VpcNatInstance", zone), nil, "subnetId", ref(numbered("VpcPublicSubnet", zone)))
		}
	}
	if n.Mode == stack.NATInstance {
		b.thing("aws:ec2/securityGroup:SecurityGroup", "VpcNatInstanceSecurityGroup", nil, "description", "Managed by SST", "vpcId", b.vpcID())
		b.thing("aws:iam/role:Role", "VpcNatInstanceRole", nil)
		b.thing("aws:iam/instanceProfile:InstanceProfile", "VpcNatInstanceProfile", nil)
	}
}

// firewall are the security groups, and the rules that are resources.
func (b *builder) firewall() {
	b.thing("aws:ec2/securityGroup:SecurityGroup", "ServiceSecurityGroup", nil, "description", "Tasks of the service", "vpcId", b.vpcID())
	if b.OwnBalancer() {
		b.thing("aws:ec2/securityGroup:SecurityGroup", "LoadBalancerSecurityGroup", nil, "description", "Load balancer", "vpcId", b.vpcID())
	}
	if len(b.Balancer.Guests) > 0 {
		b.thing("aws:ec2/securityGroup:SecurityGroup", "GuestSecurityGroup", nil, "vpcId", b.vpcID())
	}
	from := b.Balancer.Shared.SecurityGroup
	if b.OwnBalancer() {
		from = ref("LoadBalancerSecurityGroup")
	}
	for _, port := range b.OpenPorts(stack.Balancer, stack.Tasks) {
		b.rule(fmt.Sprintf("ServiceFromLoadBalancer%d", port), ref("ServiceSecurityGroup"), from, port)
	}
	for _, party := range []struct {
		there             bool
		to                stack.Party
		name, group, rule string
	}{
		{b.Database.Given(), stack.DatabaseNode, "Database", "DatabaseSecurityGroup", "DatabaseFromService"},
		{b.Cache.Given(), stack.CacheNode, "Cache", "CacheSecurityGroup", "CacheFromService"},
		{b.FileSystem.Given(), stack.FileStore, "File system", "FileSystemSecurityGroup", "FilesFromService"},
		{b.Network.Mode == stack.Endpoints, stack.AWSServices, "Endpoints of AWS services", "EndpointSecurityGroup", "EndpointsFromService"},
		{len(b.Open(stack.Tasks, stack.Peers)) > 0, stack.Peers, "Shards of other tasks", "PeerSecurityGroup", "PeersFromService"},
	} {
		if !party.there {
			continue
		}
		b.thing("aws:ec2/securityGroup:SecurityGroup", party.group, nil, "description", party.name, "vpcId", b.vpcID())
		for _, port := range b.OpenPorts(stack.Tasks, party.to) {
			b.rule(party.rule, ref(party.group), ref("ServiceSecurityGroup"), port)
		}
	}
}

// rule lets one security group connect to another.
func (b *builder) rule(name, group, from string, port int) {
	b.thing("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, []string{openingKey(group, from, fmt.Sprint(port))}, "securityGroupId", group)
}

// key is the stage's own key, "" in stages without one.
func (b *builder) key() string {
	if b.Key.Given() {
		return ref("Key")
	}
	return ""
}
