package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	flowLog       = "FlowLog"
	flowLogs      = "FlowLogs"
	flowLogRole   = "FlowLogsRole"
	flowLogPolicy = "FlowLogsPolicy"
)

// flowLog adds the log of what the network refuses, in a VPC of the stage's own.
func (t *template) flowLog() {
	if !t.FlowLog.Given() {
		return
	}
	t.section("What the network refuses.")
	t.logGroup(flowLogs, aws.Value{})
	t.role(flowLogRole, stack.FlowLogRole)
	t.plain(flowLogPolicy, &aws.IAMManagedPolicy{
		PolicyDocument: policyDocument(t.statements(stack.FlowLogRole)...),
		Roles:          aws.Refs(flowLogRole),
	})
	t.add(resource.Resource{ID: flowLog, DependsOn: []string{flowLogPolicy}}, &aws.EC2FlowLog{
		ResourceId:               aws.Ref(vpc),
		ResourceType:             aws.Str("VPC"),
		DeliverLogsPermissionArn: aws.GetAtt(flowLogRole, "Arn"),
		LogDestinationType:       aws.Str("cloud-watch-logs"),
		LogGroupName:             aws.Ref(flowLogs),
		TrafficType:              aws.Str(t.FlowLog.Traffic),
		Tags:                     t.tags,
	})
}
