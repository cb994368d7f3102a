package stack

import "github.com/pylon-gen/pylon-gen/internal/source"

// Dev is the local stack: the services that docker compose runs, and the
// variables that make `pylon dev` on the host use them. It holds nothing of
// production but the database's major version.
type Dev struct {
	// Mirrors is the name of the stage whose shape and versions it follows.
	Mirrors string
	Shape   Shape
	// Postgres.Image is "" when no database is needed (SingleReplica: SQLite).
	Postgres DevPostgres
	// S3.Image is "" unless dev.s3 is chosen.
	S3 DevS3
	// Redis.Image is "" unless dev.redis is chosen.
	Redis DevRedis
	// Env are further plain variables that the app needs locally, sorted by Name.
	Env []Variable
	// Secrets are the variables that a developer fills in, sorted by Env;
	// infrastructure's own (DATABASE_URL, bucket keys) are not among them.
	Secrets []Secret
	// Entry is the app's entry file, for the command `pylon dev <entry>`.
	Entry string
}

// DevPostgres is the local database.
type DevPostgres struct {
	Image string // "postgres:16"
	Major int
	Port  int // on 127.0.0.1
	// MajorPos is where Major is written: the image, or the version of the mirrored
	// stage's database. It is the stage's name where neither is written.
	MajorPos source.Pos
}

// DevS3 is the local S3-compatible store, in the compose profile "s3".
type DevS3 struct {
	Image       string
	Port        int // S3 API on 127.0.0.1
	ConsolePort int
	Bucket      string
}

// DevRedis is the local Redis, in the compose profile "redis".
type DevRedis struct {
	Image string
	Port  int
	// ClusterBus: the runtime shares changes between replicas through it.
	ClusterBus bool
	// Pos is where it is written.
	Pos source.Pos
}
