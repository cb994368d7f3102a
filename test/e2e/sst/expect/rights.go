package expect

import (
	"slices"
	"strings"
)

// wide are actions for which AWS knows no resource, so that "*" is the
// narrowest. A name that ends in "*" stands for all that begin so.
// https://docs.aws.amazon.com/service-authorization/latest/reference/
var wide = []string{
	"ecr:GetAuthorizationToken",
	"ssmmessages:*",
	"xray:Put*",
	"xray:GetSampling*",
	"ec2:DescribeAvailabilityZones",
}

// statement is one of an IAM document, and where it stands.
type statement struct {
	Item
	actions, resources []string
	key                bool // of a key policy, where "*" means this key
}

var rights = []Expectation{
	{"nobody may do everything, nor all of a service", func(s *Stage) {
		for _, st := range s.allowing() {
			for _, a := range st.actions {
				if (a == "*" || strings.HasSuffix(a, ":*")) && !st.key && !slices.Contains(wide, a) {
					st.Fail("it allows %s", a)
				}
			}
			if len(st.Texts("NotAction")) > 0 || len(st.Texts("NotResource")) > 0 {
				st.Fail("it allows all but something")
			}
		}
	}},
	{"a right is for named resources, where AWS knows some", func(s *Stage) {
		for _, st := range s.allowing() {
			if !slices.Contains(st.resources, "*") || st.key {
				continue
			}
			for _, a := range st.actions {
				if !slices.ContainsFunc(wide, func(w string) bool {
					begin, any := strings.CutSuffix(w, "*")
					return a == w || any && strings.HasPrefix(a, begin)
				}) {
					st.Fail("it allows %s on everything", a)
				}
			}
		}
	}},
	{"secrets are read by their exact ARNs", func(s *Stage) {
		for _, st := range s.allowing() {
			if !slices.ContainsFunc(st.actions, func(a string) bool { return strings.HasPrefix(a, "secretsmanager:") }) {
				continue
			}
			for _, r := range st.resources {
				if !strings.HasPrefix(r, "arn:aws:secretsmanager:"+s.Region+":") || strings.Contains(r, "*") {
					st.Fail("%s", r)
				}
			}
			for _, a := range st.actions {
				if a != "secretsmanager:GetSecretValue" {
					st.Fail("%s is not needed", a)
				}
			}
		}
	}},
	{"a role is for one service", func(s *Stage) {
		for _, r := range s.All("aws:iam/role:Role") {
			statements := r.Parts("assumeRolePolicy.Statement")
			if len(statements) == 0 {
				r.Fail("nobody may take it")
			}
			for _, st := range statements {
				if services := st.Texts("Principal.Service"); len(services) != 1 || len(st.Texts("Principal.AWS")) > 0 {
					st.Fail("it trusts %s", st.Text("Principal"))
				}
			}
		}
	}},
	{"ECS and the app take no policy of AWS's own, which are wider than theirs", func(s *Stage) {
		for _, r := range s.All("aws:iam/role:Role") {
			if services := r.Parts("assumeRolePolicy.Statement"); len(services) == 1 && services[0].Text("Principal.Service") != "ecs-tasks.amazonaws.com" {
				continue
			}
			for _, p := range r.Texts("managedPolicyArns") {
				if strings.Contains(p, ":aws:policy/") {
					r.Fail("%s", p)
				}
			}
			for _, a := range s.All("aws:iam/rolePolicyAttachment:RolePolicyAttachment") {
				if a.Text("role") == r.ID && strings.Contains(a.Text("policyArn"), ":aws:policy/") {
					r.Fail("%s", a.Text("policyArn"))
				}
			}
		}
	}},
	{"who may use the bucket may use this bucket only, and not change it", func(s *Stage) {
		for _, st := range s.allowing() {
			for _, a := range st.actions {
				if strings.HasPrefix(a, "s3:") && !slices.Contains([]string{"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"}, a) {
					st.Fail("it allows %s", a)
				}
			}
			for _, r := range st.resources {
				name, _, _ := strings.Cut(strings.TrimPrefix(r, "arn:aws:s3:::"), "/")
				if strings.HasPrefix(r, "arn:aws:s3:::") && !slices.Contains(s.bucketNames(), name) {
					st.Fail("it is for %s", r)
				}
			}
		}
	}},
}

// allowing gives the statements of the identities' policies and of keys that
// allow something.
func (s *Stage) allowing() []statement {
	var list []statement
	add := func(document Item, key bool) {
		for _, i := range document.Parts("policy.Statement") {
			if i.Text("Effect") == "Allow" {
				list = append(list, statement{i, i.Texts("Action"), i.Texts("Resource"), key})
			}
		}
	}
	for _, r := range s.All("aws:iam/role:Role") {
		for _, p := range r.Parts("inlinePolicies") {
			add(p, false)
		}
	}
	for _, p := range s.All("aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy", "aws:iam/groupPolicy:GroupPolicy", "aws:iam/userPolicy:UserPolicy") {
		add(p, false)
	}
	for _, p := range s.All("aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy") {
		add(p, true)
	}
	return list
}
