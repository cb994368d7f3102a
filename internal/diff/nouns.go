package diff

import "strings"

// nouns are what people call resources, by id in the template; those of a type
// that are not here by their type.
var nouns = map[string]string{
	"Database": "the database", "Uploads": "the bucket of uploads", "AccessLogs": "the bucket of access logs",
	"FileSystem": "the file system", "Cache": "the cache", "Key": "the stage's key", "Service": "the service",
	"LoadBalancer": "the load balancer", "DatabaseWriter": "the database's writer", "LogGroup": "the app's log",
	"DatabaseLog": "the database's log", "FlowLogs": "the log of connections", "WebAclLog": "the web ACL's log", "Distribution": "the CDN",
}

var typeNouns = map[string]string{
	"AWS::RDS::DBCluster": "the database cluster", "AWS::S3::Bucket": "the bucket", "AWS::EFS::FileSystem": "the file system",
	"AWS::ElastiCache::ReplicationGroup": "the cache", "AWS::Logs::LogGroup": "the log group", "AWS::KMS::Key": "the key",
	"AWS::RDS::DBInstance": "the database instance", "AWS::ECS::Service": "the service", "AWS::SecretsManager::Secret": "the secret",
}

// noun is what people call a resource of the template.
func noun(id, kind string) string {
	if n, known := nouns[id]; known {
		return n
	}
	if n, known := typeNouns[kind]; known {
		return n + " " + id
	}
	return id
}

// list joins words for people: "a", "a and b", "a, b and c".
func list(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
}
