package cfn

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/e2e/cfn/expect"
)

// A fault is planted in a template that is right, and must be found by the
// sentence that speaks of it.
func TestFaultsAreFound(t *testing.T) {
	for _, f := range []struct {
		name, golden, old, new string
		says                   string // start of the sentence
	}{
		{"a dangling Ref", "smallest", "TaskDefinition: !Ref TaskDefinition", "TaskDefinition: !Ref Task", "every reference"},
		{"a wrong GetAtt", "smallest", "!GetAtt ExecutionRole.Arn", "!GetAtt ExecutionRole.ARN", "every reference"},
		{"a reference of the wrong kind", "smallest", "VpcId: !Ref Vpc", "VpcId: !Ref InternetGateway", "every reference"},
		{"a wrong hole", "smallest", "@${Database.Endpoint.Address}", "@${Database.Address}", "every reference"},
		{"a secret without the key", "smallest", ":SecretString:password}}", ":SecretString:pass}}", "every reference"},
		{"a circle", "smallest", "  Vpc:\n    Type: AWS::EC2::VPC\n", "  Vpc:\n    Type: AWS::EC2::VPC\n    DependsOn: Service\n", "every reference"},
		{"waiting for nothing", "smallest", "DependsOn: InternetGatewayAttachment", "DependsOn: GatewayAttachment", "every reference"},
		{"open ingress", "smallest", "      GroupDescription: Database\n", "      GroupDescription: Database\n      SecurityGroupIngress:\n        - { IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 0.0.0.0/0 }\n", "the world reaches"},
		{"open egress", "smallest", `CidrIp: "127.0.0.1/32"`, "CidrIp: 0.0.0.0/0", "tasks open connections"},
		{"a secret in the environment", "smallest", "- Name: TMPDIR", "- Name: PYLON_ADMIN_TOKEN\n              Value: '{{resolve:secretsmanager:${PylonAdminTokenSecret}}}'\n            - Name: TMPDIR", "no secret is a plain variable"},
		{"data without a policy", "smallest", "    DeletionPolicy: Snapshot\n", "", "what holds data"},
		{"data without the other policy", "smallest", "    UpdateReplacePolicy: Retain\n", "", "what holds data"},
		{"no protection", "smallest", "DeletionProtection: true", "DeletionProtection: false", "what keeps data or an address"},
		{"the health check on the wrong port", "smallest", `HealthCheckPort: "4321"`, `HealthCheckPort: "4322"`, "target groups take tasks by address"},
		{"the default TLS policy", "smallest", "SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06", "SslPolicy: ELBSecurityPolicy-2016-08", "with a domain every listener"},
		{"port 80 forwards", "smallest", "        - Type: redirect\n", "        - Type: forward\n", "with a domain every listener"},
		{"listeners swapped", "smallest", "TargetGroupArn: !Ref WebSocketTargetGroup", "TargetGroupArn: !Ref SseTargetGroup", "each endpoint has its listener"},
		{"no patience", "smallest", "Value: \"3600\"", "Value: \"60\"", "there is one public application load balancer"},
		{"everything on everything", "smallest", "Action: s3:ListBucket", "Action: s3:*", "nobody may do everything"},
		{"any secret", "smallest", "              - !Ref DatabaseUrlSecret\n", "              - '*'\n", "nobody may do everything"},
		{"anybody", "smallest", "            Condition:\n              StringEquals:\n                aws:SourceAccount: !Ref AWS::AccountId\n", "", "nobody unknown is let in"},
		{"plain HTTP into the bucket", "smallest", `aws:SecureTransport: "false"`, `aws:SecureTransport: "true"`, "every bucket is private"},
		{"a public bucket", "smallest", "BlockPublicPolicy: true", "BlockPublicPolicy: false", "every bucket is private"},
		{"an unencrypted database", "smallest", "StorageEncrypted: true", "StorageEncrypted: false", "the database is the wanted one"},
		{"logs for ever", "smallest", "      RetentionInDays: ", "      # ", "logs are kept"},
		{"root", "smallest", `User: "10001:10001"`, `User: "0:0"`, "the app's container runs the app"},
		{"the API is cached", "smallest", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "658327ea-f89d-4fab-a63d-7e88639e58f6", "the CDN caches"},
		{"no rollback", "smallest", "Rollback: true", "Rollback: false", "the service keeps the tasks up"},
		{"a task before its policy", "smallest", "      - ExecutionPolicy\n", "", "the service waits for listeners"},
		{"two tasks on a file", "single-replica", "MaximumPercent: 100", "MaximumPercent: 200", "the service keeps the tasks up"},
		{"files of root", "single-replica", `Uid: "10001"`, `Uid: "0"`, "a single replica keeps its data"},
		{"a zone without a way out", "nat-per-zone", "      RouteTableId: !Ref PrivateRouteTable2\n      DestinationCidrBlock", "      RouteTableId: !Ref PrivateRouteTable1\n      DestinationCidrBlock", "private subnets have the way out"},
		{"an endpoint is missing", "endpoints", "${AWS::Region}.secretsmanager", "${AWS::Region}.ssm", "endpoints are there"},
		{"a rule without its host", "shared-balancer", "              - www.example.com\n", "", "rules look at what tells"},
		{"ordinary capacity", "spot-alone", "CapacityProvider: FARGATE_SPOT", "CapacityProvider: FARGATE", "tasks run on spare capacity"},
		{"a cache for everybody", "redis", "      AuthToken: ", "      # ", "the cache is there"},
		{"nobody is told", "alarms", "OKActions:", "InsufficientDataActions:", "alarms watch"},
		{"secrets with Amazon's key", "strict", "      KmsKeyId: !GetAtt Key.Arn\n", "", "with strict hardening one key"},
		{"no access log", "strict", "- Key: access_logs.s3.enabled\n          Value: \"true\"", "- Key: access_logs.s3.enabled\n          Value: \"false\"", "with strict hardening calls"},
		{"credentials in the log", "strict", "Name: authorization", "Name: accept", "with strict hardening a web firewall"},
	} {
		t.Run(f.name, func(t *testing.T) {
			if *only != "" {
				t.Skip("one case alone is looked at")
			}
			s := stagesOf(t, f.golden)[0]
			if !bytes.Contains(s.text, []byte(f.old)) {
				t.Fatalf("%s does not hold %s", s.name, f.old)
			}
			s.text = bytes.ReplaceAll(s.text, []byte(f.old), []byte(f.new))
			stage := s.resolved(t)
			i := slices.IndexFunc(expect.All, func(e expect.Expectation) bool { return strings.HasPrefix(e.Says, f.says) })
			if i < 0 {
				t.Fatalf("no sentence starts with %q", f.says)
			}
			if len(stage.Faults(expect.All[i])) == 0 {
				t.Error("nobody finds it")
			}
		})
	}
}
