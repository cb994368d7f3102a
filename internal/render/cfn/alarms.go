package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	alarmTopic       = "AlarmTopic"
	alarmTopicPolicy = "AlarmTopicPolicy"
)

// alarms adds who is told when something is wrong, and of what.
func (t *template) alarms() {
	if !t.Alarms.Wanted() {
		return
	}
	heading := "Alarms: a notification when one fires."
	if t.Alarms.Recovery {
		heading = "Alarms: a notification when one fires, and another when it recovers."
	}
	t.section(heading)
	topic := literal(t.Alarms.Topic)
	if t.Alarms.Email != "" {
		t.alarmTopic()
		topic = aws.Ref(alarmTopic)
	}
	for _, w := range stack.Watches {
		if t.Has(w.Of) {
			t.alarm(w, topic)
		}
	}
}

// alarmTopic adds a topic with one subscriber, who must confirm by mail.
func (t *template) alarmTopic() {
	t.plain(alarmTopic, &aws.SNSTopic{
		KmsMasterKeyId: t.keyARN(),
		Subscription:   []*aws.SNSTopic_Subscription{{Protocol: aws.Str("email"), Endpoint: literal(t.Alarms.Email)}},
		Tags:           t.tags,
	})
	t.plain(alarmTopicPolicy, &aws.SNSTopicPolicy{
		PolicyDocument: policyDocument(rules(stack.TopicRules, aws.Ref(alarmTopic))...),
		Topics:         aws.Refs(alarmTopic),
	})
}

// alarm adds one alarm.
func (t *template) alarm(w stack.Watch, topic aws.Value) {
	operator, missing := "GreaterThanThreshold", "notBreaching"
	if w.Below {
		operator = "LessThanThreshold"
	}
	if w.Breaching {
		missing = "breaching"
	}
	alarm := &aws.CloudWatchAlarm{
		AlarmActions:       []aws.Value{topic},
		AlarmDescription:   aws.Str(w.Why),
		ComparisonOperator: aws.Str(operator),
		Dimensions:         t.dimensions(w.Of),
		EvaluationPeriods:  aws.Int(w.Minutes),
		MetricName:         aws.Str(w.Metric),
		Namespace:          aws.Str(w.Namespace),
		Period:             aws.Int(w.Period),
		Statistic:          aws.Str(w.Statistic),
		Threshold:          aws.Int(w.Threshold),
		TreatMissingData:   aws.Str(missing),
		Tags:               t.tags,
	}
	if t.Alarms.Recovery {
		alarm.OKActions = alarm.AlarmActions
	}
	t.plain(w.Name+"Alarm", alarm)
}

// dimensions are by what the metrics of a thing are found.
func (t *template) dimensions(of stack.Watched) []*aws.CloudWatchAlarm_Dimension {
	d := func(name string, value aws.Value) *aws.CloudWatchAlarm_Dimension {
		return &aws.CloudWatchAlarm_Dimension{Name: aws.Str(name), Value: value}
	}
	switch of {
	case stack.WatchedTargets:
		http := t.targetGroupID(t.Balancer.Endpoints[0])
		return []*aws.CloudWatchAlarm_Dimension{d("LoadBalancer", t.balancerFullName()), d("TargetGroup", aws.GetAtt(http, "TargetGroupFullName"))}
	case stack.WatchedService:
		return []*aws.CloudWatchAlarm_Dimension{d("ClusterName", aws.Ref(cluster)), d("ServiceName", aws.GetAtt(service, "Name"))}
	case stack.WatchedDatabase:
		return []*aws.CloudWatchAlarm_Dimension{d("DBClusterIdentifier", aws.Ref(database))}
	case stack.WatchedCache:
		return []*aws.CloudWatchAlarm_Dimension{d("CacheClusterId", aws.Sub("${"+cache+"}-001"))}
	}
	panic("cfn: nothing watches " + string(of))
}
