package sst

import "github.com/pylon-gen/pylon-gen/internal/stack"

// alarms writes who is told when something is wrong, and of what.
func (p *program) alarms() {
	f := p.some(func(s *stack.Stack) bool { return s.Alarms.Wanted() })
	if f.none() {
		return
	}
	p.section("Alarms: somebody is told, and told again when all is well.")
	p.alarmTopic()
	code := append([]doc{p.targetDimensions()}, alarmOf()...)
	for _, a := range watched {
		code = append(code, do(call("alarm", str(a.name), a.args())))
	}
	if stateless, either := p.stateless(); !stateless.none() {
		code = append(code, guarded(guard(either, "database"), "database", do(call("alarm", str("DatabaseCapacity"), capacityUsed.args()))))
	}
	if cache, _, some := p.caches(); !cache.none() {
		code = append(code, guarded(guard(some, "cache"), "cache", do(call("alarm", str("CacheMemory"), cacheFull.args()))))
	}
	if len(f.stages) < len(p.stages) {
		p.add(block("if (topicArn)", code...))
		return
	}
	p.add(code...)
}

// alarmTopic writes the topic that alarms go to: the stage's own with one
// subscriber, or an existing one.
func (p *program) alarmTopic() {
	mails, address, some := p.part("alarmEmail", "string",
		func(s *stack.Stack) bool { return s.Alarms.Email != "" },
		func(s *stack.Stack) doc { return str(s.Alarms.Email) })
	topics, existing, _ := p.part("alarmTopic", "string",
		func(s *stack.Stack) bool { return s.Alarms.Topic != "" },
		func(s *stack.Stack) doc { return str(s.Alarms.Topic) })
	if mails.none() {
		p.add(let("topicArn", existing))
		return
	}
	strict, either := p.strict()
	p.add(let("topic", optional(some, p.make("aws.sns.Topic", "Alarms", object(
		when(!strict.none(), prop("kmsMasterKeyId", keyID(either))),
	)))))
	statements := []doc{
		object(
			prop("principals", array(inline(prop("type", str("Service")), prop("identifiers", strs([]string{"cloudwatch.amazonaws.com"}))))),
			prop("actions", strs([]string{"sns:Publish"})),
			prop("resources", array(text("topic.arn"))),
			prop("conditions", array(inline(prop("test", str("StringEquals")), prop("variable", str("aws:SourceAccount")), prop("values", array(text("accountId")))))),
		),
		object(
			prop("effect", str("Deny")),
			prop("principals", array(inline(prop("type", str("AWS")), prop("identifiers", strs([]string{"*"}))))),
			prop("actions", strs([]string{"sns:Publish"})),
			prop("resources", array(text("topic.arn"))),
			prop("conditions", array(inline(prop("test", str("Bool")), prop("variable", str("aws:SecureTransport")), prop("values", strs([]string{"false"}))))),
		),
	}
	code := []doc{
		do(p.make("aws.sns.TopicSubscription", "AlarmsEmail", object(
			prop("topic", text("topic.arn")),
			prop("protocol", str("email")),
			prop("endpoint", address),
		))),
		do(p.make("aws.sns.TopicPolicy", "AlarmsPolicy", object(
			prop("arn", text("topic.arn")),
			prop("policy", policyText(statements...)),
		))),
	}
	if some == "" {
		p.add(append(code, text("const topicArn = topic.arn;"))...)
		return
	}
	p.add(block("if (topic && "+some+")", code...))
	if topics.none() {
		p.add(text("const topicArn = topic?.arn;"))
		return
	}
	p.add(text("const topicArn = topic?.arn ?? " + existing.text + ";"))
}

// targetDimensions finds the target group of the HTTP port, which SST's Service
// keeps to itself.
func (p *program) targetDimensions() doc {
	port := p.int("httpContainerPort", func(s *stack.Stack) int { return s.Balancer.Endpoints[0].Container })
	return join(separated([]doc{
		text("const target = service.nodes.service.loadBalancers.apply((list) =>"),
		text("  list?.find(({ containerPort }) => containerPort === " + port.text + "),"),
		text(");"),
	}, hardline))
}

// alarmOf is the function that makes an alarm.
func alarmOf() []doc {
	return []doc{
		text("const dimensions = {"),
		text("  LoadBalancer: service.nodes.loadBalancer.arnSuffix,"),
		text("  TargetGroup: target.apply("),
		text("    (it) => it?.targetGroupArn?.split(\":\").at(-1) ?? \"\","),
		text("  ),"),
		text("};"),
		join(text("const alarm = (name: string, args: aws.cloudwatch.MetricAlarmArgs) =>"), indent(hardline,
			call("new aws.cloudwatch.MetricAlarm", text("name"), object(
				prop("period", num(60)),
				prop("treatMissingData", str("notBreaching")),
				prop("alarmActions", array(text("topicArn"))),
				prop("okActions", array(text("topicArn"))),
				spread(text("args")),
			)), text(";"))),
	}
}

// alarm is one thing that is watched, minute by minute.
type alarm struct {
	name, why, namespace, metric, statistic string
	dimensions                              doc
	below                                   bool
	threshold, minutes                      int
	missing                                 string // what no data means; "" is all well
}

func (a alarm) args() doc {
	operator := "GreaterThanThreshold"
	if a.below {
		operator = "LessThanThreshold"
	}
	return object(
		prop("alarmDescription", str(a.why)),
		prop("namespace", str(a.namespace)),
		prop("metricName", str(a.metric)),
		prop("dimensions", a.dimensions),
		prop("statistic", str(a.statistic)),
		prop("comparisonOperator", str(operator)),
		prop("threshold", num(a.threshold)),
		prop("evaluationPeriods", num(a.minutes)),
		when(a.missing != "", prop("treatMissingData", str(a.missing))),
	)
}

// watched are the alarms of every stage.
var watched = []alarm{
	{
		name: "ServerErrors", why: "More than 10 answers a minute are server errors.",
		namespace: "AWS/ApplicationELB", metric: "HTTPCode_Target_5XX_Count", statistic: "Sum",
		dimensions: text("dimensions"), threshold: 10, minutes: 5,
	},
	{
		name: "NoHealthyTask", why: "No task passes its health check.",
		namespace: "AWS/ApplicationELB", metric: "HealthyHostCount", statistic: "Minimum",
		dimensions: text("dimensions"), below: true, threshold: 1, minutes: 3, missing: "breaching",
	},
	{
		name: "ServiceMemory", why: "Tasks use more than 90 % of their memory.",
		namespace: "AWS/ECS", metric: "MemoryUtilization", statistic: "Average",
		dimensions: object(
			prop("ClusterName", text("cluster.nodes.cluster.name")),
			prop("ServiceName", text("service.nodes.service.name")),
		), threshold: 90, minutes: 5,
	},
}

var capacityUsed = alarm{
	why: "The database uses more than 90 % of its greatest capacity.", namespace: "AWS/RDS", metric: "ACUUtilization", statistic: "Average",
	dimensions: inline(prop("DBClusterIdentifier", text("database.id"))), threshold: 90, minutes: 10,
}

var cacheFull = alarm{
	why: "The cache uses more than 80 % of its memory.", namespace: "AWS/ElastiCache", metric: "DatabaseMemoryUsagePercentage", statistic: "Maximum",
	dimensions: inline(prop("CacheClusterId", text("$interpolate`${cache.clusterId}-001`"))), threshold: 80, minutes: 5,
}
