package template

import (
	"strings"
	"testing"
)

const good = `
Parameters:
  Name: { Type: String, Description: A name, AllowedPattern: "^[a-z]+$", ConstraintDescription: must be lower case }
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: { CidrBlock: 10.0.0.0/16 }
  Gateway: { Type: AWS::EC2::InternetGateway }
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    DependsOn: Gateway
    Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway }
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: { VpcId: !Ref Vpc, AvailabilityZone: !Select [0, !GetAZs ""] }
  Credentials:
    Type: AWS::SecretsManager::Secret
    Properties: { GenerateSecretString: { GenerateStringKey: password } }
  Url:
    Type: AWS::SecretsManager::Secret
    Properties: { SecretString: !Sub "{{resolve:secretsmanager:${Credentials}:SecretString:password}}@${Vpc.VpcId}" }
Outputs:
  Vpc: { Description: The VPC, Value: !Ref Vpc }
`

// Each fault of a template that is right otherwise is noted.
func TestFaults(t *testing.T) {
	deployment := Deployment{StackName: "s", Region: "us-east-1", Account: "123456789012", Parameters: map[string]string{"Name": "todo"}}
	resolved, err := Resolve([]byte(good), deployment)
	if err != nil || len(resolved.Faults) > 0 {
		t.Fatal(err, resolved.Faults)
	}
	for name, c := range map[string]struct{ old, new, says string }{
		"a dangling reference":         {"InternetGatewayId: !Ref Gateway", "InternetGatewayId: !Ref Gate", "reference to Gate, which is not there"},
		"an unknown attribute":         {"${Vpc.VpcId}", "${Vpc.Id}", "has no attribute Id"},
		"something of another kind":    {"Subnet:\n    Type: AWS::EC2::Subnet\n    Properties: { VpcId: !Ref Vpc", "Subnet:\n    Type: AWS::EC2::Subnet\n    Properties: { VpcId: !Ref Gateway", "takes [AWS::EC2::VPC]"},
		"a secret without the key":     {"SecretString:password}}", "SecretString:pass}}", `has the key "password", not "pass"`},
		"a circle":                     {"Gateway: { Type: AWS::EC2::InternetGateway }", "Gateway: { Type: AWS::EC2::InternetGateway, DependsOn: Attachment }", "a circle of references"},
		"waiting for nothing":          {"DependsOn: Gateway", "DependsOn: Gate", "waits for Gate, which is not there"},
		"a function without arguments": {`!Select [0, !GetAZs ""]`, "!Select [0]", "takes two arguments"},
		"zones of another Region":      {`!GetAZs ""`, "!GetAZs eu-west-1", "zones of another Region"},
		"a required property":          {"VpcId: !Ref Vpc, AvailabilityZone", "AvailabilityZone", "Subnet has no VpcId"},
		"any text":                     {`AllowedPattern: "^[a-z]+$", `, "", "takes any text"},
		"no words":                     {"Description: The VPC, ", "", "Vpc is not described"},
		"a value that is not allowed":  {`"^[a-z]+$"`, `"^[0-9]+$"`, `does not take "todo"`},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if text == good {
			t.Fatalf("%s: the template does not hold %s", name, c.old)
		}
		resolved, err := Resolve([]byte(text), deployment)
		if err != nil {
			t.Fatal(name, err)
		}
		if said := strings.Join(resolved.Faults, "\n"); !strings.Contains(said, c.says) {
			t.Errorf("%s: %q", name, said)
		}
	}
}
