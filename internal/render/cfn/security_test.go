package cfn

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// The world gets in at the listeners' ports only, and tasks get out at 443.
func TestOpenToTheWorld(t *testing.T) {
	eachCase(t, func(d doc) {
		var want []string
		if d.stack.Domain.Name != "" {
			want = append(want, "80")
		}
		for _, e := range d.stack.Balancer.Endpoints {
			want = append(want, strconv.Itoa(e.Listener))
		}
		slices.Sort(want)
		want = slices.Compact(want)

		d.resources(func(id, kind string, p *yaml.Node) {
			var open []string
			walk(p, func(n *yaml.Node) {
				for _, key := range []string{"CidrIp", "CidrIpv6"} {
					if c := member(n, key); c != nil && c.Value != "127.0.0.1/32" {
						open = append(open, scalar(member(n, "FromPort")))
						if c.Value != anywhere || scalar(member(n, "FromPort")) != scalar(member(n, "ToPort")) || scalar(member(n, "IpProtocol")) != "tcp" {
							d.t.Errorf("%s: odd rule at line %d", id, n.Line)
						}
					}
				}
			})
			slices.Sort(open)
			switch {
			case id == balancerGroup && !slices.Equal(open, want):
				d.t.Errorf("load balancer is open at %v, want %v", open, want)
			case (id == serviceGroup || id == natGroup) && !slices.Equal(open, []string{"443"}):
				d.t.Errorf("%s reaches the world at %v", id, open)
			case id == serviceGroup && member(p, "SecurityGroupIngress") != nil:
				d.t.Error("the service's group has rules of its own alongside those of the load balancer")
			case kind == "AWS::EC2::SecurityGroup" && member(p, "SecurityGroupEgress") == nil:
				d.t.Errorf("%s has no outbound rule, which allows everything", id)
			case id != balancerGroup && id != serviceGroup && id != natGroup && len(open) > 0:
				d.t.Errorf("%s is open at %v", id, open)
			}
		})
	})
}

// Each inbound rule between groups comes from the group before it in the chain.
func TestFirewallChain(t *testing.T) {
	eachCase(t, func(d doc) {
		d.resources(func(id, kind string, p *yaml.Node) {
			if kind != "AWS::EC2::SecurityGroupIngress" {
				return
			}
			into, from, port := d.value(member(p, "GroupId")), d.value(member(p, "SourceSecurityGroupId")), scalar(member(p, "FromPort"))
			switch into {
			case "<" + serviceGroup + ".GroupId>":
				balancer := "<" + balancerGroup + ".GroupId>"
				if shared := d.stack.Balancer.Shared; shared.ARN != "" {
					balancer = shared.SecurityGroup
				}
				if from != balancer {
					d.t.Errorf("%s: %s reaches the service", id, from)
				}
			default:
				ports := map[string]string{databaseGroup: "5432", filesGroup: "2049", cacheGroup: "6379", endpointGroup: "443"}
				if from != "<"+serviceGroup+".GroupId>" || port != ports[strings.TrimSuffix(into[1:], ".GroupId>")] {
					d.t.Errorf("%s: %s reaches %s at %s", id, from, into, port)
				}
			}
		})
	})
}

// A policy allows "*" only where AWS knows no resource level, or where the
// policy belongs to the one resource that it speaks of.
func TestPolicies(t *testing.T) {
	allowed := []string{
		executionPolicy + " ecr:GetAuthorizationToken",
		fileSystem + " elasticfilesystem:ClientMount elasticfilesystem:ClientWrite",
		taskPolicy + " ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel ssmmessages:OpenDataChannel",
		taskPolicy + " xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments",
	}
	eachCase(t, func(d doc) {
		d.resources(func(id, _ string, p *yaml.Node) {
			walk(p, func(n *yaml.Node) {
				effect := scalar(member(n, "Effect"))
				if effect == "" || id == key { // a key's policy speaks of that key only: TestKeyPolicy
					return
				}
				actions := strings.Join(d.values(member(n, "Action")), " ")
				if effect == "Deny" {
					if at(n, "Condition", "Bool", "aws:SecureTransport") == nil {
						d.t.Errorf("%s denies %s without the condition on TLS", id, actions)
					}
					return
				}
				if strings.Contains(actions, "*") {
					d.t.Errorf("%s allows the actions %s", id, actions)
				}
				for _, r := range d.values(member(n, "Resource")) {
					if r == "*" && !slices.Contains(allowed, id+" "+actions) {
						d.t.Errorf("%s allows %s on everything", id, actions)
					}
				}
				if principal := member(n, "Principal"); principal != nil {
					entries(principal, func(_ string, who *yaml.Node) {
						if d.value(who) == "*" {
							d.t.Errorf("%s allows everybody %s", id, actions)
						}
					})
				}
			})
		})
	})
}

// The key belongs to the account; logs and alarms may use it for this account,
// and no principal may grant it to others.
func TestKeyPolicy(t *testing.T) {
	d := parse(t, cases()["strict"])
	statements := items(at(d.properties(key), "KeyPolicy", "Statement"))
	if len(statements) != 4 {
		t.Fatalf("%d statements", len(statements))
	}
	for i, want := range []string{
		"Allow arn:<AWS::Partition>:iam::<AWS::AccountId>:root",
		"Allow logs.<AWS::Region>.amazonaws.com when arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:*",
		"Allow cloudwatch.amazonaws.com when <AWS::AccountId>",
		"Deny * when false false",
	} {
		got := scalar(member(statements[i], "Effect"))
		entries(member(statements[i], "Principal"), func(_ string, who *yaml.Node) { got += " " + d.value(who) })
		if condition := member(statements[i], "Condition"); condition != nil {
			got += " when"
			entries(condition.Content[1], func(_ string, v *yaml.Node) { got += " " + d.value(v) })
		}
		if got != want {
			t.Errorf("statement %d: %s, want %s", i, got, want)
		}
	}
}

// The task may read exactly the secrets that it gets, and each is injected
// under its name.
func TestSecrets(t *testing.T) {
	eachCase(t, func(d doc) {
		var want, secrets, injected []string
		for _, s := range d.stack.Service.Secrets {
			key := ""
			if s.Key != "" {
				key = ":" + s.Key + "::"
			}
			want = append(want, s.Env+"=<"+secretID(s)+">"+key)
			if id := "<" + secretID(s) + ">"; !slices.Contains(secrets, id) {
				secrets = append(secrets, id)
			}
		}
		container := at(d.properties(taskDefinition), "ContainerDefinitions").Content[0]
		for _, s := range items(member(container, "Secrets")) {
			injected = append(injected, scalar(member(s, "Name"))+"="+d.value(member(s, "ValueFrom")))
		}
		if !slices.Equal(injected, want) {
			d.t.Errorf("injected %v, want %v", injected, want)
		}
		var readable []string
		for _, s := range items(at(d.properties(executionPolicy), "PolicyDocument", "Statement")) {
			if scalar(member(s, "Action")) == "secretsmanager:GetSecretValue" {
				readable = append(readable, d.values(member(s, "Resource"))...)
			}
		}
		if !slices.Equal(readable, secrets) {
			d.t.Errorf("readable %v, want %v", readable, secrets)
		}
		for _, v := range items(member(container, "Environment")) {
			name := scalar(member(v, "Name"))
			if slices.ContainsFunc(d.stack.Service.Secrets, func(s stack.Secret) bool { return s.Env == name }) {
				d.t.Errorf("secret %s is a plain variable", name)
			}
		}
		// Outputs show ARNs and names of things, never what a secret holds.
		walk(at(d.root, "Outputs"), func(n *yaml.Node) {
			if strings.Contains(n.Value, "{{resolve") || strings.Contains(n.Value, "SecretAccessKey") {
				d.t.Errorf("output shows %s", n.Value)
			}
		})
	})
}

// No secret's value is in the template: each is generated or comes from
// another resource.
func TestSecretSources(t *testing.T) {
	d := parse(t, cases()["stateless production"])
	hexDigits := func(id string, length string) {
		g := member(d.properties(id), "GenerateSecretString")
		remaining := "0123456789abcdefghijklmnopqrstuvwxyz"
		for _, c := range scalar(member(g, "ExcludeCharacters")) {
			remaining = strings.ReplaceAll(remaining, string(c), "")
		}
		if remaining != "0123456789abcdef" || scalar(member(g, "ExcludePunctuation")) != "true" || scalar(member(g, "ExcludeUppercase")) != "true" ||
			scalar(member(g, "PasswordLength")) != length {
			t.Errorf("%s is not %s hexadecimal digits", id, length)
		}
	}
	hexDigits("PylonAdminTokenSecret", "64")
	hexDigits("PylonOauthGoogleClientSecretSecret", "32")
	if at(d.root, "Outputs", "PylonOauthGoogleClientSecretSecretArn") == nil {
		t.Error("the secret that must be filled in is not an output")
	}
	for id, want := range map[string]string{
		"PylonS3KeysSecret": `{"accessKeyId":"<UploadsAccessKey>","secretAccessKey":"<UploadsAccessKey.SecretAccessKey>"}`,
		"DatabaseUrlSecret": "postgresql://pylon:{{resolve:secretsmanager:<DatabaseCredentials>:SecretString:password}}" +
			"@<Database.Endpoint.Address>:<Database.Endpoint.Port>/pylon?sslmode=require",
	} {
		if got := d.value(member(d.properties(id), "SecretString")); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

func TestDatabaseTLS(t *testing.T) {
	for name, want := range map[string][2]string{
		"stateless production": {"1", "sslmode=require"},
		"no database tls":      {"0", "sslmode=disable"},
	} {
		d := parse(t, cases()[name])
		if got := scalar(at(d.properties(databaseParameters), "Parameters", "rds.force_ssl")); got != want[0] {
			t.Errorf("%s: rds.force_ssl %q", name, got)
		}
		if got := d.value(member(d.properties("DatabaseUrlSecret"), "SecretString")); !strings.HasSuffix(got, "?"+want[1]) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// Images are pulled from one repository.
func TestRepository(t *testing.T) {
	for want, repository := range map[string]stack.Repository{
		"arn:<AWS::Partition>:ecr:<AWS::Region>:<AWS::AccountId>:repository/team/todo": {},
		"arn:<AWS::Partition>:ecr:eu-west-1:210987654321:repository/team/other":        {Account: "210987654321", Region: "eu-west-1", Name: "team/other"},
	} {
		s := cases()["stateless production"]
		s.Service.Image.Repository = repository
		d := parse(t, s)
		statement := at(d.properties(executionPolicy), "PolicyDocument", "Statement").Content[1]
		if got := d.value(member(statement, "Resource")); got != want {
			t.Errorf("%v: %s, want %s", repository, got, want)
		}
	}
}

// The app has a role only where it calls AWS with rights of its own, and the
// user with static keys is there only where the runtime wants them.
func TestTaskRole(t *testing.T) {
	for name, want := range map[string]struct{ role, user bool }{
		"stateless production":      {false, true},
		"task role":                 {true, false},
		"single-replica production": {true, false},
	} {
		d := parse(t, cases()[name])
		if got := member(d.properties(taskDefinition), "TaskRoleArn") != nil; got != want.role {
			t.Errorf("%s: task role %v", name, got)
		}
		if got := d.resource(uploadsKey) != nil; got != want.user {
			t.Errorf("%s: access key %v", name, got)
		}
	}
}

// Whatever gets into the container finds no root, no capability, and one place
// to write to.
func TestContainer(t *testing.T) {
	eachCase(t, func(d doc) {
		c := at(d.properties(taskDefinition), "ContainerDefinitions").Content[0]
		if got, want := d.value(member(c, "Image")), cmp.Or(d.stack.Service.Image.URI, realImage); got != want {
			d.t.Errorf("image %q, want %q", got, want)
		}
		for want, got := range map[string]string{
			"10001:10001": scalar(member(c, "User")),
			"ALL":         strings.Join(d.values(at(c, "LinuxParameters", "Capabilities", "Drop")), " "),
			"/data":       scalar(member(items(member(c, "MountPoints"))[0], "ContainerPath")),
		} {
			if got != want {
				d.t.Errorf("got %q, want %q", got, want)
			}
		}
		if readOnly := scalar(member(c, "ReadonlyRootFilesystem")) == "true"; readOnly == d.stack.Service.Exec {
			d.t.Errorf("root file system read-only is %v", readOnly)
		}
		if scalar(at(c, "LinuxParameters", "InitProcessEnabled")) != "true" {
			d.t.Error("no init process")
		}
		if at(c, "LinuxParameters", "Capabilities", "Add") != nil || member(c, "Privileged") != nil {
			d.t.Error("container has more rights than it needs")
		}
	})
}

func TestBucketIsPrivate(t *testing.T) {
	d := parse(t, cases()["stateless production"])
	for _, block := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
		if scalar(at(d.properties(uploads), "PublicAccessBlockConfiguration", block)) != "true" {
			t.Errorf("%s is off", block)
		}
	}
}

func TestMountThroughAccessPoint(t *testing.T) {
	d := parse(t, cases()["single-replica production"])
	statement := at(d.properties(taskPolicy), "PolicyDocument", "Statement").Content[0]
	if got := d.value(at(statement, "Condition", "StringEquals", "elasticfilesystem:AccessPointArn")); got != "<AccessPoint.Arn>" {
		t.Errorf("the task mounts through %q", got)
	}
}

// With strict hardening everything that takes a key has the stage's own.
func TestKeyEverywhere(t *testing.T) {
	takes := map[string]string{
		"AWS::EFS::FileSystem": "KmsKeyId", "AWS::ElastiCache::ReplicationGroup": "KmsKeyId", "AWS::Logs::LogGroup": "KmsKeyId",
		"AWS::RDS::DBCluster": "KmsKeyId", "AWS::RDS::DBInstance": "PerformanceInsightsKMSKeyId", "AWS::SNS::Topic": "KmsMasterKeyId",
		"AWS::SecretsManager::Secret": "KmsKeyId",
	}
	eachCase(t, func(d doc) {
		want := ""
		if d.stack.Strict {
			want = "<" + key + ".Arn>"
		}
		d.resources(func(id, kind string, p *yaml.Node) {
			if property := takes[kind]; property != "" && d.value(member(p, property)) != want {
				d.t.Errorf("%s: %s is %q, want %q", id, property, d.value(member(p, property)), want)
			}
		})
	})
}

func TestEncryption(t *testing.T) {
	eachCase(t, func(d doc) {
		for id, path := range map[string][]string{
			database:   {"StorageEncrypted"},
			fileSystem: {"Encrypted"},
		} {
			if p := d.properties(id); p != nil && scalar(at(p, path...)) != "true" {
				d.t.Errorf("%s is not encrypted", id)
			}
		}
		if p := d.properties(uploads); p != nil {
			want := map[bool]string{false: "AES256", true: "aws:kms"}[d.stack.Strict]
			rules := items(at(p, "BucketEncryption", "ServerSideEncryptionConfiguration"))
			if len(rules) != 1 || scalar(at(rules[0], "ServerSideEncryptionByDefault", "SSEAlgorithm")) != want {
				d.t.Errorf("bucket is not encrypted with %s", want)
			}
		}
	})
}
