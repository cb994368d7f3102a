package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
)

const scalableTarget = "ScalableTarget"

// scaling adds the range of tasks and one policy per target.
func (t *template) scaling() {
	if !t.Scales() {
		return
	}
	s := t.Service.Scaling
	t.section("Autoscaling.")
	t.plain(scalableTarget, &aws.ApplicationAutoScalingScalableTarget{
		MaxCapacity:       aws.Int(s.Max),
		MinCapacity:       aws.Int(s.Min),
		ResourceId:        aws.Sub("service/${" + cluster + "}/${" + service + ".Name}"),
		ScalableDimension: aws.Str("ecs:service:DesiredCount"),
		ServiceNamespace:  aws.Str("ecs"),
	})
	t.scalingPolicy("Cpu", "ECSServiceAverageCPUUtilization", s.CPU, aws.Value{})
	t.scalingPolicy("Memory", "ECSServiceAverageMemoryUtilization", s.Memory, aws.Value{})
	http := t.targetGroupID(t.Balancer.Endpoints[0])
	t.scalingPolicy("Request", "ALBRequestCountPerTarget", s.Requests, t.requestLabel(http))
}

// scalingPolicy adds the policy that keeps a metric near its target; none for
// the target 0.
func (t *template) scalingPolicy(name, metric string, target int, label aws.Value) {
	if target == 0 {
		return
	}
	t.plain(name+"Scaling", &aws.ApplicationAutoScalingScalingPolicy{
		PolicyName:      aws.Str(name),
		PolicyType:      aws.Str("TargetTrackingScaling"),
		ScalingTargetId: aws.Ref(scalableTarget),
		TargetTrackingScalingPolicyConfiguration: &aws.ApplicationAutoScalingScalingPolicy_TargetTrackingScalingPolicyConfiguration{
			TargetValue: aws.Int(target),
			PredefinedMetricSpecification: &aws.ApplicationAutoScalingScalingPolicy_PredefinedMetricSpecification{
				PredefinedMetricType: aws.Str(metric),
				ResourceLabel:        label,
			},
			ScaleInCooldown:  aws.Int(t.Service.Scaling.InCooldown),
			ScaleOutCooldown: aws.Int(t.Service.Scaling.OutCooldown),
		},
	})
}
