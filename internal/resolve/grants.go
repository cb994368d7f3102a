package resolve

import "github.com/pylon-gen/pylon-gen/internal/stack"

// grants are the rights of the stage's roles: each action that something needs,
// on what it needs it for.
func grants(s *stack.Stack) []stack.Grant {
	list := append(pull(s.Service.Image), stack.Grant{Role: stack.ExecutionRole, For: stack.ForLog, On: stack.OnLog,
		Actions: []string{"logs:CreateLogStream", "logs:PutLogEvents"}})
	if len(s.Service.Secrets) > 0 {
		list = append(list, stack.Grant{Role: stack.ExecutionRole, For: stack.ForSecrets, On: stack.OnSecrets,
			Actions: []string{"secretsmanager:GetSecretValue"}})
		if s.Key.Given() {
			list = append(list, stack.Grant{Role: stack.ExecutionRole, For: stack.ForSecrets, On: stack.OnKey, Via: "secretsmanager",
				Actions: []string{"kms:Decrypt"}})
		}
	}
	switch {
	case s.FileSystem.Given():
		list = append(list, stack.Grant{Role: stack.AppRole, For: stack.ForFiles, On: stack.OnFileSystem,
			Actions: []string{"elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"}})
	case s.Files.Credentials == stack.TaskRole:
		list = append(list, uploads(s, stack.AppRole)...)
	case s.Files.Credentials == stack.AccessKey:
		list = append(list, uploads(s, stack.UploadsUser)...)
	}
	if s.Service.Exec {
		list = append(list, stack.Grant{Role: stack.AppRole, For: stack.ForExec, On: stack.OnAnything, Why: "ECS Exec: has no resource level",
			Actions: []string{
				"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
				"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
			}})
	}
	if s.Service.Collector.XRay {
		list = append(list, stack.Grant{Role: stack.AppRole, For: stack.ForTraces, On: stack.OnAnything, Why: "X-Ray: has no resource level",
			Actions: []string{"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}})
	}
	if s.Service.Collector.Workspace != "" {
		list = append(list, stack.Grant{Role: stack.AppRole, For: stack.ForMetrics, On: stack.OnWorkspace,
			Actions: []string{"aps:RemoteWrite"}})
	}
	if s.FlowLog.Given() {
		list = append(list, stack.Grant{Role: stack.FlowLogRole, For: stack.ForLog, On: stack.OnLog,
			Actions: []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}})
	}
	return list
}

// pull are the rights to pull the image. An image that is built goes to ECR; one
// in another registry, ECR's public gallery among them, needs no rights but to
// read what the registry asks for.
func pull(i stack.Image) []stack.Grant {
	switch {
	case i.Credentials != "":
		return []stack.Grant{{Role: stack.ExecutionRole, For: stack.ForImage, On: stack.OnRegistry,
			Actions: []string{"secretsmanager:GetSecretValue"}}}
	case i.URI != "" && !i.Repository.Given():
		return nil
	}
	return []stack.Grant{
		{Role: stack.ExecutionRole, For: stack.ForImage, On: stack.OnAnything, Why: "has no resource level",
			Actions: []string{"ecr:GetAuthorizationToken"}},
		{Role: stack.ExecutionRole, For: stack.ForImage, On: stack.OnImages,
			Actions: []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}},
	}
}

// uploads are the rights that the runtime needs on the bucket.
func uploads(s *stack.Stack, role stack.Role) []stack.Grant {
	list := []stack.Grant{
		{Role: role, For: stack.ForUploads, On: stack.OnUploads, Actions: []string{"s3:ListBucket"}},
		{Role: role, For: stack.ForUploads, On: stack.OnObjects, Actions: []string{"s3:DeleteObject", "s3:GetObject", "s3:PutObject"}},
	}
	if s.Key.Given() {
		list = append(list, stack.Grant{Role: role, For: stack.ForUploads, On: stack.OnKey, Via: "s3",
			Actions: []string{"kms:Decrypt", "kms:GenerateDataKey"}})
	}
	return list
}

// trusts are the roles of a stage, and who may take them.
func trusts(s *stack.Stack) []stack.Trust {
	const tasks = "ecs-tasks.amazonaws.com"
	list := []stack.Trust{
		{Role: stack.ExecutionRole, Service: tasks, When: stack.ForThisAccount},
		{Role: stack.AppRole, Service: tasks, When: stack.ForThisAccount},
	}
	if s.Database.MonitoringInterval > 0 {
		list = append(list, stack.Trust{Role: stack.MonitoringRole, Service: "monitoring.rds.amazonaws.com", When: stack.ForThisAccount, Managed: "service-role/AmazonRDSEnhancedMonitoringRole"})
	}
	if s.FlowLog.Given() {
		list = append(list, stack.Trust{Role: stack.FlowLogRole, Service: "vpc-flow-logs.amazonaws.com", When: stack.ForThisAccount})
	}
	return list
}
