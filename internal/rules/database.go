package rules

import (
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// databaseRules are about the database and how its data is kept.
var databaseRules = []*Rule{
	{
		ID: "PG401", Severity: diag.Error, Since: firstRelease,
		Title:    "the database is set to pause, which never happens",
		Why:      "Aurora pauses without connections only, and every task of Pylon keeps twelve of them open: you would pay for 0.5 ACU or more anyway, and a resume breaks the runtime's connections",
		Fix:      "use 0.5 ACU or more",
		Evidence: "Aurora user guide, Serverless v2 auto-pause; crates/storage/src/postgres.rs at 0.3.23.",
		Fires:    Example{Spec: "database: { capacity: { min: 0 ACU } }"},
		Silent:   Example{Spec: "database: { capacity: { min: 0.5 ACU } }"},
	},
	{
		ID: "PG402", Severity: diag.Info, Since: firstRelease,
		Title:    "many tasks share a small database",
		Why:      "each task keeps about twelve connections open, and each connection costs memory of the database: 1 ACU has 2 GiB",
		Fix:      "raise database.capacity.min, or lower service.scaling.max",
		Evidence: "crates/storage/src/postgres.rs at 0.3.23: one connection for data, eleven for sessions and logins; Aurora caps connections at 2000 for a minimum of 0.5 ACU.",
		Fires:    Example{Spec: "service: { scaling: { max: 20 } }\ncache: { redis: true }"},
		Silent:   Example{Spec: "service: { scaling: { max: 20 } }\ncache: { redis: true }\ndatabase: { capacity: { min: 2 ACU, max: 8 ACU } }"},
		check: func(c *checker) {
			d := c.s.Database
			if n := connectionsOfTask * c.s.Service.Scaling.Max; d.Version != "" && float64(n) > connectionsOfACU*d.MinACU {
				c.find(c.at("database.capacity.min", "service.scaling.max"), "up to %d connections meet a database of %v ACU", n, d.MinACU)
			}
		},
	},
	{
		ID: "PG403", Severity: diag.Warning, Since: firstRelease,
		Title:    "local development has another major version of PostgreSQL than production",
		Why:      "what works here may not work there",
		Fix:      "use an image of the same major version",
		Evidence: "PostgreSQL's versioning policy.",
		Fires:    Example{Spec: "dev: { postgres: { image: \"postgres:18\" } }"},
		Silent:   Example{Spec: "dev: { postgres: { image: \"postgres:16\" } }"},
	},
	{
		ID: "PG404", Severity: diag.Error, Since: firstRelease,
		Title:    "the image cannot verify the database's certificate",
		Why:      "with TLS the runtime trusts the operating system's roots only, and Amazon's authority for RDS is not among them: every start ends with an error",
		Fix:      "add Amazon's bundle as the Dockerfile of pylon-gen init does and set SSL_CERT_FILE, or write database: { tls: disable }",
		Evidence: "crates/storage/src/postgres.rs at 0.3.23 (rustls, sslrootcert is ignored); Amazon RDS user guide, SSL with PostgreSQL.",
		Fires:    Example{Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0\nCOPY . /app"},
		Silent:   Example{Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0\nADD https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /etc/ssl/rds.pem\nENV SSL_CERT_FILE=/etc/ssl/rds.pem"},
		check: func(c *checker) {
			d := c.dockerfile()
			if c.s.Database.TLS && d.from != nil && !d.mentions("SSL_CERT_FILE") && !d.mentions("update-ca-certificates") && !d.mentions("SSL_CERT_DIR") {
				c.find(d.from.Pos, "the database wants TLS, and the image does not get Amazon's authority")
			}
		},
	},
	{
		ID: "PG405", Severity: diag.Warning, Since: firstRelease,
		Title:    "production's data is not protected",
		Why:      "removing the stage, or a property that replaces the database, would delete it",
		Fix:      "remove protect and removal from production: its defaults are true and retain",
		Evidence: "CloudFormation: four kinds of resources that hold data are deleted by default.",
		Fires:    Example{Spec: "stages:\n  production: { domain: { name: api.example.com }, removal: remove }"},
		Silent:   Example{Spec: "stages:\n  production: { domain: { name: api.example.com }, removal: retain }"},
		check: func(c *checker) {
			switch {
			case !c.s.Stage.Production:
			case !c.s.Retain:
				c.find(c.at("removal"), "production's data is deleted with the stage")
			case !c.s.Protect:
				c.find(c.at("protect"), "nothing refuses the deletion of production's database")
			}
		},
	},
	{
		ID: "PG406", Severity: diag.Warning, Since: firstRelease,
		Title:    "the database is accessed without TLS",
		Why:      "its password and data travel in the clear inside the VPC, and Aurora PostgreSQL 17 refuses that by default",
		Fix:      "remove tls, and build the image with the Dockerfile of pylon-gen init",
		Evidence: "Amazon RDS user guide, rds.force_ssl.",
		Fires:    Example{Spec: "database: { tls: disable }"},
		Silent:   Example{Spec: "database: { tls: require }"},
		check: func(c *checker) {
			if d := c.s.Database; d.Version != "" && !d.TLS {
				c.find(c.at("database.tls"), "connections to the database are not encrypted")
			}
		},
	},
	{
		ID: "PG407", Severity: diag.Warning, Since: firstRelease,
		Title:    "production's backups are kept for less than a week",
		Why:      "a mistake that is found on Monday cannot be undone",
		Fix:      "use 7 days or more; backups of that time cost little",
		Evidence: "Amazon Aurora user guide, backups: 1 to 35 days.",
		Fires:    Example{Spec: "database: { backupRetention: 1 day }"},
		Silent:   Example{Spec: "database: { backupRetention: 7 days }"},
		check: func(c *checker) {
			if d := c.s.Database; d.Version != "" && d.BackupRetentionDays < 7 && c.s.Stage.Production {
				c.find(c.at("database.backupRetention"), "backups are kept for %d days", d.BackupRetentionDays)
			}
		},
	},
	{
		ID: "PG409", Severity: diag.Error, Since: firstRelease, Versions: pylon.UniqueMigrations,
		Title:    "migrations fail on unique fields",
		Why:      "these versions stop a migration of PostgreSQL at a field with unique: true, and print an error only",
		Fix:      "upgrade the runtime to 0.3.95",
		Evidence: "CHANGELOG of 0.3.95: versions 0.3.64 to 0.3.94.",
		Fires:    Example{Spec: "pylon: { version: 0.3.80 }", Manifest: `"entities": [{"name": "User", "fields": [{"name": "email", "type": "string", "optional": false, "unique": true}], "indexes": []}]`},
		Silent:   Example{Spec: "pylon: { version: 0.3.95 }", Manifest: `"entities": [{"name": "User", "fields": [{"name": "email", "type": "string", "optional": false, "unique": true}], "indexes": []}]`},
		check: func(c *checker) {
			if unique := c.features(stack.FeatureUnique); len(unique) > 0 && c.s.Shape == stack.Stateless {
				c.find(unique[0].Pos, "%s, which runtime %s cannot migrate", several(unique, "unique field", "fields"), c.version)
			}
		},
	},
	{
		ID: "PG410", Severity: diag.Info, Since: firstRelease,
		Title:    "SQLite ignores the language of a search",
		Why:      "words are found as they are written only",
		Fix:      "use the stateless shape where that matters",
		Evidence: "crates/core/src/lib.rs at 0.3.23: search.language is a configuration of PostgreSQL.",
		Fires: Example{Spec: "shape: single-replica", Manifest: `"entities": [{"name": "Post", "fields": [{"name": "body", "type": "string", "optional": false, "unique": false}], "indexes": [],
  "search": {"text": ["body"], "language": "german"}}]`},
		Silent: Example{Manifest: `"entities": [{"name": "Post", "fields": [{"name": "body", "type": "string", "optional": false, "unique": false}], "indexes": [],
  "search": {"text": ["body"], "language": "german"}}]`},
		check: func(c *checker) {
			for _, f := range c.features(stack.FeatureLanguage) {
				if c.s.Shape == stack.SingleReplica {
					c.find(f.Pos, "the search of %s is in %s, and SQLite does not know languages", f.Name, f.Detail)
				}
			}
		},
	},
	{
		ID: "PG411", Severity: diag.Info, Since: firstRelease,
		Title:    "no one is notified when production fails",
		Why:      "/health says nothing of the database, and the runtime does not reconnect after a failover: only an alarm shows it",
		Fix:      "add observability: { alarms: { email: ops@example.com } }",
		Evidence: "crates/runtime/src/server.rs at 0.3.23: /health does not ask the database.",
		Fires:    Example{Spec: "observability: { logs: { retention: 30 days } }"},
		Silent:   Example{Spec: "observability: { alarms: { email: ops@example.com } }"},
		check: func(c *checker) {
			if c.s.Stage.Production && !c.s.Alarms.Wanted() {
				c.find(c.at("observability."), "production has no alarms")
			}
		},
	},
	{
		ID: "PG412", Severity: diag.Warning, Since: firstRelease,
		Title:    "the minor version of the database is newer than what is known",
		Why:      "where Aurora does not have it, the deployment fails",
		Fix:      "ignore the rule where aws rds describe-db-engine-versions --engine aurora-postgresql lists the version",
		Evidence: "cfn-lint 1.51.0's engine versions, read 2026-11: 16.13 and 17.9 are the newest.",
		Fires:    Example{Spec: "database: { version: \"16.14\" }"},
		Silent:   Example{Spec: "database: { version: \"16.13\" }"},
	},
	{
		ID: "PG413", Severity: diag.Warning, Since: firstRelease,
		Title:    "no stage keeps its data",
		Why:      "a stage that is removed takes its database and uploads with it, and nothing refuses; only stages named production or prod, or prod- and more, are kept by default",
		Fix:      "name the stage that people use production, or give it protect: true and removal: retain; ignore the rule where all data may go",
		Evidence: "pylon-gen's own outputs: protect and removal follow the stage's name.",
		Fires:    Example{Spec: "stages:\n  live: { domain: { name: api.example.com } }"},
		Silent:   Example{Spec: "stages:\n  live: { domain: { name: api.example.com }, protect: true, removal: retain }"},
		check: func(c *checker) {
			// Plain stages come first: the rule speaks once, at the first of them.
			// Patterns alone are previews. Where there is a production that a person
			// unprotected, PG405 speaks.
			if c.s != c.app.Stages[0] || c.s.Stage.Pattern {
				return
			}
			kept := func(s *stack.Stack) bool { return s.Retain || s.Protect || s.Stage.Production }
			if !slices.ContainsFunc(c.app.Stages, kept) {
				c.find(c.s.Stage.Pos, "no stage keeps its data or refuses to be removed")
			}
		},
	},
}

// Connections: what a task keeps open, and what is comfortable for one ACU
// (2 GiB of memory, about 10 MiB a connection).
const (
	connectionsOfTask = 12
	connectionsOfACU  = 200
)

// isTrue reports whether a text is what the runtime takes for true.
func isTrue(text string) bool { return text == "1" || strings.EqualFold(text, "true") }
