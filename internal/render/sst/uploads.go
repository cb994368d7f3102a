package sst

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// bucket writes the bucket for uploads, and what may use it.
func (p *program) bucket() {
	f, either := p.stateless()
	if f.none() {
		return
	}
	p.section("Uploads. SST makes the bucket private and refuses plain HTTP.")
	versioning := f.bool("versioning", func(s *stack.Stack) bool { return s.Files.Versioning })
	bucket := p.make("sst.aws.Bucket", "Uploads", object(
		prop("cors", p.cors(f)),
		when(!versioning.is(false), prop("versioning", versioning)),
		prop("transform", object(prop("bucket", inline(prop("forceDestroy", not(p.retain())))))),
	))
	p.declare("uploads", onlyIf(either, bucket))

	rules := []doc{object(
		prop("id", str("leftovers")),
		prop("status", str("Enabled")),
		prop("filter", object()),
		prop("abortIncompleteMultipartUpload", inline(prop("daysAfterInitiation", f.int("abortDays", func(s *stack.Stack) int { return s.Files.AbortDays })))),
		when(!versioning.is(false), prop("noncurrentVersionExpiration",
			onlyIf(flagged(versioning), inline(prop("noncurrentDays", f.int("oldVersionDays", func(s *stack.Stack) int { return s.Files.OldVersionDays })))))),
	)}
	rules = append(rules, f.items("expiry", "aws.types.input.s3.BucketLifecycleConfigurationRule[]", lifecycle)...)
	p.add(guarded(either.by("uploads"), do(p.make("aws.s3.BucketLifecycleConfiguration", "UploadsLifecycle", object(
		prop("bucket", p.use("uploads.name")),
		prop("rules", array(rules...)),
	)))))
	if strict, some := p.hardened(f); !strict.none() {
		p.add(guarded(either.by("uploads").and(some.by("key")).and(some.by("accessLogs")),
			do(p.make("aws.s3.BucketServerSideEncryptionConfiguration", "UploadsEncryption", object(
				prop("bucket", p.use("uploads.name")),
				prop("rules", array(object(
					prop("applyServerSideEncryptionByDefault", inline(prop("sseAlgorithm", str("aws:kms")), prop("kmsMasterKeyId", p.use("key.arn")))),
					prop("bucketKeyEnabled", boolean(true)),
				))),
			))),
			do(p.make("aws.s3.BucketLogging", "UploadsLogging", object(
				prop("bucket", p.use("uploads.name")),
				prop("targetBucket", p.use("accessLogs.name")),
				prop("targetPrefix", strict.string("filesPrefix", func(s *stack.Stack) string { return s.AccessLogs.FilesPrefix })),
			))),
		))
	}
	p.access(f, either)
}

// lifecycle are the user's rules that delete objects.
func lifecycle(s *stack.Stack) []doc {
	var rules []doc
	for i, r := range s.Files.Lifecycle {
		rules = append(rules, object(
			prop("id", str(fmt.Sprintf("expire-%d", i+1))),
			prop("status", str("Enabled")),
			prop("filter", inline(prop("prefix", str(r.Prefix)))),
			prop("expiration", inline(prop("days", num(r.ExpireDays)))),
		))
	}
	return rules
}

// cors is what pages of the origins may do with the bucket. S3 refuses a rule
// without an origin.
func (p *program) cors(f fold) doc {
	asked, some := f.where("uploadsByPages", func(s *stack.Stack) bool { return len(s.Files.Origins) > 0 })
	if asked.none() {
		return boolean(false)
	}
	rule := object(
		prop("allowHeaders", f.strings("corsHeaders", func(s *stack.Stack) []string { return s.Files.CORS.AllowHeaders })),
		prop("allowMethods", f.pick("corsMethods", "sst.aws.BucketCorsArgs[\"allowMethods\"]", func(s *stack.Stack) doc { return strs(s.Files.CORS.Methods) })),
		prop("allowOrigins", f.texts("uploadOrigins", func(s *stack.Stack) []stack.Staged { return s.Files.Origins })),
		prop("exposeHeaders", f.strings("corsExposed", func(s *stack.Stack) []string { return s.Files.CORS.ExposeHeaders })),
		prop("maxAge", f.pick("corsMaxAge", "`${number} seconds`", func(s *stack.Stack) doc { return str(duration(s.Files.CORS.MaxAge)) })),
	)
	if some.always() {
		return rule
	}
	return choice(some.code(), rule, boolean(false))
}

// access writes what may use the bucket: a policy, and where the runtime signs
// with static keys the IAM user who owns them. The user's rights come through a
// group: account-wide rules (CIS 1.15) refuse users with policies of their own.
func (p *program) access(f fold, either condition) {
	// The same rights, of a user in some stages and of the app in others.
	rights := p.grants(f, func(s *stack.Stack) []stack.Grant {
		return append(s.GrantsOf(stack.UploadsUser, stack.ForUploads), s.GrantsOf(stack.AppRole, stack.ForUploads)...)
	})
	p.declare("uploadsPolicy", onlyIf(either.by("uploads"), policy(rights...)))
	keys, some := f.where("accessKeys", signs)
	if keys.none() {
		return
	}
	p.section("The runtime signs S3 requests with static keys: those of a user who may use\nthis bucket and nothing else.")
	user := []doc{
		p.let("group", p.make("aws.iam.Group", "UploadsUsers", nothing)),
		do(p.make("aws.iam.GroupPolicy", "UploadsUsersPolicy", object(
			prop("group", p.use("group.name")),
			prop("policy", p.use("uploadsPolicy.json")),
		))),
		p.let("user", p.make("aws.iam.User", "UploadsUser", nothing)),
		do(p.make("aws.iam.UserGroupMembership", "UploadsUserMembership", object(
			prop("user", p.use("user.name")),
			prop("groups", array(p.use("group.name"))),
		))),
	}
	key := p.make("aws.iam.AccessKey", "UploadsAccessKey", object(prop("user", p.use("user.name"))))
	either = either.by("uploadsPolicy").and(some)
	if either.always() {
		p.add(append(user, p.let("accessKey", key))...)
		return
	}
	key.optional = true
	p.know("accessKey", key)
	p.add(raw("let accessKey: aws.iam.AccessKey | undefined;"))
	p.add(guarded(either, append(user, join(raw("accessKey = "), key, raw(";")))...))
}

// duration is a number of seconds as SST accepts it, in hours where it is whole.
func duration(seconds int) string {
	switch {
	case seconds == 3600:
		return "1 hour"
	case seconds%3600 == 0:
		return fmt.Sprintf("%d hours", seconds/3600)
	}
	return fmt.Sprintf("%d seconds", seconds)
}

// signs reports whether the runtime signs S3 requests with keys of a user.
func signs(s *stack.Stack) bool { return s.Files.Credentials == stack.AccessKey }
