package stack

import (
	"fmt"
	"strings"
)

// What the containers of the local stack and the variables of `pylon dev` must
// agree on. These credentials open nothing but containers that listen on
// 127.0.0.1; letters, digits and dashes need no escape in a URL.
const (
	DevUser         = "pylon" // of Postgres and of the S3 store
	DevPassword     = "pylon" // of Postgres
	DevDatabase     = "pylon"
	DevS3Secret     = "pylon-dev-secret" // the store wants 8 characters or more
	DevS3Region     = "us-east-1"
	DevS3Profile    = "s3" // compose profiles
	DevRedisProfile = "redis"
)

// Variables that move a service to another host port; compose reads them from
// .env or the environment.
const (
	DevPostgresPortVar  = "PYLON_POSTGRES_PORT"
	DevS3PortVar        = "PYLON_S3_PORT"
	DevS3ConsolePortVar = "PYLON_S3_CONSOLE_PORT"
	DevRedisPortVar     = "PYLON_REDIS_PORT"
)

// DevProject is the name of the app's compose project: lower case, as Compose
// demands.
func (a *App) DevProject() string { return strings.ToLower(a.Name) + "-dev" }

// URL is the local DATABASE_URL.
func (p DevPostgres) URL() string {
	return fmt.Sprintf("postgres://%s:%s@127.0.0.1:%d/%s", DevUser, DevPassword, p.Port, DevDatabase)
}

// URL is the local S3 endpoint.
func (s DevS3) URL() string { return fmt.Sprintf("http://127.0.0.1:%d", s.Port) }

// URL is the local REDIS_URL.
func (r DevRedis) URL() string { return fmt.Sprintf("redis://127.0.0.1:%d", r.Port) }
