package graph

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diff"
)

// drawnAs are the nodes of the resources that they stand for, by the types of both
// engines. Parts that every deployment makes again are not among them.
var drawnAs = map[string]string{
	"AWS::RDS::DBCluster": "database", "aws:rds/cluster:Cluster": "database",
	"AWS::ElastiCache::ReplicationGroup": "cache", "aws:elasticache/replicationGroup:ReplicationGroup": "cache",
	"AWS::EFS::FileSystem": "files", "aws:efs/fileSystem:FileSystem": "files",
	"AWS::ElasticLoadBalancingV2::LoadBalancer": "balancer", "aws:lb/loadBalancer:LoadBalancer": "balancer",
	"AWS::ECS::Service": "tasks", "aws:ecs/service:Service": "tasks",
	"AWS::CloudFront::Distribution": "cdn", "aws:cloudfront/distribution:Distribution": "cdn",
	"AWS::WAFv2::WebACL": "firewall", "aws:wafv2/webAcl:WebAcl": "firewall",
}

// uploads begins the names of the bucket of uploads: there are others of its type.
const uploads = "Uploads"

// outside are the nodes that belong to no stack.
var outside = []string{"clients", "providers", "guests"}

// ReplacedIn returns what Between asks about the nodes of a stage, by its name: whether
// either engine makes a node's resource again, alone or with the whole stack.
func ReplacedIn(changes []diff.StageChange, stage string) func(id string) bool {
	again, all := map[string]bool{}, false
	for _, s := range changes {
		if s.Stage != stage {
			continue
		}
		for _, target := range s.Targets {
			for _, e := range target.Effects {
				all = all || e.Word == diff.NewStack
				if e.Action == "replace" {
					again[nodeOf(e)] = true
				}
			}
		}
	}
	return func(id string) bool { return again[id] || all && !slices.Contains(outside, id) }
}

// nodeOf is the node of the resource that an effect is about, "" when none stands for it.
func nodeOf(e diff.Effect) string {
	if (e.Type == "AWS::S3::Bucket" || e.Type == "aws:s3/bucket:Bucket") && strings.HasPrefix(e.Resource, uploads) {
		return "files"
	}
	return drawnAs[e.Type]
}
