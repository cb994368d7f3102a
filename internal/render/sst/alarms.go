package sst

import "github.com/pylon-gen/pylon-gen/internal/stack"

// alarms writes who is told when something is wrong, and of what.
func (p *program) alarms() {
	f := p.some(func(s *stack.Stack) bool { return s.Alarms.Wanted() })
	if f.none() {
		return
	}
	p.section("Alarms: a notification when one fires, and another when it recovers.")
	p.alarmTopic()
	code := append([]doc{p.targetDimensions()}, p.alarmOf()...)
	for _, w := range stack.Watches {
		has := p.some(func(s *stack.Stack) bool { return s.Has(w.Of) })
		if has.none() {
			continue
		}
		code = append(code, guarded(nil, do(call("alarm", str(w.Name), p.alarmArgs(w)))))
	}
	p.add(guarded(nil, code...))
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
		p.declare("topicArn", existing)
		return
	}
	strict, _ := p.strict()
	p.declare("topic", onlyIf(some, p.make("aws.sns.Topic", "Alarms", object(
		when(!strict.none(), prop("kmsMasterKeyId", p.keyARN())),
	))))
	code := []doc{
		do(p.make("aws.sns.TopicSubscription", "AlarmsEmail", object(
			prop("topic", p.use("topic.arn")),
			prop("protocol", str("email")),
			required("endpoint", address),
		))),
		do(p.make("aws.sns.TopicPolicy", "AlarmsPolicy", object(
			prop("arn", p.use("topic.arn")),
			prop("policy", policyText(p.rules(stack.TopicRules, p.use("topic.arn"), inline)...)),
		))),
	}
	p.add(guarded(nil, code...))
	topic := p.maybe("topic", "arn")
	if !topics.none() {
		topic.text += " ?? " + existing.text
		topic.optional = existing.optional
	}
	p.declare("topicArn", topic)
}

// targetDimensions finds the target group of the HTTP port, which SST's Service
// keeps to itself.
func (p *program) targetDimensions() doc {
	port := p.int("httpContainerPort", func(s *stack.Stack) int { return s.Balancer.Endpoints[0].Container })
	return join(separated([]doc{
		raw("const target = service.nodes.service.loadBalancers.apply((list) =>"),
		raw("  list?.find(({ containerPort }) => containerPort === " + port.text + "),"),
		raw(");"),
	}, hardline))
}

// alarmOf is the function that makes an alarm.
func (p *program) alarmOf() []doc {
	f := p.some(func(s *stack.Stack) bool { return s.Alarms.Wanted() })
	recovery := f.bool("alarmRecovery", func(s *stack.Stack) bool { return s.Alarms.Recovery })
	again := array(p.use("topicArn"))
	if c := flagged(recovery); !c.always() {
		again = onlyIf(c, again)
	}
	return []doc{
		raw("const dimensions = {"),
		p.use("  LoadBalancer: service.nodes.loadBalancer.arnSuffix,", "service.nodes.loadBalancer"),
		raw("  TargetGroup: target.apply("),
		raw("    (it) => it?.targetGroupArn?.split(\":\").at(-1) ?? \"\","),
		raw("  ),"),
		raw("};"),
		join(raw("const alarm = (name: string, args: aws.cloudwatch.MetricAlarmArgs) =>"), indent(hardline,
			p.makeNamed("aws.cloudwatch.MetricAlarm", "${alarm}", raw("name"), object(
				prop("period", num(stack.Watches[0].Period)),
				prop("treatMissingData", str("notBreaching")),
				prop("alarmActions", array(p.use("topicArn"))),
				when(!recovery.is(false), prop("okActions", again)),
				spread(raw("args")),
			)), raw(";"))),
	}
}

// alarmArgs are the arguments that are an alarm's own.
func (p *program) alarmArgs(w stack.Watch) doc {
	operator := "GreaterThanThreshold"
	if w.Below {
		operator = "LessThanThreshold"
	}
	return object(
		prop("alarmDescription", str(w.Why)),
		prop("namespace", str(w.Namespace)),
		prop("metricName", str(w.Metric)),
		prop("dimensions", p.watchedDimensions(w.Of)),
		prop("statistic", str(w.Statistic)),
		prop("comparisonOperator", str(operator)),
		prop("threshold", num(w.Threshold)),
		when(w.Period != stack.Watches[0].Period, prop("period", num(w.Period))),
		prop("evaluationPeriods", num(w.Minutes)),
		when(w.Breaching, prop("treatMissingData", str("breaching"))),
	)
}

// watchedDimensions are by what the metrics of each thing are found.
func (p *program) watchedDimensions(of stack.Watched) doc {
	switch of {
	case stack.WatchedTargets:
		return raw("dimensions")
	case stack.WatchedService:
		return object(
			prop("ClusterName", p.use("cluster.nodes.cluster.name")),
			prop("ServiceName", p.use("service.nodes.service.name")),
		)
	case stack.WatchedDatabase:
		return inline(prop("DBClusterIdentifier", p.use("database.id")))
	case stack.WatchedCache:
		return inline(prop("CacheClusterId", p.use("$interpolate`${cache.clusterId}-001`", "cache.clusterId")))
	}
	panic("sst: nothing watches " + string(of))
}
