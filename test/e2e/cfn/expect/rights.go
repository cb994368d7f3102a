package expect

import (
	"fmt"
	"slices"
	"strings"
)

// statement is one statement of a policy, and where it stands.
type statement struct {
	Item
	of string // the type of the resource that has it
}

// nothingNarrower are the actions for which AWS knows no resources, and why.
var nothingNarrower = map[string]string{
	"ecr:GetAuthorizationToken":        "a token is for the whole registry",
	"ssmmessages:CreateControlChannel": "Session Manager", "ssmmessages:CreateDataChannel": "Session Manager",
	"ssmmessages:OpenControlChannel": "Session Manager", "ssmmessages:OpenDataChannel": "Session Manager",
	"xray:GetSamplingRules": "X-Ray", "xray:GetSamplingTargets": "X-Ray", "xray:PutTelemetryRecords": "X-Ray", "xray:PutTraceSegments": "X-Ray",
}

// itself are the types whose policies speak of themselves when they say "*".
var itself = []string{"AWS::KMS::Key", "AWS::EFS::FileSystem"}

var rights = []Expectation{
	{"nobody may do everything, and on everything only where AWS knows nothing narrower", func(s *Stage) {
		for _, st := range s.allowing() {
			if st.of == "AWS::KMS::Key" {
				continue
			}
			for _, action := range st.Texts("Action") {
				if strings.Contains(action, "*") {
					st.Fail("allows %s", action)
				}
				if slices.Contains(st.Texts("Resource"), "*") && !slices.Contains(itself, st.of) && nothingNarrower[action] == "" {
					st.Fail("allows %s on everything", action)
				}
			}
		}
	}},
	{"nobody unknown is let in, and a service acts for this account only", func(s *Stage) {
		for _, st := range s.allowing() {
			if slices.Contains(st.Texts("Principal.AWS"), "*") || st.Text("Principal") == "*" {
				st.Fail("lets everybody in")
			}
			for _, who := range st.Texts("Principal.Service") {
				condition := st.Text("Condition.StringEquals.aws:SourceAccount") + st.Text("Condition.ArnLike.kms:EncryptionContext:aws:logs:arn")
				ownPath := strings.Contains(st.Text("Resource"), "/AWSLogs/"+account+"/") // the path names the account
				if !strings.Contains(condition, account) && !ownPath {
					st.Fail("lets %s in for any account", who)
				}
			}
		}
	}},
	{"a task starts with its image, its log and its own secrets", func(s *Stage) {
		want := []string{"ecr:GetAuthorizationToken *", "logs:CreateLogStream+logs:PutLogEvents " + s.appLog("Arn")}
		repository := "repository/*"
		if uri := s.Service.Image.URI; uri != "" && strings.Contains(uri, ".dkr.ecr.") {
			_, path, _ := strings.Cut(uri, "/")
			repository = "repository/" + path[:strings.IndexAny(path, ":@")]
		}
		var secretARNs []string
		for _, v := range s.Service.Secrets {
			if id := "<" + v.Name + "Secret>"; !slices.Contains(secretARNs, id) {
				secretARNs = append(secretARNs, id)
			}
		}
		want = append(want, "secretsmanager:GetSecretValue "+strings.Join(slices.Sorted(slices.Values(secretARNs)), "+"))
		if s.Strict {
			want = append(want, "kms:Decrypt "+s.keyARN()+" via secretsmanager")
		}
		var got []string
		for _, line := range s.rightsOf("ExecutionRoleArn") {
			if strings.HasPrefix(line, "ecr:BatchCheckLayerAvailability+ecr:BatchGetImage+ecr:GetDownloadUrlForLayer arn:aws:ecr:") && strings.HasSuffix(line, repository) {
				continue
			}
			got = append(got, line)
		}
		s.SameSet("the rights to start a task", got, want)
	}},
	{"the running app may use its own data and what beside it needs, nothing else", func(s *Stage) {
		var want []string
		if !s.stateless() {
			files, _ := s.One("AWS::EFS::FileSystem")
			point, _ := s.One("AWS::EFS::AccessPoint")
			want = append(want, "elasticfilesystem:ClientMount+elasticfilesystem:ClientWrite "+att(files, "Arn")+" through "+att(point, "Arn"))
		}
		if s.Files.Credentials == "task-role" {
			want = append(want, s.bucketRights()...)
		}
		if s.Service.Exec {
			want = append(want, "ssmmessages:CreateControlChannel+ssmmessages:CreateDataChannel+ssmmessages:OpenControlChannel+ssmmessages:OpenDataChannel *")
		}
		if s.Service.Collector.XRay {
			want = append(want, "xray:GetSamplingRules+xray:GetSamplingTargets+xray:PutTelemetryRecords+xray:PutTraceSegments *")
		}
		if workspace := s.Service.Collector.Workspace; workspace != "" {
			want = append(want, "aps:RemoteWrite "+workspace)
		}
		s.SameSet("the app's rights", s.rightsOf("TaskRoleArn"), want)
	}},
	{"static keys are there only where the runtime needs them, and are good for the bucket alone", func(s *Stage) {
		if s.Files.Credentials != "access-key" {
			s.Number("AWS::IAM::User", 0)
			s.Number("AWS::IAM::AccessKey", 0)
			return
		}
		user, ok := s.One("AWS::IAM::User")
		if !ok {
			return
		}
		s.Number("AWS::IAM::AccessKey", 1)
		var got []string
		for _, p := range s.All("AWS::IAM::ManagedPolicy") {
			if slices.Contains(p.Texts("Users"), ref(user)) {
				got = append(got, lines(p.Parts("PolicyDocument.Statement"))...)
			}
		}
		s.SameSet("the user's rights", got, s.bucketRights())
	}},
}

const account = "123456789012"

// bucketRights are the rights to use the uploads.
func (s *Stage) bucketRights() []string {
	bucket := att(s.uploads(), "Arn")
	rights := []string{"s3:ListBucket " + bucket, "s3:DeleteObject+s3:GetObject+s3:PutObject " + bucket + "/*"}
	if s.Strict {
		rights = append(rights, "kms:Decrypt+kms:GenerateDataKey "+s.keyARN()+" via s3")
	}
	return rights
}

// rightsOf are the statements of a role of the task, in short.
func (s *Stage) rightsOf(property string) []string {
	task, ok := s.One(taskDefinition)
	if !ok {
		return nil
	}
	role, ok := s.named(task.Text(property))
	if !ok {
		return nil
	}
	if role.Text("AssumeRolePolicyDocument.Statement[0].Principal.Service") != "ecs-tasks.amazonaws.com" {
		role.Fail("is not for tasks")
	}
	var all []string
	for _, p := range s.All("AWS::IAM::ManagedPolicy") {
		if slices.Contains(p.Texts("Roles"), ref(role)) {
			all = append(all, lines(p.Parts("PolicyDocument.Statement"))...)
		}
	}
	return all
}

// lines are statements in short: actions, resources, condition.
func lines(statements []Item) []string {
	var all []string
	for _, st := range statements {
		sorted := func(path string) string { return strings.Join(slices.Sorted(slices.Values(st.Texts(path))), "+") }
		line := fmt.Sprintf("%s %s", sorted("Action"), sorted("Resource"))
		if via := st.Text("Condition.StringEquals.kms:ViaService"); via != "" {
			service, _, _ := strings.Cut(via, ".")
			line += " via " + service
		}
		if point := st.Text("Condition.StringEquals.elasticfilesystem:AccessPointArn"); point != "" {
			line += " through " + point
		}
		all = append(all, line)
	}
	return all
}

// allowing are the statements of all policies that allow something.
func (s *Stage) allowing() []statement {
	return slices.DeleteFunc(s.statements(), func(st statement) bool { return st.Text("Effect") != "Allow" })
}

// statements are those of all policies.
func (s *Stage) statements() []statement {
	var all []statement
	for _, r := range s.All(s.types()...) {
		for _, document := range []string{"PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy", "FileSystemPolicy"} {
			for _, st := range r.Parts(document + ".Statement") {
				all = append(all, statement{st, r.Type})
			}
		}
	}
	return all
}
