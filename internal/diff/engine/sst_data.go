package engine

import (
	"fmt"

	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

func (b *builder) database() {
	d := b.Database
	if !d.Given() {
		return
	}
	cluster := "pylon-" + ref("DatabaseSecurityGroup") + d.NameSuffix
	log := "/aws/rds/cluster/" + cluster + "/" + d.Log
	b.data(b.thing("aws:cloudwatch/logGroup:LogGroup", "DatabaseLog", named("log", log), "name", log))
	t := b.thing("aws:rds/cluster:Cluster", "DatabaseCluster", named("cluster", cluster), "clusterIdentifier", cluster, "kmsKeyId", b.key(),
		"databaseName", d.Name, "masterUsername", d.User, "dbSubnetGroupName", ref("DatabaseSubnetGroup"))
	b.data(t)
	b.removable(t)
	t.Store = true
	if b.Protect {
		t.Guards = append(t.Guards, "deletion protection")
	}
	for n := range 1 + d.Readers {
		name := "DatabaseInstance"
		if n > 0 {
			name = fmt.Sprintf("DatabaseReplica%d", n-1)
		}
		b.thing("aws:rds/clusterInstance:ClusterInstance", name, nil, "clusterIdentifier", ref("DatabaseCluster"))
	}
	family := fmt.Sprintf("aurora-postgresql%d", d.Major)
	b.thing("aws:rds/clusterParameterGroup:ClusterParameterGroup", "DatabaseClusterParameterGroup", nil, "family", family)
	b.thing("aws:rds/parameterGroup:ParameterGroup", "DatabaseParameterGroup", nil, "family", family)
	b.thing("aws:rds/subnetGroup:SubnetGroup", "DatabaseSubnetGroup", nil).On = b.vpcID()
	b.thing("aws:secretsmanager/secret:Secret", "DatabaseProxySecret", nil).Properties["KmsKeyId"] = b.key()
	b.version("DatabaseProxySecretVersion", "DatabaseProxySecret", "")
	if d.MonitoringInterval > 0 {
		b.thing("aws:iam/role:Role", "DatabaseMonitoringRole", nil)
	}
}

// removable says in the thing itself what becomes of it when the stage is removed:
// SST's forceDestroy, skipFinalSnapshot or recoveryWindowInDays.
func (b *builder) removable(t *Thing) { t.Properties["removal"] = fmt.Sprint(!b.Retain) }

// version is the value of a secret. From are references to what its text is made
// of: another text is another version.
func (b *builder) version(name, secret, from string) *Thing {
	return b.thing("aws:secretsmanager/secretVersion:SecretVersion", name, nil, "secretId", ref(secret), "secretString", from)
}

// bucket is a bucket with what SST's component and the configuration make of it.
func (b *builder) bucket(name string, parts ...string) {
	t := b.thing("aws:s3/bucket:Bucket", name+"Bucket", nil)
	b.data(t)
	b.removable(t)
	t.Store = true
	for _, part := range parts {
		kind := map[string]string{
			"PublicAccessBlock": "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "Policy": "aws:s3/bucketPolicy:BucketPolicy", "Cors": "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
			"Lifecycle": "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "Versioning": "aws:s3/bucketVersioning:BucketVersioning", "Logging": "aws:s3/bucketLogging:BucketLogging",
			"Encryption": "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "Ownership": "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
		}[part]
		b.thing(kind, name+part, []string{namedKey(part+" of", ref(name+"Bucket"))}, "bucket", ref(name+"Bucket"))
	}
}

func (b *builder) uploads() {
	if !b.Files.Given() {
		return
	}
	parts := []string{"PublicAccessBlock", "Policy", "Cors", "Lifecycle"}
	if b.Files.Versioning {
		parts = append(parts, "Versioning")
	}
	if b.Strict {
		parts = append(parts, "Encryption", "Logging")
	}
	b.bucket("Uploads", parts...)
	if b.Files.Credentials != stack.AccessKey {
		return
	}
	b.thing("aws:iam/group:Group", "UploadsUsers", nil)
	b.thing("aws:iam/groupPolicy:GroupPolicy", "UploadsUsersPolicy", nil, "group", ref("UploadsUsers"))
	b.thing("aws:iam/user:User", "UploadsUser", nil)
	b.thing("aws:iam/userGroupMembership:UserGroupMembership", "UploadsUserMembership", nil, "user", ref("UploadsUser"))
	b.thing("aws:iam/accessKey:AccessKey", "UploadsAccessKey", nil, "user", ref("UploadsUser"))
}

func (b *builder) files() {
	if !b.FileSystem.Given() {
		return
	}
	t := b.thing("aws:efs/fileSystem:FileSystem", "FilesFileSystem", nil, "kmsKeyId", b.key())
	b.data(t)
	t.Store, t.On = true, b.vpcID()
	if b.Protect {
		t.Guards = append(t.Guards, "protected")
	}
	b.thing("aws:ec2/securityGroup:SecurityGroup", "FilesSecurityGroup", nil, "description", "Managed by SST", "vpcId", b.vpcID())
	b.thing("aws:efs/accessPoint:AccessPoint", "FilesAccessPoint", nil, "fileSystemId", ref("FilesFileSystem"))
	b.thing("aws:efs/backupPolicy:BackupPolicy", "FilesBackup", nil, "fileSystemId", ref("FilesFileSystem"))
	b.thing("aws:efs/fileSystemPolicy:FileSystemPolicy", "FilesPolicy", nil, "fileSystemId", ref("FilesFileSystem"))
	for _, subnet := range b.privateSubnets() {
		b.thing("aws:efs/mountTarget:MountTarget", "FilesMountTarget"+subnet, []string{mountKey(ref("FilesFileSystem"), subnet)}, "fileSystemId", ref("FilesFileSystem"), "subnetId", subnet)
	}
}

func (b *builder) cache() {
	c := b.Cache
	if !c.Given() {
		return
	}
	t := b.thing("aws:elasticache/replicationGroup:ReplicationGroup", "CacheCluster", nil, "subnetGroupName", ref("CacheSubnetGroup"), "kmsKeyId", b.key())
	t.Perhaps = map[string]string{"engine": c.Engine}
	t.HoldsData, t.Store, t.Keep, t.Replaced = true, true, resource.Delete, resource.Delete
	b.removable(t)
	if b.Retain {
		t.Keep, t.Replaced = resource.Snapshot, resource.Snapshot
		t.Guards = append(t.Guards, "snapshot")
	}
	b.thing("aws:elasticache/subnetGroup:SubnetGroup", "CacheSubnetGroup", nil).On = b.vpcID()
	b.thing("aws:elasticache/parameterGroup:ParameterGroup", "CacheParameterGroup", nil, "family", c.Engine+c.Version[:1])
	b.thing("aws:secretsmanager/secret:Secret", "CacheProxySecret", nil).Properties["KmsKeyId"] = b.key()
	b.version("CacheProxySecretVersion", "CacheProxySecret", "")
}

// madeOf is what the text of a secret is made of.
var madeOf = map[stack.SecretSource]string{
	stack.DatabaseURL: ref("DatabaseCluster"), stack.RedisURL: ref("CacheCluster"), stack.BusURL: ref("CacheCluster"),
	stack.BucketKeyID: ref("UploadsAccessKey"), stack.BucketSecretKey: ref("UploadsAccessKey"),
}

// secrets are those that the container gets, stored under their variable or,
// where a store composes them, under the secret's name.
func (b *builder) secrets() {
	done := map[string]bool{}
	for _, s := range b.Service.Secrets {
		name := s.Env
		switch s.Source {
		case stack.BucketKeyID, stack.BucketSecretKey, stack.RedisURL, stack.BusURL:
			name = s.Name
		}
		if done[name] {
			continue
		}
		done[name] = true
		t := b.thing("aws:secretsmanager/secret:Secret", name, nil, "namePrefix", b.App+"-"+b.stage+"-"+name+"-")
		t.Twin = s.Name + "Secret"
		b.data(t)
		b.removable(t)
		made := madeOf[s.Source]
		if b.SetByHand(s) {
			made = "by hand"
		}
		b.version(name+"Version", name, made).Twin = s.Name + "Secret"
	}
}
