package project_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
)

// A rule about overrides judges what they make of the outputs. Each case is keys
// of a spec and operations on a template (or on a component of sst.config.ts),
// and the findings "rule@operation", the first operation being 0.
func TestOverridesAreJudgedByTheirResult(t *testing.T) {
	const (
		attributes = "/Resources/WebSocketTargetGroup/Properties/TargetGroupAttributes/-"
		variables  = "/Resources/TaskDefinition/Properties/ContainerDefinitions/0/Environment"
		generated  = "/Resources/DatabaseCredentials/Properties/GenerateSecretString"
		ingress    = "/Resources/ServiceSecurityGroup/Properties/SecurityGroupIngress"
	)
	sticky := "op: add, path: " + attributes + `, value: { Key: stickiness.enabled, Value: "true" }`
	for name, c := range map[string]struct {
		spec, component string
		ops             []string
		want            []string
	}{
		"a second sticky group":                {ops: []string{sticky}, want: []string{"PG203@0"}},
		"the only sticky group":                {spec: "loadBalancer: { stickySessions: false }", ops: []string{sticky}},
		"stickiness that is off":               {ops: []string{"op: add, path: " + attributes + `, value: { Key: stickiness.enabled, Value: "false" }`}},
		"a word in the metadata":               {ops: []string{"op: add, path: /Metadata/notes, value: { BucketName: x, CidrIp: 0.0.0.0/0, SslPolicy: old, Resource: \"*\", stickiness: { enabled: true } }"}},
		"a health check as it was":             {ops: []string{"op: replace, path: /Resources/WebSocketTargetGroup/Properties/HealthCheckPath, value: /health"}},
		"a health check that moves":            {ops: []string{"op: move, from: /Resources/WebSocketTargetGroup/Properties/HealthCheckPath, path: /Metadata/path"}, want: []string{"PG207@0"}},
		"anybody, copied in":                   {ops: []string{`op: add, path: /Metadata/net, value: 0.0.0.0/0`, "op: add, path: " + ingress + ", value: [{ IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/8 }]", "op: copy, from: /Metadata/net, path: " + ingress + "/0/CidrIp"}, want: []string{"PG211@2"}},
		"out to anybody":                       {ops: []string{"op: add, path: /Resources/ServiceSecurityGroup/Properties/SecurityGroupEgress, value: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }]"}},
		"an endpoint for the same service":     {spec: "network: { mode: endpoints }", ops: []string{"op: move, from: /Resources/LogsEndpoint, path: /Resources/OtherEndpoint"}},
		"an endpoint that is gone":             {spec: "network: { mode: endpoints }", ops: []string{"op: move, from: /Resources/LogsEndpoint, path: /Metadata/logs"}, want: []string{"PG212@0"}},
		"the second operation chooses old TLS": {ops: []string{"op: replace, path: /Resources/HttpsListener/Properties/SslPolicy, value: ELBSecurityPolicy-TLS13-1-3-2021-06", "op: replace, path: /Resources/HttpsListener/Properties/SslPolicy, value: ELBSecurityPolicy-2016-08"}, want: []string{"PG216@1"}},
		"all variables are other ones":         {ops: []string{"op: replace, path: " + variables + ", value: [{ Name: A, Value: b }]"}, want: []string{"PG311@0"}},
		"development mode stays off":           {ops: []string{"op: add, path: " + variables + `/-, value: { Name: PYLON_DEV_MODE, Value: "false" }`}},
		"another secret":                       {ops: []string{"op: add, path: /Resources/TaskDefinition/Properties/ContainerDefinitions/0/Secrets/-, value: { Name: MORE, ValueFrom: \"arn:aws:secretsmanager:us-east-1:123456789012:secret:more\" }"}},
		"no overlap":                           {spec: "shape: single-replica", ops: []string{"op: replace, path: /Resources/Service/Properties/DeploymentConfiguration/MaximumPercent, value: 100"}},
		"data is deleted when it is replaced":  {ops: []string{"op: remove, path: /Resources/Database/UpdateReplacePolicy"}, want: []string{"PG408@0"}},
		"what holds no data is not kept":       {ops: []string{"op: add, path: /Resources/Service/DeletionPolicy, value: Delete"}},
		"rotation that is off":                 {ops: []string{"op: add, path: /Resources/Database/Properties/ManageMasterUserPassword, value: false"}},
		"the balancer's own name":              {spec: "cdn: true", ops: []string{"op: add, path: /Metadata/name, value: todo.us-east-1.elb.amazonaws.com"}},
		"a rule before one for anybody":        {ops: []string{"op: add, path: /Resources/LoadBalancerSecurityGroup/Properties/SecurityGroupIngress/0, value: { IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/8 }"}},
		"a second rule for anybody":            {ops: []string{"op: add, path: /Resources/LoadBalancerSecurityGroup/Properties/SecurityGroupIngress/0, value: { IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 0.0.0.0/0 }"}, want: []string{"PG211@0"}},
		"the default overlaps":                 {spec: "shape: single-replica", ops: []string{"op: remove, path: /Resources/Service/Properties/DeploymentConfiguration/MaximumPercent"}, want: []string{"PG324@0"}},
		"all of the rollout is the default":    {spec: "shape: single-replica", ops: []string{"op: remove, path: /Resources/Service/Properties/DeploymentConfiguration"}, want: []string{"PG324@0"}},
		"the default TLS policy is older":      {ops: []string{"op: remove, path: /Resources/HttpsListener/Properties/SslPolicy"}, want: []string{"PG216@0"}},
		"other rights on everything":           {ops: []string{`op: add, path: /Resources/ExecutionRole/Properties/Policies, value: [{ PolicyName: own, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }] } }]`, `op: replace, path: /Resources/ExecutionRole/Properties/Policies/0/PolicyDocument/Statement/0/Action, value: "dynamodb:*"`}, want: []string{"PG502@0", "PG502@1"}},
		"nothing is allowed on everything":     {ops: []string{`op: add, path: /Resources/ExecutionRole/Properties/Policies, value: [{ PolicyName: own, PolicyDocument: { Statement: [{ Effect: Deny, Action: "s3:GetObject", Resource: "*" }] } }]`}},
		"rights before those on everything":    {ops: []string{`op: add, path: /Resources/ExecutionRole/Properties/Policies, value: [{ PolicyName: own, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }] } }]`, `op: add, path: /Resources/ExecutionRole/Properties/Policies/0/PolicyDocument/Statement/0, value: { Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::own/*" }`}, want: []string{"PG502@0"}},
		"a password of another length":         {ops: []string{"op: replace, path: " + generated + "/PasswordLength, value: 64"}, want: []string{"PG516@0"}},
		"a password of the same length":        {ops: []string{"op: replace, path: " + generated + "/PasswordLength, value: 40"}},
		"generated with one more setting":      {ops: []string{"op: add, path: " + generated + "/IncludeSpace, value: true"}, want: []string{"PG516@0"}},
		"a value instead of a generated one":   {ops: []string{"op: remove, path: " + generated}, want: []string{"PG516@0"}},
		"all that a secret says":               {ops: []string{"op: replace, path: /Resources/DatabaseCredentials/Properties, value: { Description: mine }"}, want: []string{"PG516@0"}},
		"another resource of its name":         {ops: []string{"op: replace, path: /Resources/DatabaseCredentials, value: { Type: \"AWS::SNS::Topic\", Properties: {} }"}, want: []string{"PG408@0", "PG516@0"}},
		"a secret under another name":          {ops: []string{"op: move, from: /Resources/DatabaseCredentials, path: /Resources/Credentials"}, want: []string{"PG516@0"}},
		"a composed secret that is generated":  {ops: []string{"op: add, path: /Resources/DatabaseUrlSecret/Properties/GenerateSecretString, value: { PasswordLength: 40 }"}, want: []string{"PG516@0"}},
		"a secret with a name":                 {ops: []string{"op: add, path: /Resources/PylonSecretSecret/Properties/Name, value: mine"}, want: []string{"PG516@0"}},
		"a secret besides":                     {ops: []string{"op: add, path: /Resources/Own, value: { Type: \"AWS::SecretsManager::Secret\", Properties: { GenerateSecretString: { PasswordLength: 40 } } }"}},
		"a secret's description":               {ops: []string{"op: replace, path: /Resources/DatabaseCredentials/Properties/Description, value: mine"}},
		"SST: a fixed name":                    {component: "Uploads", ops: []string{"op: add, path: /bucketName, value: todo-uploads"}, want: []string{"PG604@0"}},
		"SST: a bucket that lasts less":        {component: "Uploads", ops: []string{"op: add, path: /forceDestroy, value: true"}, want: []string{"PG408@0"}},
	} {
		t.Run(name, func(t *testing.T) {
			text := "version: 1\npylon: { version: 0.5.0 }\n" + c.spec + "\nstages: { production: { domain: { name: api.example.com } } }\noverrides:\n"
			if c.component != "" {
				text += "  - target: sst\n    component: " + c.component + "\n"
			} else {
				text += "  - target: cloudformation\n"
			}
			text += "    reason: because\n    patch:\n"
			first := strings.Count(text, "\n") + 1
			for _, op := range c.ops {
				text += "      - { " + op + " }\n"
			}
			p, err := project.Load(memory(map[string]string{"pylon.stack.yaml": text, "pylon.manifest.json": manifest}), project.Place{Dir: ".", Spec: "pylon.stack.yaml", Shown: "."})
			if err != nil || p.App == nil {
				t.Fatal(err, p.List)
			}
			documents, ok := p.Render(render.Selection{})
			if !ok {
				t.Fatal(p.List)
			}
			var got []string
			for _, d := range p.Check(documents) {
				if at := d.Pos.Line - first; at >= 0 && at < len(c.ops) {
					got = append(got, d.Code+"@"+string(rune('0'+at)))
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
