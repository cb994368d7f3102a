package cfn

import (
	"fmt"
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
)

const (
	vpc                = "Vpc"
	internetGateway    = "InternetGateway"
	gatewayAttachment  = "InternetGatewayAttachment"
	publicRouteTable   = "PublicRouteTable"
	internetRoute      = "InternetRoute"
	privateRouteTable  = "PrivateRouteTable"
	storageEndpoint    = "StorageEndpoint"
	publicSubnet       = "PublicSubnet"  // + number
	privateSubnet      = "PrivateSubnet" // + number
	anywhere           = "0.0.0.0/0"
	vpcRange           = "10.0.0.0/16"
	subnetRange        = "10.0.%d.0/24"
	privateSubnetStart = 100 // third byte of the first private subnet's range
)

// network adds the VPC, its subnets and its routes.
func (t *template) network() {
	t.section("Network: tasks and the load balancer live in the public subnets, data in the\n" +
		"private ones, which have no route to the internet.")
	t.plain(vpc, &aws.EC2VPC{
		CidrBlock:          aws.Str(vpcRange),
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
	t.add(internetRoute, aws.Resource{
		DependsOn: []string{gatewayAttachment},
		Properties: &aws.EC2Route{
			RouteTableId:         aws.Ref(publicRouteTable),
			DestinationCidrBlock: aws.Str(anywhere),
			GatewayId:            aws.Ref(internetGateway),
		},
	})
	t.plain(privateRouteTable, &aws.EC2RouteTable{VpcId: aws.Ref(vpc), Tags: t.tags})
	for zone := range t.Network.Zones {
		t.subnet(publicSubnet, publicRouteTable, zone, zone)
	}
	for zone := range t.Network.Zones {
		t.subnet(privateSubnet, privateRouteTable, zone, privateSubnetStart+zone)
	}
	t.section("Uploads and image layers reach S3 without crossing the internet; it is free.")
	t.plain(storageEndpoint, &aws.EC2VPCEndpoint{
		VpcId:           aws.Ref(vpc),
		RouteTableIds:   aws.Refs(publicRouteTable, privateRouteTable),
		ServiceName:     aws.Sub("com.amazonaws.${AWS::Region}.s3"),
		VpcEndpointType: aws.Str("Gateway"),
		Tags:            t.tags,
	})
}

// subnet adds one subnet and its association with a route table.
func (t *template) subnet(kind, routeTable string, zone, thirdByte int) {
	id := numbered(kind, zone)
	t.plain(id, &aws.EC2Subnet{
		VpcId:               aws.Ref(vpc),
		AvailabilityZone:    aws.Select(zone, aws.GetAZs()),
		CidrBlock:           aws.Str(fmt.Sprintf(subnetRange, thirdByte)),
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

// subnets are the ids of all subnets of a kind.
func (t *template) subnets(kind string) []string {
	ids := make([]string, t.Network.Zones)
	for zone := range ids {
		ids[zone] = numbered(kind, zone)
	}
	return ids
}
