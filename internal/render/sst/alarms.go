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
	for _, w := range stack.Watches {
		has := p.some(func(s *stack.Stack) bool { return s.Has(w.Of) })
		if has.none() {
			continue
		}
		statement := do(call("alarm", str(w.Name), alarmArgs(w)))
		if len(has.stages) < len(p.stages) { // the constant has the name of what is watched
			statement = block("if ("+string(w.Of)+")", statement)
		}
		code = append(code, statement)
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

// alarmArgs are the arguments that are an alarm's own.
func alarmArgs(w stack.Watch) doc {
	operator := "GreaterThanThreshold"
	if w.Below {
		operator = "LessThanThreshold"
	}
	return object(
		prop("alarmDescription", str(w.Why)),
		prop("namespace", str(w.Namespace)),
		prop("metricName", str(w.Metric)),
		prop("dimensions", watchedDimensions[w.Of]),
		prop("statistic", str(w.Statistic)),
		prop("comparisonOperator", str(operator)),
		prop("threshold", num(w.Threshold)),
		prop("evaluationPeriods", num(w.Minutes)),
		when(w.Breaching, prop("treatMissingData", str("breaching"))),
	)
}

// watchedDimensions are by what the metrics of each thing are found.
var watchedDimensions = map[stack.Watched]doc{
	stack.WatchedTargets: text("dimensions"),
	stack.WatchedService: object(
		prop("ClusterName", text("cluster.nodes.cluster.name")),
		prop("ServiceName", text("service.nodes.service.name")),
	),
	stack.WatchedDatabase: inline(prop("DBClusterIdentifier", text("database.id"))),
	stack.WatchedCache:    inline(prop("CacheClusterId", text("$interpolate`${cache.clusterId}-001`"))),
}
