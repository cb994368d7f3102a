package stack

// Rule is a statement of a resource's own policy: who may use it besides those
// who have a Grant, or what is refused even to them. The rules of a kind of
// resource are the same in every stage that has one.
type Rule struct {
	Deny    bool
	Who     Principal
	Actions []string     // of IAM, sorted
	When    Circumstance // "" is always
}

// Principal is who a Rule speaks of.
type Principal string

// The principals.
const (
	Everybody    Principal = "everybody"
	Account      Principal = "account" // the stage's, which lets its own roles in by grants
	RunningApp   Principal = "app"     // AppRole
	LogService   Principal = "logs"    // CloudWatch Logs of the stage's Region
	AlarmService Principal = "alarms"  // CloudWatch, when an alarm goes off
)

// Circumstance is when a Rule holds.
type Circumstance string

// The circumstances.
const (
	OverPlainHTTP      Circumstance = "plain http"
	ForThisAccount     Circumstance = "this account"   // a service acts for the stage's account
	ForItsLogs         Circumstance = "its log groups" // what is encrypted is a log group of the account
	ThroughMountTarget Circumstance = "mount target"   // from within the VPC
	NotForAWS          Circumstance = "not for aws"    // neither a service asks, nor for one
)

// BucketRule is in the policy of every bucket: requests come over TLS.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
var BucketRule = Rule{Deny: true, Who: Everybody, Actions: []string{"s3:*"}, When: OverPlainHTTP}

// KeyRules are the policy of the stage's own key. Without the first one no principal
// could manage it; the services that encrypt with it are let in for this account
// only, and no principal grants it to others.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
var KeyRules = []Rule{
	{Who: Account, Actions: []string{"kms:*"}},
	{Who: LogService, Actions: []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"}, When: ForItsLogs},
	{Who: AlarmService, Actions: []string{"kms:Decrypt", "kms:GenerateDataKey*"}, When: ForThisAccount},
	{Deny: true, Who: Everybody, Actions: []string{"kms:CreateGrant"}, When: NotForAWS},
}

// TopicRules are the policy of the topic that alarms go to: CloudWatch publishes
// for this account, over TLS.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html
var TopicRules = []Rule{
	{Who: AlarmService, Actions: []string{"sns:Publish"}, When: ForThisAccount},
	{Deny: true, Who: Everybody, Actions: []string{"sns:Publish"}, When: OverPlainHTTP},
}

// FileSystemRules are the policy of the file system: it lets in the running app
// only, for what it has been granted, through a mount target, and refuses plain
// connections to everybody. Without a policy EFS lets in every client that can
// reach a mount target.
// https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
func (s *Stack) FileSystemRules() []Rule {
	var rules []Rule
	for _, g := range s.GrantsOf(AppRole, ForFiles) {
		rules = append(rules, Rule{Who: RunningApp, Actions: g.Actions, When: ThroughMountTarget})
	}
	return append(rules, Rule{Deny: true, Who: Everybody, Actions: []string{"*"}, When: OverPlainHTTP})
}
