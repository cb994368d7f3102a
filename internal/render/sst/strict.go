package sst

import (
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

func hasKey(s *stack.Stack) bool { return s.Key.Given() }

// strict are the stages with strict hardening: those with a key of their own.
func (p *program) strict() (stages fold, some condition) {
	return p.where("strict", hasKey)
}

// hardened are those of f with strict hardening, and the condition for the
// stage's key to be there.
func (p *program) hardened(f fold) (stages fold, some condition) {
	_, some = p.strict()
	return f.some(hasKey), some
}

// keyARN is the ARN of the stage's key, undefined in stages without one.
func (p *program) keyARN() doc {
	return p.maybe("key", "arn")
}

// account writes the account's facts that policies need, once.
func (p *program) account() {
	if p.accountKnown {
		return
	}
	p.accountKnown = true
	p.know("accountId", doc{})
	p.know("partition", doc{})
	p.add(
		raw("const { accountId } = aws.getCallerIdentityOutput();"),
		raw("const { partition } = aws.getPartitionOutput();"))
}

// key writes the stage's own key, and has secrets and logs use it that SST
// makes out of reach of its transforms.
func (p *program) key() {
	f, some := p.strict()
	if f.none() {
		return
	}
	p.section("Hardening: a key of the stage's own for data, secrets and logs.")
	p.account()
	p.declare("key", onlyIf(some, p.make("aws.kms.Key", "Key", object(
		prop("description", str("Data, secrets and logs")),
		prop("enableKeyRotation", f.bool("keyRotation", func(s *stack.Stack) bool { return s.Key.Rotation })),
		prop("deletionWindowInDays", f.int("keyDeletionDays", func(s *stack.Stack) int { return s.Key.DeletionDays })),
		prop("policy", policyText(p.rules(stack.KeyRules, thisResource, object)...)),
	), p.use("keep"))))
	use := func(typ string) doc {
		return join(block("$transform("+typ+", (args) =>", p.use("if (args) args.kmsKeyId = key.arn;", "key.arn")), raw(");"))
	}
	p.add(guarded(some.by("key"), use("aws.secretsmanager.Secret"), use("aws.cloudwatch.LogGroup")))
	p.current = resource.AccessLogs
	p.accessLogBucket(f, some)
	p.current = resource.FlowLog
	p.flowLog(some)
}

// accessLogBucket writes the bucket that load balancer, uploads and CDN log to.
func (p *program) accessLogBucket(f fold, some condition) {
	statement := func(principal, path string, conditions ...doc) doc {
		return object(
			prop("principals", array(inline(prop("type", str("service")), prop("identifiers", strs([]string{principal}))))),
			prop("actions", strs([]string{"s3:PutObject"})),
			prop("paths", array(raw(path))),
			when(len(conditions) > 0, prop("conditions", array(conditions...))),
		)
	}
	thisAccount := object(
		prop("test", str("StringEquals")),
		prop("variable", str("aws:SourceAccount")),
		prop("values", array(raw("accountId"))),
	)
	bucket := p.make("sst.aws.Bucket", "AccessLogs", object(
		prop("cors", boolean(false)), // SST's default lets any page in
		note("Load balancers cannot write to a bucket with a key of one's own."),
		prop("versioning", f.bool("logVersioning", func(s *stack.Stack) bool { return s.AccessLogs.Versioning })),
		prop("policy", array(
			// The path names the account.
			// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
			statement("logdelivery.elasticloadbalancing.amazonaws.com", "$interpolate`"+hole(balancerPrefix(f))+"/AWSLogs/${accountId}/*`"),
			statement("logging.s3.amazonaws.com", below(f.string("filesPrefix", func(s *stack.Stack) string { return s.AccessLogs.FilesPrefix })), thisAccount),
		)),
		prop("transform", object(prop("bucket", inline(prop("forceDestroy", not(p.retain())))))),
	))
	p.add(
		raw("// Who called: access logs of the load balancer, the uploads and the CDN."),
	)
	p.declare("accessLogs", onlyIf(some, bucket))
	ownership := p.make("aws.s3.BucketOwnershipControls", "AccessLogsOwnership", object(
		prop("bucket", p.use("accessLogs.name")),
		prop("rule", inline(prop("objectOwnership", str("BucketOwnerPreferred")))),
	))
	p.add(raw("// CloudFront delivers by access control lists."))
	p.declare("ownership", onlyIf(some.by("accessLogs"), ownership))
	p.add(
		guarded(some.by("ownership"), do(p.make("aws.s3.BucketLifecycleConfiguration", "AccessLogsLifecycle", object(
			prop("bucket", p.use("ownership.bucket")),
			prop("rules", array(object(
				prop("id", str("old")),
				prop("status", str("Enabled")),
				prop("filter", object()),
				prop("expiration", inline(prop("days", f.int("accessLogDays", func(s *stack.Stack) int { return s.AccessLogs.Days })))),
				prop("noncurrentVersionExpiration", inline(prop("noncurrentDays", f.int("oldAccessLogDays", func(s *stack.Stack) int { return s.AccessLogs.OldVersionDays })))),
				prop("abortIncompleteMultipartUpload", inline(prop("daysAfterInitiation", f.int("logAbortDays", func(s *stack.Stack) int { return s.AccessLogs.AbortDays })))),
			))),
		)))),
	)
}

// balancerPrefix is how the keys of the load balancer's logs start.
func balancerPrefix(f fold) doc {
	return f.string("balancerPrefix", func(s *stack.Stack) string { return s.AccessLogs.BalancerPrefix })
}

// below is code for everything below a prefix.
func below(prefix doc) string {
	if prefix.isString() {
		return str(unquote(prefix.text) + "*").text
	}
	return "`" + hole(prefix) + "*`"
}

// cdnLogs is the distribution's argument for its access log.
func (p *program) cdnLogs() doc {
	f, some := p.strict()
	return onlyIf(some.by("ownership"), object(
		prop("bucket", p.use("$interpolate`${ownership.bucket}.s3.amazonaws.com`", "ownership.bucket")),
		prop("prefix", f.string("cdnPrefix", func(s *stack.Stack) string { return s.AccessLogs.CDNPrefix })),
		prop("includeCookies", f.bool("cdnCookies", func(s *stack.Stack) bool { return s.AccessLogs.Cookies })),
	))
}

// logsBalancer reports whether some stage's own load balancer logs its requests.
func (p *program) logsBalancer() bool {
	return !p.some(logged).none()
}

// logged reports whether the load balancer of a stage is its own and logs.
func logged(s *stack.Stack) bool { return s.AccessLogs.Given() && s.OwnBalancer() }

// accessLogs is the load balancer's argument of that name.
func (p *program) accessLogs() doc {
	f, some := p.strict()
	return onlyIf(some.by("accessLogs"), object(
		prop("bucket", p.use("accessLogs.name")),
		prop("prefix", balancerPrefix(f)),
		prop("enabled", boolean(true)),
	))
}

// flowLog writes what the network refuses, in a VPC of the stage's own.
func (p *program) flowLog(some condition) {
	logging := p.some(func(s *stack.Stack) bool { return s.FlowLog.Given() })
	if logging.none() {
		return
	}
	_, _, either := p.vpcs()
	days := p.int("logDays", func(s *stack.Stack) int { return s.Logs.RetentionDays })
	code := []doc{
		p.let("flows", p.make("aws.cloudwatch.LogGroup", "FlowLogs", inline(prop("retentionInDays", days)), p.use("keep"))),
		p.let("flowRole", p.make("aws.iam.Role", "FlowLogsRole", object(
			prop("assumeRolePolicy", p.trust(stack.FlowLogRole)),
			prop("inlinePolicies", array(object(
				prop("name", str("write")),
				prop("policy", policyText(p.rights(logging, stack.FlowLogRole)...)),
			))),
		))),
		do(p.make("aws.ec2.FlowLog", "FlowLog", object(
			prop("vpcId", p.use(p.net()+".id")),
			prop("trafficType", logging.string("flowTraffic", func(s *stack.Stack) string { return s.FlowLog.Traffic })),
			prop("logDestination", p.use("flows.arn")),
			prop("iamRoleArn", p.use("flowRole.arn")),
		))),
	}
	p.add(raw("// What the network refuses."), guarded(some.by("key").and(either), code...))
}
