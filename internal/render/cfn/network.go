package cfn

import (
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	vpc               = "Vpc"
	internetGateway   = "InternetGateway"
	gatewayAttachment = "InternetGatewayAttachment"
	publicRouteTable  = "PublicRouteTable"
	privateRouteTable = "PrivateRouteTable" // + number
	internetRoute     = "InternetRoute"
	storageEndpoint   = "StorageEndpoint"
	publicSubnet      = "PublicSubnet"  // + number
	privateSubnet     = "PrivateSubnet" // + number
	anywhere          = "0.0.0.0/0"
)

// network adds the VPC, its subnets and its routes. In an existing VPC all of
// that is not the stage's own.
func (t *template) network() {
	if !t.Network.Made() {
		return
	}
	who := "the load balancer lives in the public subnets, tasks and data in the\nprivate ones."
	if t.Network.TasksPublic() {
		who = "tasks and the load balancer live in the public subnets, data in the\nprivate ones, which have no route to the internet."
	}
	t.section("Network: " + who)
	t.plain(vpc, &aws.EC2VPC{
		CidrBlock:          aws.Str(t.Network.Range),
		EnableDnsHostnames: aws.Bool(true),
		EnableDnsSupport:   aws.Bool(true),
		Tags:               t.tags,
	})
	t.plain(internetGateway, &aws.EC2InternetGateway{Tags: t.tags})
	t.plain(gatewayAttachment, &aws.EC2VPCGatewayAttachment{
		InternetGatewayId: aws.Ref(internetGateway),
		VpcId:             aws.Ref(vpc),
	})
	t.plain(publicRouteTable, &aws.EC2RouteTable{VpcId: aws.Ref(vpc), Tags: t.tags})
	t.add(resource.Resource{ID: internetRoute, DependsOn: []string{gatewayAttachment}}, &aws.EC2Route{
		RouteTableId:         aws.Ref(publicRouteTable),
		DestinationCidrBlock: aws.Str(anywhere),
		GatewayId:            aws.Ref(internetGateway),
	})
	for zone := range t.Network.Zones {
		t.subnet(publicSubnet, publicRouteTable, zone, t.Network.PublicRanges[zone])
	}
	tables := []string{publicRouteTable}
	for zone := range t.Network.Zones {
		// A table for each zone, so that a NAT gateway more or less is only
		// another route: a subnet cannot change its table without a gap.
		table := numbered(privateRouteTable, zone)
		t.plain(table, &aws.EC2RouteTable{VpcId: aws.Ref(vpc), Tags: t.tags})
		t.subnet(privateSubnet, table, zone, t.Network.PrivateRanges[zone])
		tables = append(tables, table)
	}
	t.section("Uploads and image layers reach S3 without crossing the internet; it is free.")
	t.plain(storageEndpoint, &aws.EC2VPCEndpoint{
		VpcId:           aws.Ref(vpc),
		RouteTableIds:   aws.Refs(tables...),
		ServiceName:     aws.Sub("com.amazonaws.${AWS::Region}.s3"),
		VpcEndpointType: aws.Str("Gateway"),
		Tags:            t.tags,
	})
	t.nat()
}

// subnet adds one subnet and its association with a route table.
func (t *template) subnet(kind, routeTable string, zone int, addresses string) {
	id := numbered(kind, zone)
	t.plain(id, &aws.EC2Subnet{
		VpcId:               aws.Ref(vpc),
		AvailabilityZone:    aws.Select(zone, aws.GetAZs()),
		CidrBlock:           aws.Str(addresses),
		MapPublicIpOnLaunch: aws.Bool(false),
		Tags:                t.tags,
	})
	t.plain(routes(id), &aws.EC2SubnetRouteTableAssociation{
		RouteTableId: aws.Ref(routeTable),
		SubnetId:     aws.Ref(id),
	})
}

// numbered is the id of the thing of a kind at a zero-based index.
func numbered(kind string, index int) string { return kind + strconv.Itoa(index+1) }

// routes is the id of a subnet's association with its route table.
func routes(subnet string) string { return subnet + "Routes" }

// zones are the ids of the things of a kind that are in each zone.
func (t *template) zones(kind string) []string {
	ids := make([]string, t.Network.Zones)
	for zone := range ids {
		ids[zone] = numbered(kind, zone)
	}
	return ids
}

// vpcID is the VPC that the stage lives in.
func (t *template) vpcID() aws.Value {
	switch {
	case t.Network.Made():
		return aws.Ref(vpc)
	case t.Network.Owner != "":
		return t.imported(vpc)
	}
	return aws.Str(t.Network.VPC)
}

// publicSubnets are where the load balancer lives.
func (t *template) publicSubnets() []aws.Value {
	switch {
	case t.Network.Made():
		return aws.Refs(t.zones(publicSubnet)...)
	case t.Network.Owner != "":
		return t.importedAll(t.zones(publicSubnet))
	}
	return aws.Strs(t.Network.PublicSubnets...)
}

// privateSubnets are where the data lives.
func (t *template) privateSubnets() []aws.Value {
	switch {
	case t.Network.Made():
		return aws.Refs(t.zones(privateSubnet)...)
	case t.Network.Owner != "":
		return t.importedAll(t.zones(privateSubnet))
	}
	return aws.Strs(t.Network.PrivateSubnets...)
}

// taskSubnets are where tasks run.
func (t *template) taskSubnets() []aws.Value {
	if t.Network.TasksPublic() {
		return t.publicSubnets()
	}
	return t.privateSubnets()
}

// waysOut are what a task needs before it can reach the registry, the secrets
// and the log.
func (t *template) waysOut() []string {
	if !t.Network.Made() {
		return nil
	}
	ids, subnets := []string{internetRoute}, t.zones(privateSubnet)
	switch t.Network.Mode {
	case stack.PublicTasks:
		subnets = t.zones(publicSubnet)
	case stack.NATGateway, stack.NATInstance:
		ids = append(ids, t.zones(natRoute)...)
	case stack.Endpoints:
		ids = append(ids, storageEndpoint, endpointsFromService)
		for _, name := range t.Network.Endpoints {
			ids = append(ids, endpointID(name))
		}
	default:
		panic("cfn: network of unknown mode " + string(t.Network.Mode))
	}
	for _, subnet := range subnets {
		ids = append(ids, routes(subnet))
	}
	return ids
}
