package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	cluster = "Cluster"
	service = "Service"
)

// service adds the cluster and the service.
func (t *template) service() {
	t.section("Service.")
	t.plain(cluster, &aws.ECSCluster{
		CapacityProviders: aws.Strs("FARGATE"),
		ClusterSettings: []*aws.ECSCluster_ClusterSettings{{
			Name: aws.Str("containerInsights"), Value: aws.Str("enabled"),
		}},
		Tags: t.tags,
	})
	s := &aws.ECSService{
		CapacityProviderStrategy: []*aws.ECSService_CapacityProviderStrategyItem{{
			CapacityProvider: aws.Str("FARGATE"), Weight: aws.Int(1),
		}},
		Cluster: aws.Ref(cluster),
		DeploymentConfiguration: &aws.ECSService_DeploymentConfiguration{
			DeploymentCircuitBreaker: &aws.ECSService_DeploymentCircuitBreaker{Enable: aws.Bool(true), Rollback: aws.Bool(true)},
			MaximumPercent:           aws.Int(200),
			MinimumHealthyPercent:    aws.Int(100),
		},
		EnableECSManagedTags:          aws.Bool(true),
		HealthCheckGracePeriodSeconds: aws.Int(t.Service.GracePeriod),
		NetworkConfiguration: &aws.ECSService_NetworkConfiguration{
			AwsvpcConfiguration: &aws.ECSService_AwsVpcConfiguration{
				AssignPublicIp: aws.Str("ENABLED").Note("instead of a NAT gateway; inbound only from the load balancer"),
				SecurityGroups: []aws.Value{aws.GetAtt(serviceGroup, "GroupId")},
				Subnets:        aws.Refs(t.subnets(publicSubnet)...),
			},
		},
		PropagateTags:  aws.Str("SERVICE"),
		TaskDefinition: aws.Ref(taskDefinition),
		Tags:           t.tags,
	}
	if !t.scales() {
		s.DesiredCount = aws.Int(t.Service.Scaling.Min)
	}
	if t.Shape == stack.SingleReplica {
		s.AvailabilityZoneRebalancing = aws.Str("DISABLED").Note("it would start a second task first")
		s.DeploymentConfiguration.MaximumPercent = aws.Int(100).Note("never two tasks on one SQLite file")
		s.DeploymentConfiguration.MinimumHealthyPercent = aws.Int(0)
	}
	for _, e := range t.Balancer.Endpoints {
		s.LoadBalancers = append(s.LoadBalancers, &aws.ECSService_LoadBalancer{
			ContainerName:  aws.Str(containerName),
			ContainerPort:  aws.Int(e.Container),
			TargetGroupArn: aws.Ref(title(e.Kind) + targetGroup),
		})
	}
	t.add(service, aws.Resource{DependsOn: t.prerequisites(), Properties: s})
	t.output("ClusterName", "ECS cluster", aws.Ref(cluster))
	t.output("ServiceName", "ECS service", aws.GetAtt(service, "Name"))
}

// prerequisites are what a starting task needs and no property of the service
// refers to: a task that cannot pull, connect or be reached trips the circuit
// breaker, and a target group without a listener is refused.
func (t *template) prerequisites() []string {
	ids := []string{internetRoute, executionPolicy}
	for _, subnet := range t.subnets(publicSubnet) {
		ids = append(ids, routes(subnet))
	}
	if len(t.taskStatements()) > 0 {
		ids = append(ids, taskPolicy)
	}
	if t.Shape == stack.SingleReplica {
		for zone := range t.Network.Zones {
			ids = append(ids, numbered(mountTarget, zone))
		}
	} else {
		ids = append(ids, databaseWriter)
	}
	ids = append(ids, t.store().rule)
	for _, e := range t.Balancer.Endpoints {
		ids = append(ids, title(e.Kind)+fromBalancer)
	}
	return append(ids, t.listeners()...)
}
