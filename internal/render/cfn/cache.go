package cfn

import (
	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	cache        = "Cache"
	cacheToken   = "CacheToken"
	cacheSubnets = "CacheSubnets"
)

// cache adds the Redis that tasks share.
func (t *template) cache() {
	if !t.Cache.Given() {
		return
	}
	t.section("Cache: tasks tell each other of changes through it. " + stack.TLSWords[t.Cache.TransitEncryption])
	var token, mode aws.Value
	if t.Cache.TransitEncryption != stack.TLSOff {
		t.data(cacheToken, &aws.SecretsManagerSecret{
			Description: aws.Str("Token of the cache"),
			GenerateSecretString: &aws.SecretsManagerSecret_GenerateSecretString{
				ExcludePunctuation: aws.Bool(true).Note("it becomes part of a URL"),
				PasswordLength:     aws.Int(t.Cache.TokenLength),
			},
			KmsKeyId: t.keyARN(),
			Tags:     t.tags,
		})
		token, mode = aws.Sub(cacheTokenText), aws.Str(t.Cache.TransitEncryption)
	}
	t.plain(cacheSubnets, &aws.ElastiCacheSubnetGroup{
		Description: aws.Str("Private subnets"),
		SubnetIds:   t.privateSubnets(),
		Tags:        t.tags,
	})
	failover := aws.Bool(t.Cache.Failover)
	t.dataKept(cache, &aws.ElastiCacheReplicationGroup{
		ReplicationGroupDescription: aws.Str("Shared by the tasks of the service"),
		AtRestEncryptionEnabled:     aws.Bool(true),
		AuthToken:                   token,
		AutoMinorVersionUpgrade:     aws.Bool(t.Cache.MinorUpgrades),
		AutomaticFailoverEnabled:    failover,
		CacheNodeType:               aws.Str(t.Cache.Node),
		CacheSubnetGroupName:        aws.Ref(cacheSubnets),
		Engine:                      aws.Str(t.Cache.Engine),
		EngineVersion:               aws.Str(t.Cache.Version),
		KmsKeyId:                    t.keyARN(),
		MultiAZEnabled:              failover,
		NumCacheClusters:            aws.Int(1 + t.Cache.Replicas),
		SecurityGroupIds:            []aws.Value{aws.GetAtt(cacheGroup, "GroupId")},
		SnapshotRetentionLimit:      aws.Int(t.Cache.SnapshotDays),
		TransitEncryptionEnabled:    aws.Bool(t.Cache.TransitEncryption != stack.TLSOff),
		TransitEncryptionMode:       mode,
		Tags:                        t.tags,
	}, resource.Snapshot)
	t.output("CacheEndpoint", "Host of the cache, within the VPC", aws.GetAtt(cache, "PrimaryEndPoint.Address"))
}

// cacheTokenText is the token, which CloudFormation fills in.
const cacheTokenText = "{{resolve:secretsmanager:${" + cacheToken + "}}}"

// redisURL is a URL of the cache with the token in it. CloudFormation puts it
// together; it appears in no template, parameter, event or task definition.
func (t *template) redisURL(source stack.SecretSource) aws.Value {
	return aws.Sub(t.Cache.Scheme(source) + "://:" + cacheTokenText + "@" + cacheAddress)
}

// cacheAddress is the cache's host and port, which CloudFormation fills in.
const cacheAddress = "${" + cache + ".PrimaryEndPoint.Address}:${" + cache + ".PrimaryEndPoint.Port}"
