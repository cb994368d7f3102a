package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	cluster = "Cluster"
	service = "Service"
)

// service adds the cluster and the service.
func (t *template) service() {
	t.section("Service.")
	providers := []string{"FARGATE"}
	if t.Service.Spot {
		providers = append(providers, "FARGATE_SPOT")
	}
	t.plain(cluster, &aws.ECSCluster{
		CapacityProviders: aws.Strs(providers...),
		ClusterSettings: []*aws.ECSCluster_ClusterSettings{{
			Name: aws.Str("containerInsights"), Value: aws.Str(t.Service.ContainerInsights),
		}},
		Tags: t.tags,
	})
	rollout := t.Service.Rollout
	s := &aws.ECSService{
		CapacityProviderStrategy: t.capacity(),
		Cluster:                  aws.Ref(cluster),
		DeploymentConfiguration: &aws.ECSService_DeploymentConfiguration{
			DeploymentCircuitBreaker: &aws.ECSService_DeploymentCircuitBreaker{Enable: aws.Bool(rollout.CircuitBreaker), Rollback: aws.Bool(rollout.CircuitBreaker)},
			MaximumPercent:           aws.Int(rollout.Max),
			MinimumHealthyPercent:    aws.Int(rollout.MinHealthy),
		},
		EnableECSManagedTags:          aws.Bool(true),
		HealthCheckGracePeriodSeconds: aws.Int(t.Service.GracePeriod),
		NetworkConfiguration: &aws.ECSService_NetworkConfiguration{
			AwsvpcConfiguration: &aws.ECSService_AwsVpcConfiguration{
				AssignPublicIp: aws.Str("DISABLED"),
				SecurityGroups: t.taskGroups(),
				Subnets:        t.taskSubnets(),
			},
		},
		PropagateTags:  aws.Str("SERVICE"),
		TaskDefinition: aws.Ref(taskDefinition),
		Tags:           t.tags,
	}
	if t.Network.TasksPublic() {
		s.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = aws.Str("ENABLED").Note("instead of a NAT gateway; inbound only from the load balancer")
	}
	if t.Service.Exec {
		s.EnableExecuteCommand = aws.Bool(true)
	}
	if !t.Scales() { // otherwise an update of the stack would undo what the autoscaler chose
		s.DesiredCount = aws.Int(t.Service.Scaling.Min)
	}
	if !rollout.Rebalance { // otherwise as AWS does by itself
		s.AvailabilityZoneRebalancing = aws.Str("DISABLED").Note("it would start a second task first")
	}
	if t.Shape == stack.SingleReplica {
		s.DeploymentConfiguration.MaximumPercent = s.DeploymentConfiguration.MaximumPercent.Note("never two tasks on one SQLite file")
	}
	for _, e := range t.Balancer.Endpoints {
		s.LoadBalancers = append(s.LoadBalancers, &aws.ECSService_LoadBalancer{
			ContainerName:  aws.Str(containerName),
			ContainerPort:  aws.Int(e.Container),
			TargetGroupArn: aws.Ref(t.targetGroupID(e)),
		})
	}
	t.add(resource.Resource{ID: service, DependsOn: t.prerequisites()}, s)
	t.output("ClusterName", "ECS cluster", aws.Ref(cluster))
	t.output("ServiceName", "ECS service", aws.GetAtt(service, "Name"))
}

// capacity is where tasks run: on on-demand capacity, or on Spot capacity with
// some tasks on the on-demand one.
func (t *template) capacity() []*aws.ECSService_CapacityProviderStrategyItem {
	if !t.Service.Spot {
		return []*aws.ECSService_CapacityProviderStrategyItem{{CapacityProvider: aws.Str("FARGATE"), Weight: aws.Int(1)}}
	}
	spot := &aws.ECSService_CapacityProviderStrategyItem{
		CapacityProvider: aws.Str("FARGATE_SPOT").Note("AWS may reclaim it with two minutes' notice"), Weight: aws.Int(1),
	}
	if t.Service.OnDemand == 0 {
		return []*aws.ECSService_CapacityProviderStrategyItem{spot}
	}
	return []*aws.ECSService_CapacityProviderStrategyItem{
		{Base: aws.Int(t.Service.OnDemand), CapacityProvider: aws.Str("FARGATE"), Weight: aws.Int(0)}, spot,
	}
}

// prerequisites are what a starting task needs and no property of the service
// refers to: a task that cannot pull, connect or be reached trips the circuit
// breaker, and a target group without a listener is refused.
func (t *template) prerequisites() []string {
	ids := append(t.waysOut(), executionPolicy)
	if t.hasTaskRole() {
		ids = append(ids, taskPolicy)
	}
	if t.FileSystem.Given() {
		ids = append(ids, t.mountTargets()...)
	} else {
		ids = append(ids, databaseWriter)
	}
	for _, store := range t.stores() {
		if store.group != endpointGroup { // egress
			ids = append(ids, store.rule)
		}
	}
	for _, e := range t.Balancer.Endpoints {
		ids = append(ids, title(e.Kind)+fromBalancer)
	}
	return append(ids, t.listeners()...)
}
