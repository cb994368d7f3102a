package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// rendered are the resource types that the templates use.
var rendered = []string{
	"AWS::ApplicationAutoScaling::ScalableTarget",
	"AWS::ApplicationAutoScaling::ScalingPolicy",
	"AWS::CertificateManager::Certificate",
	"AWS::CloudFront::Distribution",
	"AWS::CloudWatch::Alarm",
	"AWS::EC2::EIP",
	"AWS::EC2::FlowLog",
	"AWS::EC2::Instance",
	"AWS::EC2::InternetGateway",
	"AWS::EC2::NatGateway",
	"AWS::EC2::Route",
	"AWS::EC2::RouteTable",
	"AWS::EC2::SecurityGroup",
	"AWS::EC2::SecurityGroupIngress",
	"AWS::EC2::Subnet",
	"AWS::EC2::SubnetRouteTableAssociation",
	"AWS::EC2::VPC",
	"AWS::EC2::VPCEndpoint",
	"AWS::EC2::VPCGatewayAttachment",
	"AWS::ECS::Cluster",
	"AWS::ECS::Service",
	"AWS::ECS::TaskDefinition",
	"AWS::EFS::AccessPoint",
	"AWS::EFS::FileSystem",
	"AWS::EFS::MountTarget",
	"AWS::ElastiCache::ReplicationGroup",
	"AWS::ElastiCache::SubnetGroup",
	"AWS::ElasticLoadBalancingV2::Listener",
	"AWS::ElasticLoadBalancingV2::ListenerCertificate",
	"AWS::ElasticLoadBalancingV2::ListenerRule",
	"AWS::ElasticLoadBalancingV2::LoadBalancer",
	"AWS::ElasticLoadBalancingV2::TargetGroup",
	"AWS::IAM::AccessKey",
	"AWS::IAM::ManagedPolicy",
	"AWS::IAM::Role",
	"AWS::IAM::User",
	"AWS::KMS::Key",
	"AWS::Logs::LogGroup",
	"AWS::RDS::DBCluster",
	"AWS::RDS::DBClusterParameterGroup",
	"AWS::RDS::DBInstance",
	"AWS::RDS::DBSubnetGroup",
	"AWS::Route53::RecordSetGroup",
	"AWS::S3::Bucket",
	"AWS::S3::BucketPolicy",
	"AWS::SNS::Topic",
	"AWS::SNS::TopicPolicy",
	"AWS::SecretsManager::Secret",
	"AWS::WAFv2::LoggingConfiguration",
	"AWS::WAFv2::WebACL",
	"AWS::WAFv2::WebACLAssociation",
}

// region is the one whose schemas are taken. The types above are the same in
// all commercial Regions.
const region = "us_east_1"

// trim writes one trimmed schema per rendered type. from is cfn-lint's folder
// data/schemas: resources/HASH.json, and providers/REGION.py which says which
// hash belongs to which type.
func trim(from, to string) error {
	index, err := os.ReadFile(filepath.Join(from, "providers", region+".py"))
	if err != nil {
		return err
	}
	for _, typeName := range rendered {
		m := regexp.MustCompile(`"` + typeName + `": "([0-9a-f]+)"`).FindSubmatch(index)
		if m == nil {
			return fmt.Errorf("cfn-lint has no %s in %s", typeName, region)
		}
		s, err := load(filepath.Join(from, "resources", string(m[1])+".json"))
		if err != nil {
			return err
		}
		data, err := json.MarshalIndent(s, "", " ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, fileName(typeName)+".json"), append(data, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// fileName is a resource type in lower case: ecs_service.
func fileName(typeName string) string {
	return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(typeName, "AWS::"), "::", "_"))
}
