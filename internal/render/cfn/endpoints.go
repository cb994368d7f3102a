package cfn

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	endpointGroup        = "EndpointSecurityGroup"
	endpointsFromService = "EndpointsFromService"
)

// endpointID is the logical id of the endpoint of a service: "ecr.api".
func endpointID(name string) string {
	id := ""
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '-' }) {
		id += strings.ToUpper(part[:1]) + part[1:]
	}
	return id + "Endpoint"
}

// endpoints adds the interface endpoints of the services that a task needs to
// start and to run.
func (t *template) endpoints() {
	if t.Network.Mode != stack.Endpoints {
		return
	}
	t.section("The AWS services that a task needs to start and to run.")
	for _, name := range t.Network.Endpoints {
		t.plain(endpointID(name), &aws.EC2VPCEndpoint{
			VpcId:             aws.Ref(vpc),
			PrivateDnsEnabled: aws.Bool(true),
			SecurityGroupIds:  []aws.Value{aws.GetAtt(endpointGroup, "GroupId")},
			ServiceName:       aws.Sub("com.amazonaws.${AWS::Region}." + name),
			SubnetIds:         t.privateSubnets(),
			VpcEndpointType:   aws.Str("Interface"),
			Tags:              t.tags,
		})
	}
}
