package expect

import (
	"slices"
	"strconv"
	"strings"
)

const (
	cluster         = "aws:rds/cluster:Cluster"
	clusterInstance = "aws:rds/clusterInstance:ClusterInstance"
	bucket          = "aws:s3/bucket:Bucket"
	fileSystem      = "aws:efs/fileSystem:FileSystem"
	cache           = "aws:elasticache/replicationGroup:ReplicationGroup"
)

var data = []Expectation{
	{"the database is Aurora PostgreSQL of the version and capacity that were chosen", func(s *Stage) {
		if s.Database.Version == "" {
			s.Number(cluster, 0)
			s.Number(clusterInstance, 0)
			return
		}
		db, ok := s.One(cluster)
		if !ok {
			return
		}
		db.Is("engine", "aurora-postgresql")
		db.Is("engineVersion", s.Database.Version)
		db.Is("databaseName", s.Database.Name)
		db.Is("masterUsername", s.Database.User)
		db.Is("serverlessv2ScalingConfiguration.minCapacity", s.Database.MinACU)
		db.Is("serverlessv2ScalingConfiguration.maxCapacity", s.Database.MaxACU)
		db.Is("backupRetentionPeriod", s.Database.BackupRetentionDays)
		s.Number(clusterInstance, 1+s.Database.Readers)
		for _, i := range s.All(clusterInstance) {
			i.Is("instanceClass", "db.serverless")
			i.Is("engine", "aurora-postgresql")
		}
	}},
	{"the database is encrypted, hidden from the world, and gone only when nobody needs it", func(s *Stage) {
		for _, db := range s.All(cluster) {
			db.Is("storageEncrypted", true)
			db.Is("deletionProtection", s.Protect)
			db.Is("skipFinalSnapshot", !s.Retain)
			if s.Retain {
				db.Given("finalSnapshotIdentifier")
			}
		}
		for _, i := range s.All(clusterInstance) {
			if i.Get("publiclyAccessible") == true {
				i.Fail("it has a public address")
			}
		}
		for _, g := range s.All("aws:rds/subnetGroup:SubnetGroup") {
			if n := len(g.Texts("subnetIds")); n < 2 {
				g.Fail("it is in %d subnets", n)
			}
		}
	}},
	{"the database demands TLS where the app's URL says so", func(s *Stage) {
		if s.Database.Version == "" {
			return
		}
		groups := s.All("aws:rds/clusterParameterGroup:ClusterParameterGroup")
		if len(groups) != 1 {
			s.Fail("%d parameter groups", len(groups))
			return
		}
		force := ""
		for _, p := range groups[0].Parts("parameters") {
			if p.Text("name") == "rds.force_ssl" {
				force = p.Text("value")
			}
		}
		if want := map[bool]string{true: "1", false: "0"}[s.Database.TLS]; force != want {
			groups[0].Fail("rds.force_ssl is %q, not %q", force, want)
		}
		mode := map[bool]string{true: "sslmode=require", false: "sslmode=disable"}[s.Database.TLS]
		if !slices.ContainsFunc(s.All("aws:secretsmanager/secretVersion:SecretVersion"), func(v Item) bool {
			return strings.HasPrefix(v.Text("secretString"), "postgres") && strings.Contains(v.Text("secretString"), mode)
		}) {
			s.Fail("no URL says %s", mode)
		}
	}},
	{"there is a bucket for uploads where files are not on the file system", func(s *Stage) {
		if want := s.Files.Credentials != ""; want != (len(s.uploads()) == 1) {
			s.Fail("%d buckets for uploads", len(s.uploads()))
		}
	}},
	{"no bucket is public, and none answers without TLS", func(s *Stage) {
		for _, b := range s.All(bucket) {
			blocked, tls := false, false
			for _, p := range s.All("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock") {
				if p.Text("bucket") == b.ID {
					blocked = true
					for _, key := range []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"} {
						p.Is(key, true)
					}
				}
			}
			for _, p := range s.All("aws:s3/bucketPolicy:BucketPolicy") {
				for _, st := range p.Parts("policy.Statement") {
					if p.Text("bucket") != b.ID {
						continue
					}
					if st.Text("Effect") == "Deny" && st.Text("Condition.Bool.aws:SecureTransport") == "false" {
						tls = slices.Equal(st.Texts("Action"), []string{"s3:*"})
					}
					if st.Text("Effect") == "Allow" && (st.Text("Principal") == "*" || strings.Contains(st.Text("Principal"), `"*"`)) {
						st.Fail("it lets in everybody")
					}
				}
			}
			if !blocked {
				b.Fail("public access is not blocked")
			}
			if !tls {
				b.Fail("it answers without TLS")
			}
		}
	}},
	{"browsers upload from the app's origins only", func(s *Stage) {
		s.Number("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", len(s.uploads())) // no other bucket lets pages in
		for _, b := range s.uploads() {
			var got, want []string
			for _, c := range s.All("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration") {
				for _, rule := range c.Parts("corsRules") {
					if c.Text("bucket") == b.ID {
						got = append(got, rule.Texts("allowedOrigins")...)
					}
				}
			}
			for _, o := range s.Files.Origins {
				want = append(want, s.Fill(o))
			}
			s.SameSet("origins that may upload", got, want)
			if slices.Contains(got, "*") {
				b.Fail("every origin may upload")
			}
		}
	}},
	{"uploads expire as wanted, and halves of uploads do not stay", func(s *Stage) {
		for _, b := range s.uploads() {
			expiry, leftovers := map[string]int{}, false
			for _, l := range s.All("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2") {
				for _, rule := range l.Parts("rules") {
					if l.Text("bucket") != b.ID || rule.Text("status") != "Enabled" {
						continue
					}
					if days := rule.Get("expiration.days"); days != nil {
						expiry[rule.Text("filter.prefix")] = int(number(days))
					}
					leftovers = leftovers || number(rule.Get("abortIncompleteMultipartUpload.daysAfterInitiation")) > 0
				}
			}
			for _, rule := range s.Files.Lifecycle {
				if expiry[rule.Prefix] != rule.ExpireDays {
					b.Fail("%q expires after %d days, not %d", rule.Prefix, expiry[rule.Prefix], rule.ExpireDays)
				}
			}
			if len(expiry) != len(s.Files.Lifecycle) {
				b.Fail("%d rules of expiry, not %d", len(expiry), len(s.Files.Lifecycle))
			}
			if !leftovers {
				b.Fail("halves of uploads stay for ever")
			}
		}
	}},
	{"a single replica keeps its data on an encrypted file system, as its own user and over TLS", func(s *Stage) {
		if s.stateless() {
			s.Number(fileSystem, 0)
			return
		}
		fs, ok := s.One(fileSystem)
		if !ok {
			return
		}
		fs.Is("encrypted", true)
		point, ok := s.One("aws:efs/accessPoint:AccessPoint")
		if !ok {
			return
		}
		point.Is("posixUser.uid", 10001)
		point.Is("posixUser.gid", 10001)
		for _, task := range s.All(taskDefinition) {
			mounted := false
			for _, v := range task.Parts("volumes") {
				if v.Text("efsVolumeConfiguration.fileSystemId") != fs.ID {
					continue
				}
				mounted = true
				v.Is("efsVolumeConfiguration.transitEncryption", "ENABLED")
				v.Is("efsVolumeConfiguration.authorizationConfig.iam", "ENABLED")
				v.Is("efsVolumeConfiguration.authorizationConfig.accessPointId", point.ID)
				if c, ok := s.appContainer(); ok && !slices.ContainsFunc(c.Parts("mountPoints"), func(m Item) bool { return m.Text("sourceVolume") == v.Text("name") }) {
					c.Fail("it does not mount %s", v.Text("name"))
				}
			}
			if !mounted {
				task.Fail("it has no volume on the file system")
			}
		}
	}},
	{"the cache is there where wanted: encrypted, with a token, one shard, as many replicas as chosen", func(s *Stage) {
		if s.Cache.Node == "" {
			s.Number(cache, 0)
			return
		}
		c, ok := s.One(cache)
		if !ok {
			return
		}
		c.Is("engine", s.Cache.Engine)
		c.Is("nodeType", s.Cache.Node)
		c.Is("atRestEncryptionEnabled", true)
		c.Is("transitEncryptionEnabled", true)
		c.Given("authToken")
		if c.Text("clusterMode") == "enabled" || number(c.Get("numNodeGroups")) > 1 {
			c.Fail("the runtime does not speak the protocol of clusters")
		}
		if version := c.Text("engineVersion"); version != s.Cache.Version && !strings.HasPrefix(version, s.Cache.Version) {
			c.Fail("version %s, not %s", version, s.Cache.Version)
		}
		replicas := c.Text("replicasPerNodeGroup")
		c.Is("snapshotRetentionLimit", s.Cache.SnapshotDays)
		if nodes := c.Get("numCacheClusters"); nodes != nil {
			replicas = strconv.Itoa(int(number(nodes)) - 1)
		}
		if replicas == "" {
			replicas = "0"
		}
		if replicas != strconv.Itoa(s.Cache.Replicas) {
			c.Fail("%s replicas, not %d", replicas, s.Cache.Replicas)
		}
	}},
}

// uploads gives the buckets whose names the app knows; others hold logs.
func (s *Stage) uploads() []Item {
	c, ok := s.appContainer()
	if !ok {
		return nil
	}
	return slices.DeleteFunc(s.All(bucket), func(b Item) bool {
		return !slices.ContainsFunc(c.Parts("environment"), func(v Item) bool { return v.Text("value") == b.ID })
	})
}
