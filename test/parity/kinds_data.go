package parity

var data = []kind{
	{
		types: []string{"aws:rds/cluster:Cluster", "AWS::RDS::DBCluster"}, name: "database",
		facts: []fact{
			{"engine", "engine", ""}, {"version", "engineversion", ""}, {"name", "databasename", ""}, {"user", "masterusername", ""}, {"password", "masterpassword|masteruserpassword", ""},
			{"least ACU", "serverlessv2scalingconfiguration/mincapacity", ""}, {"most ACU", "serverlessv2scalingconfiguration/maxcapacity", ""}, {"port", "port", "5432"},
			{"backup days", "backupretentionperiod", "1"}, {"backups at", "preferredbackupwindow", ""}, {"maintained at", "preferredmaintenancewindow", ""},
			{"tags its snapshots", "copytagstosnapshot", "false"}, {"protected", "deletionprotection", "false"}, {"log", "enabledcloudwatchlogsexports|enablecloudwatchlogsexports", ""},
			{"logs in by IAM", "iamdatabaseauthenticationenabled|enableiamdatabaseauthentication", "false"}, {"encrypted", "storageencrypted", "false"}, {"key", "kmskeyid", ""},
			{"firewall", "vpcsecuritygroupids", ""}, {"parameters", "dbclusterparametergroupname", ""}, {"subnets", "dbsubnetgroupname", ""},
			{"data API", "enablehttpendpoint", "false"}, {"mode", "enginemode", "provisioned"}, {"instances' parameters", "dbinstanceparametergroupname", ""}, {"last snapshot", "finalsnapshotidentifier|", ""},
		},
		more: lastSnapshot, rest: "skipfinalsnapshot",
		// That a major upgrade is allowed is SST's own doing; CloudFormation's handler
		// of the type does the same, without a property.
		own: []string{"clusteridentifier", "allowmajorversionupgrade=true", "applyimmediately=true"},
	},
	{
		types: []string{"aws:rds/clusterInstance:ClusterInstance", "AWS::RDS::DBInstance"}, name: "database instance",
		facts: []fact{
			{"of", "clusteridentifier|dbclusteridentifier", ""}, {"class", "instanceclass|dbinstanceclass", ""}, {"engine", "engine", ""}, {"takes over", "promotiontier", ""},
			{"minor upgrades", "autominorversionupgrade", "true"}, {"public", "publiclyaccessible", "false"}, {"monitored every", "monitoringinterval", "0"}, {"monitoring role", "monitoringrolearn", ""},
			{"insights", "performanceinsightsenabled|enableperformanceinsights", "false"}, {"insights' key", "performanceinsightskmskeyid", ""},
			{"subnets", "dbsubnetgroupname", ""}, {"version", "engineversion", ""}, {"parameters", "dbparametergroupname", ""},
		},
		more: fate,
		own:  []string{"identifier"},
	},
	{
		types: []string{"aws:rds/clusterParameterGroup:ClusterParameterGroup", "AWS::RDS::DBClusterParameterGroup"}, name: "database parameters", more: settings, rest: "description parameters",
		facts: []fact{{"family", "family", ""}},
		own:   []string{"name"},
	},
	{types: []string{"aws:rds/parameterGroup:ParameterGroup"}, name: "instance parameters", more: settings, rest: "parameters", facts: []fact{{"family", "family", ""}}, own: []string{"name", "description=Managed by Pulumi"}},
	{types: []string{"aws:elasticache/parameterGroup:ParameterGroup"}, name: "cache parameters", more: settings, rest: "parameters", facts: []fact{{"family", "family", ""}}, own: []string{"name", "description=Managed by SST"}},
	{types: []string{"aws:rds/subnetGroup:SubnetGroup", "AWS::RDS::DBSubnetGroup"}, name: "database subnets", facts: []fact{{"subnet", "subnetids", ""}}, rest: "dbsubnetgroupdescription", own: []string{"name", "description=Managed by Pulumi"}},
	{types: []string{"aws:elasticache/subnetGroup:SubnetGroup", "AWS::ElastiCache::SubnetGroup"}, name: "cache subnets", facts: []fact{{"subnet", "subnetids", ""}}, rest: "description", own: []string{"name", "description=Managed by SST"}},
	{
		types: []string{"aws:elasticache/replicationGroup:ReplicationGroup", "AWS::ElastiCache::ReplicationGroup"}, name: "cache",
		facts: []fact{
			{"engine", "engine", ""}, {"version", "engineversion", ""}, {"node", "nodetype|cachenodetype", ""}, {"nodes", "numcacheclusters", ""}, {"port", "port", "6379"},
			{"fails over", "automaticfailoverenabled", "false"}, {"in several zones", "multiazenabled", "false"}, {"snapshot days", "snapshotretentionlimit", "0"}, {"last snapshot", "finalsnapshotidentifier|", ""},
			{"encrypted", "atrestencryptionenabled", "false"}, {"tls", "transitencryptionenabled", "false"}, {"tls is", "transitencryptionmode", ""}, {"key", "kmskeyid", ""},
			{"token", "authtoken", ""}, {"minor upgrades", "autominorversionupgrade", "true"}, {"firewall", "securitygroupids", ""}, {"subnets", "subnetgroupname|cachesubnetgroupname", ""},
			{"parameters", "parametergroupname", ""}, {"cluster mode", "clustermode", "disabled"}, {"tiers", "datatieringenabled", "false"}, {"new token by", "authtokenupdatestrategy", ""},
		},
		more: lastSnapshot, rest: "description replicationgroupdescription",
		own: []string{"replicationgroupid", "applyimmediately=true"},
	},
	{types: []string{"random:index/randomBytes:RandomBytes"}, name: "generated value", rest: "length"},
	{types: []string{"random:index/randomPassword:RandomPassword"}, name: "password", facts: []fact{{"length", "length", ""}, {"special characters", "special", ""}, {"of", "overridespecial", ""}}},
	{
		types: []string{"aws:efs/fileSystem:FileSystem", "AWS::EFS::FileSystem"}, name: "files",
		facts: []fact{
			{"encrypted", "encrypted", "false"}, {"key", "kmskeyid", ""}, {"performance", "performancemode", "generalPurpose"}, {"throughput", "throughputmode", "bursting"},
			{"backups", "backuppolicy/status", ""},
		},
		more: keptPolicy, rest: "filesystempolicy",
	},
	{types: []string{"aws:efs/backupPolicy:BackupPolicy"}, of: "filesystemid", facts: []fact{{"backups", "backuppolicy/status", ""}}},
	{types: []string{"aws:efs/fileSystemPolicy:FileSystemPolicy"}, of: "filesystemid", more: policy, rest: "policy"},
	{types: []string{"aws:efs/mountTarget:MountTarget", "AWS::EFS::MountTarget"}, label: "mount target", of: "filesystemid", facts: []fact{{"firewall", "securitygroups", ""}, {"subnet", "subnetid", ""}}},
	{
		types: []string{"aws:efs/accessPoint:AccessPoint", "AWS::EFS::AccessPoint"}, name: "access point",
		facts: []fact{
			{"of", "filesystemid", ""}, {"user", "posixuser/uid", ""}, {"group", "posixuser/gid", ""}, {"root", "rootdirectory/path", "/"}, {"root's owner", "rootdirectory/creationinfo/owneruid", ""},
			{"root's group", "rootdirectory/creationinfo/ownergid", ""}, {"root's rights", "rootdirectory/creationinfo/permissions", ""},
		},
	},
	{
		types: []string{"aws:s3/bucket:Bucket", "AWS::S3::Bucket"}, label: "bucket", more: bucket, facts: []fact{{"goes with its objects", "forcedestroy", ""}},
		rest: "bucketencryption corsconfiguration lifecycleconfiguration ownershipcontrols publicaccessblockconfiguration versioningconfiguration loggingconfiguration",
		own:  []string{"bucket"},
	},
	{types: []string{"aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"}, of: "bucket", more: cors, rest: "corsrules"},
	{types: []string{"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"}, of: "bucket", more: lifecycle, rest: "rules"},
	{types: []string{"aws:s3/bucketLogging:BucketLogging"}, label: "bucket", of: "bucket", facts: []fact{{"logs to", "targetbucket", ""}, {"logs under", "targetprefix", ""}}},
	{types: []string{"aws:s3/bucketOwnershipControls:BucketOwnershipControls"}, of: "bucket", facts: []fact{{"owner", "rule/objectownership", ""}}},
	{types: []string{"aws:s3/bucketPolicy:BucketPolicy", "AWS::S3::BucketPolicy"}, of: "bucket", more: policy, rest: "policy policydocument"},
	{types: []string{"aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"}, of: "bucket", facts: blocked("")},
	{types: []string{"aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"}, of: "bucket", facts: encryption("rules/0/applyserversideencryptionbydefault", "rules/0/bucketkeyenabled", "AES256")},
	{types: []string{"aws:s3/bucketVersioning:BucketVersioning"}, of: "bucket", facts: []fact{{"versions", "versioningconfiguration/status", ""}}},
	{
		types: []string{"aws:secretsmanager/secret:Secret", "AWS::SecretsManager::Secret"}, label: "secret",
		facts: []fact{{"key", "kmskeyid", ""}, {"days to bring back", "recoverywindowindays", ""}, {"says", "description", ""}}, more: secretValue, rest: "generatesecretstring secretstring",
		own: []string{"name|nameprefix"},
	},
	{types: []string{"aws:secretsmanager/secretVersion:SecretVersion"}, label: "secret version", of: "secretid", more: secretValue, rest: "secretstring"},
}

var watching = []kind{
	{
		types: []string{"aws:cloudwatch/metricAlarm:MetricAlarm", "AWS::CloudWatch::Alarm"}, name: "alarm on", key: "metricname",
		facts: []fact{
			{"namespace", "namespace", ""}, {"statistic", "statistic", ""}, {"goes off", "comparisonoperator", ""}, {"threshold", "threshold", ""}, {"period", "period", ""}, {"periods", "evaluationperiods", ""},
			{"no data is", "treatmissingdata", "missing"}, {"tells", "alarmactions", ""}, {"tells when well", "okactions", ""}, {"says", "alarmdescription", ""},
		},
		more: dimensions, rest: "dimensions",
		own: []string{"name?"},
	},
	{types: []string{"aws:sns/topic:Topic", "AWS::SNS::Topic"}, name: "alarm topic", facts: []fact{{"key", "kmsmasterkeyid", ""}, {"subscriber", "subscription", ""}}, rest: "displayname"},
	{types: []string{"aws:sns/topicSubscription:TopicSubscription"}, of: "topic", more: subscriber, rest: "endpoint protocol"},
	{types: []string{"aws:sns/topicPolicy:TopicPolicy", "AWS::SNS::TopicPolicy"}, of: "arn|topics", more: policy, rest: "policy policydocument"},
	{
		types: []string{"aws:wafv2/webAcl:WebAcl", "AWS::WAFv2::WebACL"}, name: "web acl",
		facts: []fact{
			{"scope", "scope", ""}, {"rule", "rules", ""}, {"others", "defaultaction", ""}, {"metrics", "visibilityconfig/cloudwatchmetricsenabled", ""}, {"samples", "visibilityconfig/sampledrequestsenabled", ""},
			{"metric", "visibilityconfig/metricname", ""},
		},
	},
	{types: []string{"aws:wafv2/webAclAssociation:WebAclAssociation", "AWS::WAFv2::WebACLAssociation"}, of: "webaclarn", facts: []fact{{"in front of", "resourcearn", ""}}},
	{
		types: []string{"aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "AWS::WAFv2::LoggingConfiguration"}, label: "web acl logging", of: "resourcearn",
		facts: []fact{{"log", "logdestinationconfigs", ""}, {"log leaves out", "redactedfields", ""}},
	},
}

// blocked are the four ways in which a bucket is not public.
func blocked(path string) []fact {
	return []fact{
		{"blocks public ACLs", path + "blockpublicacls", "false"}, {"blocks public policies", path + "blockpublicpolicy", "false"},
		{"ignores public ACLs", path + "ignorepublicacls", "false"}, {"keeps out the public", path + "restrictpublicbuckets", "false"},
	}
}

// encryption is how a bucket encrypts what no one else encrypted.
func encryption(path, bucketKey, absent string) []fact {
	return []fact{{"encrypted with", path + "/ssealgorithm", absent}, {"key", path + "/kmsmasterkeyid", ""}, {"one data key", bucketKey, ""}}
}
