package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	natAddress  = "NatAddress"  // + number
	natGateway  = "NatGateway"  // + number
	natRoute    = "NatRoute"    // + number
	natInstance = "NatInstance" // + number
	natGroup    = "NatInstanceSecurityGroup"

	natDisk = 8 // GiB, as large as the image
	// The public parameter that holds Amazon Linux's newest image.
	// https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
	natImagePath = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
	// Amazon's own recipe for a NAT instance.
	// https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
	natScript = `#!/bin/bash
set -e
dnf install -y iptables-services
echo net.ipv4.ip_forward=1 > /etc/sysctl.d/nat.conf
sysctl -p /etc/sysctl.d/nat.conf
device=$(ip -o -4 route show to default | awk '{print $5; exit}')
iptables -t nat -A POSTROUTING -o "$device" -j MASQUERADE
iptables -F FORWARD
iptables-save > /etc/sysconfig/iptables
systemctl enable --now iptables
`
)

// nat adds what leads from the private subnets to the internet.
func (t *template) nat() {
	switch t.Network.Mode {
	case stack.NATGateway:
		t.natGateways()
	case stack.NATInstance:
		t.natInstances()
	}
}

// natGateways adds one gateway for all zones, or one in each.
func (t *template) natGateways() {
	if t.Network.NATPerZone {
		t.section("Tasks reach the internet through the NAT gateway of their zone.")
	} else {
		t.section("Tasks reach the internet through one NAT gateway.")
	}
	gateway := natGateway + "1"
	for zone := range t.Network.Zones {
		if zone == 0 || t.Network.NATPerZone {
			gateway = numbered(natGateway, zone)
			t.add(resource.Resource{ID: numbered(natAddress, zone), DependsOn: []string{gatewayAttachment}},
				&aws.EC2EIP{Domain: aws.Str("vpc"), Tags: t.tags})
			t.plain(gateway, &aws.EC2NatGateway{
				AllocationId: aws.GetAtt(numbered(natAddress, zone), "AllocationId"),
				SubnetId:     aws.Ref(numbered(publicSubnet, zone)),
				Tags:         t.tags,
			})
		}
		t.natRoute(zone, &aws.EC2Route{NatGatewayId: aws.Ref(gateway)})
	}
}

// natInstances adds a small instance in each zone that forwards what tasks
// send.
func (t *template) natInstances() {
	t.section("Tasks reach the internet through a small instance in their zone.")
	var ingress []*aws.EC2SecurityGroup_Ingress
	for _, o := range t.Open(stack.Tasks, stack.NATInstances) {
		ingress = append(ingress, &aws.EC2SecurityGroup_Ingress{
			IpProtocol:            aws.Str("tcp"),
			Description:           aws.Str(o.Why),
			FromPort:              aws.Int(o.Port),
			SourceSecurityGroupId: aws.GetAtt(serviceGroup, "GroupId"),
			ToPort:                aws.Int(o.Port),
		})
	}
	var egress []*aws.EC2SecurityGroup_Egress
	for _, o := range t.Open(stack.NATInstances, stack.Internet) {
		egress = append(egress, anywhereOn(o))
	}
	t.plain(natGroup, &aws.EC2SecurityGroup{
		GroupDescription:     aws.Str("NAT instances"),
		VpcId:                aws.Ref(vpc),
		SecurityGroupIngress: ingress,
		SecurityGroupEgress:  egress,
		Tags:                 t.tags,
	})
	t.parameter(parameter{
		ID: natImageID, Group: deploymentGroup, Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: natImagePath,
		Description: "Name of the SSM parameter that holds the image of the NAT instances; a new image replaces them",
	})
	for zone := range t.Network.Zones {
		t.add(resource.Resource{
			ID:        numbered(natInstance, zone),
			DependsOn: []string{internetRoute, routes(numbered(publicSubnet, zone))}, // it installs a package
		}, &aws.EC2Instance{
			BlockDeviceMappings: []*aws.EC2Instance_BlockDeviceMapping{{
				DeviceName: aws.Str("/dev/xvda"),
				Ebs:        &aws.EC2Instance_Ebs{Encrypted: aws.Bool(true), VolumeSize: aws.Int(natDisk), VolumeType: aws.Str("gp3")},
			}},
			ImageId:         aws.Ref(natImageID),
			InstanceType:    aws.Str(t.Network.NATInstanceType),
			MetadataOptions: &aws.EC2Instance_MetadataOptions{HttpTokens: aws.Str("required")},
			NetworkInterfaces: []*aws.EC2Instance_NetworkInterface{{
				AssociatePublicIpAddress: aws.Bool(true),
				DeviceIndex:              aws.Str("0"),
				GroupSet:                 []aws.Value{aws.GetAtt(natGroup, "GroupId")},
				SubnetId:                 aws.Ref(numbered(publicSubnet, zone)),
			}},
			SourceDestCheck: aws.Bool(false).Note("it forwards what is not its own"),
			UserData:        aws.Base64(natScript),
			Tags:            t.tags,
		})
		t.natRoute(zone, &aws.EC2Route{InstanceId: aws.Ref(numbered(natInstance, zone))})
	}
}

// natRoute sends a zone's private subnet to the target of the route.
func (t *template) natRoute(zone int, route *aws.EC2Route) {
	route.RouteTableId = aws.Ref(numbered(privateRouteTable, zone))
	route.DestinationCidrBlock = aws.Str(anywhere)
	t.plain(numbered(natRoute, zone), route)
}
