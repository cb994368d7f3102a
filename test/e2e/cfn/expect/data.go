package expect

import (
	"fmt"
	"slices"
)

const (
	dbCluster  = "AWS::RDS::DBCluster"
	dbInstance = "AWS::RDS::DBInstance"
	bucket     = "AWS::S3::Bucket"
	redis      = "AWS::ElastiCache::ReplicationGroup"
)

var data = []Expectation{
	{"the database is the wanted one, encrypted, backed up and of the wanted size", func(s *Stage) {
		if !s.stateless() {
			s.Number(dbCluster, 0)
			return
		}
		db, ok := s.One(dbCluster)
		if !ok {
			return
		}
		db.Is("Engine", "aurora-postgresql")
		db.Is("EngineVersion", s.Database.Version)
		db.Is("DatabaseName", s.Database.Name)
		db.Is("MasterUsername", s.Database.User)
		db.Is("Port", 5432)
		db.Is("StorageEncrypted", true)
		db.Is("BackupRetentionPeriod", s.Database.BackupRetentionDays)
		db.Is("CopyTagsToSnapshot", true)
		db.Is("EnableIAMDatabaseAuthentication", true)
		db.Is("EnableCloudwatchLogsExports", []string{"postgresql"})
		db.Is("ServerlessV2ScalingConfiguration.MinCapacity", s.Database.MinACU)
		db.Is("ServerlessV2ScalingConfiguration.MaxCapacity", s.Database.MaxACU)
		parameters, _ := s.named(db.Text("DBClusterParameterGroupName"))
		parameters.Is("Family", fmt.Sprintf("aurora-postgresql%d", s.Database.Major))
		parameters.Is("Parameters.rds", nil)
		settings, _ := parameters.Get("Parameters").(map[string]any)
		if force := settings["rds.force_ssl"]; force != map[bool]string{true: "1", false: "0"}[s.Database.TLS] {
			parameters.Fail("rds.force_ssl is %v", force)
		}
	}},
	{"the database has one writer and the wanted readers, hidden from the internet", func(s *Stage) {
		if !s.stateless() {
			s.Number(dbInstance, 0)
			return
		}
		s.Number(dbInstance, 1+s.Database.Readers)
		first := 0
		for _, i := range s.All(dbInstance) {
			i.Is("DBInstanceClass", "db.serverless")
			i.Is("PubliclyAccessible", false)
			i.Is("Engine", "aurora-postgresql")
			if !slices.ContainsFunc(i.DependsOn, func(id string) bool { w, _ := s.named("<" + id + ">"); return w.Type == dbInstance }) {
				first++
			}
		}
		if first != 1 {
			s.Fail("%d instances wait for no other: the first becomes the writer", first)
		}
	}},
	{"uploads are private, encrypted, reached by TLS only, and from the wanted origins", func(s *Stage) {
		if !s.stateless() {
			return
		}
		b := s.uploads()
		var origins []string
		for _, o := range s.Files.Origins {
			origins = append(origins, s.Fill(o))
		}
		if len(origins) > 0 {
			s.SameSet("the origins", b.Texts("CorsConfiguration.CorsRules[0].AllowedOrigins"), origins)
		} else {
			b.Is("CorsConfiguration", nil)
		}
		if got := b.Text("VersioningConfiguration.Status") == "Enabled"; got != s.Files.Versioning {
			b.Fail("versioning is %t", got)
		}
		var got, want []string
		for _, r := range b.Parts("LifecycleConfiguration.Rules") {
			if days := r.Text("ExpirationInDays"); days != "" {
				got = append(got, r.Text("Prefix")+" "+days)
			}
			r.Is("Status", "Enabled")
		}
		for _, r := range s.Files.Lifecycle {
			want = append(want, fmt.Sprintf("%s %d", r.Prefix, r.ExpireDays))
		}
		s.SameSet("the rules that delete objects", got, want)
	}},
	{"every bucket is private, encrypted and refuses plain HTTP", func(s *Stage) {
		for _, b := range s.All(bucket) {
			for _, block := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
				b.Is("PublicAccessBlockConfiguration."+block, true)
			}
			b.Given("BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm")
			b.Given("OwnershipControls.Rules[0].ObjectOwnership")
			b.Given("LifecycleConfiguration.Rules[0].AbortIncompleteMultipartUpload.DaysAfterInitiation")
			denied := false
			for _, p := range s.All("AWS::S3::BucketPolicy") {
				if p.Text("Bucket") != ref(b) {
					continue
				}
				for _, st := range p.Parts("PolicyDocument.Statement") {
					denied = denied || st.Text("Effect") == "Deny" && st.Text("Condition.Bool.aws:SecureTransport") == "false" &&
						slices.Equal(st.Texts("Resource"), []string{att(b, "Arn"), att(b, "Arn") + "/*"}) && st.Text("Principal.AWS") == "*" && st.Text("Action") == "s3:*"
				}
			}
			if !denied {
				b.Fail("takes plain HTTP")
			}
		}
	}},
	{"a single replica keeps its data on an encrypted file system that only its task may mount", func(s *Stage) {
		const files, point = "AWS::EFS::FileSystem", "AWS::EFS::AccessPoint"
		if s.stateless() {
			s.Number(files, 0)
			return
		}
		fs, ok := s.One(files)
		if !ok {
			return
		}
		fs.Is("Encrypted", true)
		fs.Is("BackupPolicy.Status", map[bool]string{true: "ENABLED", false: "DISABLED"}[s.Retain])
		denied := false
		task, _ := s.One(taskDefinition)
		for _, st := range fs.Parts("FileSystemPolicy.Statement") {
			if st.Text("Effect") == "Deny" {
				denied = st.Text("Condition.Bool.aws:SecureTransport") == "false"
			} else {
				st.Is("Principal.AWS", task.Text("TaskRoleArn"))
			}
		}
		if !denied {
			fs.Fail("takes connections without TLS")
		}
		if a, ok := s.One(point); ok {
			for _, id := range []string{"PosixUser.Uid", "PosixUser.Gid", "RootDirectory.CreationInfo.OwnerUid", "RootDirectory.CreationInfo.OwnerGid"} {
				a.Is(id, "10001")
			}
			a.Is("RootDirectory.CreationInfo.Permissions", "0750")
			v := task.Part("Volumes[0].EFSVolumeConfiguration")
			v.Is("FilesystemId", ref(fs))
			v.Is("TransitEncryption", "ENABLED")
			v.Is("AuthorizationConfig.IAM", "ENABLED")
			v.Is("AuthorizationConfig.AccessPointId", ref(a))
		}
	}},
	{"the cache is there where wanted, only with a token and over TLS", func(s *Stage) {
		if s.Cache.Node == "" {
			s.Number(redis, 0)
			return
		}
		c, ok := s.One(redis)
		if !ok {
			return
		}
		c.Is("Engine", s.Cache.Engine)
		c.Is("EngineVersion", s.Cache.Version)
		c.Is("CacheNodeType", s.Cache.Node)
		c.Is("NumCacheClusters", 1+s.Cache.Replicas)
		c.Is("AutomaticFailoverEnabled", s.Cache.Replicas > 0)
		c.Is("MultiAZEnabled", s.Cache.Replicas > 0)
		c.Is("AtRestEncryptionEnabled", true)
		c.Is("TransitEncryptionEnabled", true)
		c.Is("TransitEncryptionMode", "required")
		c.Given("AuthToken")
		c.Is("SnapshotRetentionLimit", s.Cache.SnapshotDays)
		c.Is("NumNodeGroups", nil)
	}},
	{"logs are kept as long as wanted", func(s *Stage) {
		for _, l := range s.All("AWS::Logs::LogGroup") {
			l.Is("RetentionInDays", s.Logs.RetentionDays)
		}
		task, ok := s.One(taskDefinition)
		if !ok {
			return
		}
		for _, c := range task.Parts("ContainerDefinitions") {
			c.Is("LogConfiguration.LogDriver", "awslogs")
			c.Is("LogConfiguration.Options.mode", "non-blocking")
			if l, ok := s.named(c.Text("LogConfiguration.Options.awslogs-group")); !ok || l.Type != "AWS::Logs::LogGroup" {
				c.Fail("logs to %q", c.Text("LogConfiguration.Options.awslogs-group"))
			}
			c.Is("LogConfiguration.Options.awslogs-region", s.Region)
		}
	}},
}

// uploads is the bucket for uploads: the one that the world may put objects
// into by a signed URL, or the only one.
func (s *Stage) uploads() Item {
	var logs string
	for _, b := range s.All(bucket) {
		if to := b.Text("LoggingConfiguration.DestinationBucketName"); to != "" {
			logs = to
		}
	}
	for _, b := range s.All(bucket) {
		if ref(b) != logs {
			return b
		}
	}
	return Item{}
}

// appLog is an attribute of the log of the app.
func (s *Stage) appLog(attribute string) string {
	c, ok := s.container("pylon")
	if !ok {
		return ""
	}
	l, _ := s.named(c.Text("LogConfiguration.Options.awslogs-group"))
	return att(l, attribute)
}
