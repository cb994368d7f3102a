package template

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// schemas are those of CloudFormation's registry, by type.
var schemas = sync.OnceValues(func() (map[string]schema, error) {
	_, here, _, _ := runtime.Caller(0)
	files, err := filepath.Glob(filepath.Join(filepath.Dir(here), "../../internal/render/cfn/cfngen/schemas/*_*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no schemas: %v", err)
	}
	all := map[string]schema{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var s schema
		if err := json.Unmarshal(data, &s); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for i, p := range s.ReadOnlyProperties {
			s.ReadOnlyProperties[i] = strings.ReplaceAll(strings.TrimPrefix(p, "/properties/"), "/", ".")
		}
		all[s.TypeName] = s
	}
	return all, nil
})

// kinds are what a property may refer to, by its name: a type stands for what
// Ref returns for it, "Type.Attribute" for what GetAtt returns. A literal may stand
// in its place, and what a parameter holds.
var kinds = map[string][]string{
	"AccessPointId":               {"AWS::EFS::AccessPoint"},
	"AcmCertificateArn":           {"AWS::CertificateManager::Certificate"},
	"AlarmActions":                {"AWS::SNS::Topic"},
	"AllocationId":                {"AWS::EC2::EIP.AllocationId"},
	"Bucket":                      {"AWS::S3::Bucket", "AWS::S3::Bucket.DomainName"},
	"CacheSubnetGroupName":        {"AWS::ElastiCache::SubnetGroup"},
	"CertificateArn":              {"AWS::CertificateManager::Certificate"},
	"Cluster":                     {"AWS::ECS::Cluster"},
	"DBClusterIdentifier":         {"AWS::RDS::DBCluster"},
	"DBClusterParameterGroupName": {"AWS::RDS::DBClusterParameterGroup"},
	"DBSubnetGroupName":           {"AWS::RDS::DBSubnetGroup"},
	"DeliverLogsPermissionArn":    {"AWS::IAM::Role.Arn"},
	"DestinationBucketName":       {"AWS::S3::Bucket"},
	"DestinationSecurityGroupId":  {"AWS::EC2::SecurityGroup.GroupId"},
	"ExecutionRoleArn":            {"AWS::IAM::Role.Arn"},
	"FileSystemId":                {"AWS::EFS::FileSystem"},
	"FilesystemId":                {"AWS::EFS::FileSystem"},
	"GatewayId":                   {"AWS::EC2::InternetGateway"},
	"GroupId":                     {"AWS::EC2::SecurityGroup.GroupId"},
	"GroupSet":                    {"AWS::EC2::SecurityGroup.GroupId"},
	"HostedZoneId":                {"AWS::ElasticLoadBalancingV2::LoadBalancer.CanonicalHostedZoneID"},
	"InstanceId":                  {"AWS::EC2::Instance"},
	"InternetGatewayId":           {"AWS::EC2::InternetGateway"},
	"KMSMasterKeyID":              {"AWS::KMS::Key.Arn"},
	"KmsKeyId":                    {"AWS::KMS::Key.Arn"},
	"KmsMasterKeyId":              {"AWS::KMS::Key.Arn"},
	"ListenerArn":                 {"AWS::ElasticLoadBalancingV2::Listener"},
	"LoadBalancerArn":             {"AWS::ElasticLoadBalancingV2::LoadBalancer"},
	"LogDestinationConfigs":       {"AWS::Logs::LogGroup"},
	"LogGroupName":                {"AWS::Logs::LogGroup", "AWS::RDS::DBCluster"}, // a group is named after the cluster whose log it takes
	"MonitoringRoleArn":           {"AWS::IAM::Role.Arn"},
	"NatGatewayId":                {"AWS::EC2::NatGateway"},
	"OKActions":                   {"AWS::SNS::Topic"},
	"PerformanceInsightsKMSKeyId": {"AWS::KMS::Key.Arn"},
	"ResourceArn":                 {"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::WAFv2::WebACL.Arn"},
	"Roles":                       {"AWS::IAM::Role"},
	"RouteTableId":                {"AWS::EC2::RouteTable"},
	"RouteTableIds":               {"AWS::EC2::RouteTable"},
	"ScalingTargetId":             {"AWS::ApplicationAutoScaling::ScalableTarget"},
	"SecurityGroupIds":            {"AWS::EC2::SecurityGroup.GroupId"},
	"SecurityGroups":              {"AWS::EC2::SecurityGroup.GroupId"},
	"SourceSecurityGroupId":       {"AWS::EC2::SecurityGroup.GroupId"},
	"SubnetId":                    {"AWS::EC2::Subnet"},
	"SubnetIds":                   {"AWS::EC2::Subnet"},
	"Subnets":                     {"AWS::EC2::Subnet"},
	"TargetGroupArn":              {"AWS::ElasticLoadBalancingV2::TargetGroup"},
	"TaskDefinition":              {"AWS::ECS::TaskDefinition"},
	"TaskRoleArn":                 {"AWS::IAM::Role.Arn"},
	"Topics":                      {"AWS::SNS::Topic"},
	"UserName":                    {"AWS::IAM::User"},
	"Users":                       {"AWS::IAM::User"},
	"ValueFrom":                   {"AWS::SecretsManager::Secret"},
	"VpcId":                       {"AWS::EC2::VPC"},
	"VpcSecurityGroupIds":         {"AWS::EC2::SecurityGroup.GroupId"},
	"WebACLArn":                   {"AWS::WAFv2::WebACL.Arn"},
	"awslogs-group":               {"AWS::Logs::LogGroup"},
}

var (
	reference = regexp.MustCompile(`<([A-Za-z0-9]+)((?:\.[A-Za-z0-9]+)*)>`)
	index     = regexp.MustCompile(`\[\d+\]`)
)

// kinds notes properties that refer to something of another kind.
func (r *resolver) kinds() {
	for _, resource := range r.Resources {
		consumer.EachText(resource.Inputs, "", func(at, text string) {
			if !strings.Contains(text, "<") {
				return
			}
			names := strings.Split(index.ReplaceAllString(at, ""), ".")
			allowed := kinds[names[len(names)-1]]
			for _, m := range reference.FindAllStringSubmatch(text, -1) {
				if kind := r.types[m[1]] + m[2]; r.types[m[1]] != "" && allowed != nil && !slices.Contains(allowed, kind) {
					r.Faults = append(r.Faults, fmt.Sprintf("%s: %s takes %v, not %s", resource.Name, at, allowed, kind))
				}
			}
		})
	}
}

var dynamic = regexp.MustCompile(`\{\{resolve:secretsmanager:<([A-Za-z0-9]+)>(?::SecretString:([A-Za-z0-9]+))?\}\}`)

// dynamicReferences notes references to secrets that are not there or do not
// have the key.
func (r *resolver) dynamicReferences() {
	for _, resource := range r.Resources {
		consumer.EachText(resource.Inputs, "", func(at, text string) {
			if !strings.Contains(text, "{{") {
				return
			}
			found := dynamic.FindAllStringSubmatch(text, -1)
			if strings.Count(text, "{{resolve:") != len(found) {
				r.Faults = append(r.Faults, fmt.Sprintf("%s: %s has an odd dynamic reference", resource.Name, at))
			}
			for _, m := range found {
				if fault := r.secretWithKey(m[1], m[2]); fault != "" {
					r.Faults = append(r.Faults, fmt.Sprintf("%s: %s: %s", resource.Name, at, fault))
				}
			}
		})
	}
}

// secretWithKey reports what is wrong with a reference to a key of a secret, or to
// its whole text for the key "".
func (r *resolver) secretWithKey(id, key string) string {
	i := slices.IndexFunc(r.Resources, func(x consumer.Resource) bool { return x.Name == id })
	if i < 0 || r.Resources[i].Type != "AWS::SecretsManager::Secret" {
		return id + " is not a secret"
	}
	generated, _ := r.Resources[i].Inputs["GenerateSecretString"].(map[string]any)
	if has, _ := generated["GenerateStringKey"].(string); has != key {
		return fmt.Sprintf("%s has the key %q, not %q", id, has, key)
	}
	return ""
}
