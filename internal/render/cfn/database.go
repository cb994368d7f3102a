package cfn

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"github.com/pylon-gen/pylon-gen/internal/render/cfn/aws"
	"github.com/pylon-gen/pylon-gen/internal/resource"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

const (
	database            = "Database"
	databaseCredentials = "DatabaseCredentials"
	databaseSubnets     = "DatabaseSubnets"
	databaseParameters  = "DatabaseParameters"
	databaseWriter      = "DatabaseWriter"
	databaseReader      = "DatabaseReader" // + number
	databaseMonitoring  = "DatabaseMonitoringRole"
	databaseLog         = "DatabaseLog"

	databaseEngine = "aurora-postgresql"
)

// database adds the Aurora Serverless v2 cluster with its generated
// credentials.
func (t *template) database() {
	if !t.Has(stack.WatchedDatabase) {
		return
	}
	t.section("Database: Aurora Serverless v2, PostgreSQL.")
	username, err := json.Marshal(map[string]string{"username": t.Database.User})
	if err != nil {
		panic("cfn: a string does not marshal: " + err.Error())
	}
	t.data(databaseCredentials, &aws.SecretsManagerSecret{
		Description: aws.Str("Master user of the database"),
		GenerateSecretString: &aws.SecretsManagerSecret_GenerateSecretString{
			ExcludePunctuation:   aws.Bool(true).Note("it becomes part of a URL"),
			GenerateStringKey:    aws.Str("password"),
			PasswordLength:       aws.Int(t.Database.PasswordLength),
			SecretStringTemplate: aws.Str(string(username)),
		},
		KmsKeyId: t.keyARN(),
		Tags:     t.tags,
	})
	t.plain(databaseSubnets, &aws.RDSDBSubnetGroup{
		DBSubnetGroupDescription: aws.Str("Private subnets"),
		SubnetIds:                t.privateSubnets(),
		Tags:                     t.tags,
	})
	forceTLS := "0"
	if t.Database.TLS {
		forceTLS = "1"
	}
	t.plain(databaseParameters, &aws.RDSDBClusterParameterGroup{
		Description: aws.Str("Settings of the database"),
		Family:      aws.Str(fmt.Sprintf("%s%d", databaseEngine, t.Database.Major)),
		Parameters: aws.Map(
			aws.Member{Name: "log_min_duration_statement", Value: aws.Str(strconv.Itoa(t.Database.SlowQuery)).Note("milliseconds")},
			aws.Member{Name: "rds.force_ssl", Value: aws.Str(forceTLS)},
		),
		Tags: t.tags,
	})
	t.dataKept(database, &aws.RDSDBCluster{
		BackupRetentionPeriod:           aws.Int(t.Database.BackupRetentionDays),
		CopyTagsToSnapshot:              aws.Bool(t.Database.TagSnapshots),
		DBClusterParameterGroupName:     aws.Ref(databaseParameters),
		DBSubnetGroupName:               aws.Ref(databaseSubnets),
		DatabaseName:                    aws.Str(t.Database.Name),
		DeletionProtection:              aws.Bool(t.Protect),
		EnableCloudwatchLogsExports:     aws.Strs(t.Database.Log),
		EnableIAMDatabaseAuthentication: aws.Bool(t.Database.IAMAuth),
		Engine:                          aws.Str(databaseEngine),
		EngineVersion:                   aws.Str(t.Database.Version),
		KmsKeyId:                        t.keyARN(),
		MasterUserPassword:              aws.Sub("{{resolve:secretsmanager:${" + databaseCredentials + "}:SecretString:password}}"),
		MasterUsername:                  aws.Str(t.Database.User),
		Port:                            aws.Int(t.Database.Port),
		PreferredBackupWindow:           aws.Str(t.Database.BackupWindow),
		PreferredMaintenanceWindow:      aws.Str(t.Database.MaintenanceWindow),
		ServerlessV2ScalingConfiguration: &aws.RDSDBCluster_ServerlessV2ScalingConfiguration{
			MaxCapacity: aws.Float(t.Database.MaxACU),
			MinCapacity: aws.Float(t.Database.MinACU),
		},
		StorageEncrypted:    aws.Bool(true),
		VpcSecurityGroupIds: []aws.Value{aws.GetAtt(databaseGroup, "GroupId")},
		Tags:                t.tags,
	}, resource.Snapshot)
	// The group of the cluster's log, before the first instance writes to it: RDS
	// would make one itself and never delete it. A cluster alone writes nothing.
	t.logGroup(databaseLog, aws.Sub("/aws/rds/cluster/${"+database+"}/"+t.Database.Log))
	if t.Database.MonitoringInterval > 0 {
		t.databaseMonitoring()
	}
	t.databaseInstance(databaseWriter, databaseLog)
	for i := range t.Database.Readers {
		// The first instance of a cluster becomes the writer.
		t.databaseInstance(numbered(databaseReader, i), databaseWriter)
	}
	t.output("DatabaseEndpoint", "Host of the database, within the VPC", aws.GetAtt(database, "Endpoint.Address"))
	t.output("DatabaseCredentialsArn", "Secret with the database's master user", aws.Ref(databaseCredentials))
}

// databaseInstance adds one instance. It holds no data, the cluster does, so it
// goes with the stage.
func (t *template) databaseInstance(id string, dependsOn ...string) {
	instance := &aws.RDSDBInstance{
		AutoMinorVersionUpgrade: aws.Bool(t.Database.MinorUpgrades),
		DBClusterIdentifier:     aws.Ref(database),
		DBInstanceClass:         aws.Str(t.Database.Class),
		Engine:                  aws.Str(databaseEngine),
		PromotionTier:           aws.Int(t.Database.PromotionTier),
		PubliclyAccessible:      aws.Bool(false),
		Tags:                    t.tags,
	}
	if t.Database.MonitoringInterval > 0 {
		instance.MonitoringInterval = aws.Int(t.Database.MonitoringInterval)
		instance.MonitoringRoleArn = aws.GetAtt(databaseMonitoring, "Arn")
	}
	if t.Database.PerformanceInsights {
		instance.EnablePerformanceInsights = aws.Bool(true)
		instance.PerformanceInsightsKMSKeyId = t.keyARN()
	}
	t.add(resource.Resource{ID: id, DependsOn: dependsOn, Keep: resource.Delete, Replaced: resource.Delete}, instance)
}

// databaseMonitoring adds the role that sends the database's figures to
// CloudWatch.
func (t *template) databaseMonitoring() { t.role(databaseMonitoring, stack.MonitoringRole) }

// databaseURL is the connection string with the generated password in it.
// CloudFormation puts it together; it appears in no template, parameter, event
// or task definition.
func (t *template) databaseURL() aws.Value {
	return t.databaseAddress(":{{resolve:secretsmanager:${" + databaseCredentials + "}:SecretString:password}}")
}

// databaseAddress is the connection string with a password, or "" for none.
func (t *template) databaseAddress(password string) aws.Value {
	return aws.Sub("postgresql://" + url.PathEscape(t.Database.User) + password +
		"@${" + database + ".Endpoint.Address}:${" + database + ".Endpoint.Port}/" + url.PathEscape(t.Database.Name) +
		"?sslmode=" + t.Database.SSLMode)
}
