package resolve

import "github.com/pylon-gen/pylon-gen/internal/stack"

// decideDatabase decides what a database is like that is not configured in a spec.
func decideDatabase(s *stack.Stack) {
	d := &s.Database
	if !d.Given() {
		return
	}
	d.Port = 5432
	d.SSLMode = "disable"
	if d.TLS {
		d.SSLMode = "require"
	}
	d.Class = "db.serverless"
	d.PasswordLength = 40
	d.SlowQuery = 1000
	d.Log = "postgresql"
	d.NameSuffix = ""
	if s.Strict {
		d.NameSuffix = "-key" // encrypted with another key than AWS's
	}
	d.BackupWindow, d.MaintenanceWindow = "03:00-04:00", "sun:04:30-sun:05:30"
	d.TagSnapshots = true
	d.MinorUpgrades = false // Version names a minor: the next deployment would go back
	d.PromotionTier = 1
	d.MonitoringInterval, d.PerformanceInsights = 0, false
	if s.Strict {
		d.MonitoringInterval, d.PerformanceInsights = 60, true
	}
}

// decideCache decides what a cache is like that is not configured in a spec.
func decideCache(c *stack.Cache) {
	if !c.Given() {
		return
	}
	c.Failover = c.Replicas > 0
	if c.TransitEncryption != stack.TLSOff {
		c.TokenLength = 64
	}
	c.MinorUpgrades = false // as for the database
}
