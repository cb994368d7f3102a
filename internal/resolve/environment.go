package resolve

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// keyLength is what the runtime's keys need: 32 bytes as hexadecimal digits.
const keyLength = 64

// environment gathers the variables and secrets of the container: what every
// stage has, what the blocks of the spec stand for, what the manifest asks for,
// and what the user adds. Later ones win over the runtime's settings.
func (b *stageResolver) environment() {
	b.everyStage()
	if b.s.Shape == stack.SingleReplica {
		b.env("PYLON_DB_PATH", pylon.DataDir+"/pylon.db")
		b.env("PYLON_SESSION_DB", pylon.DataDir+"/sessions.db")
		b.env("PYLON_FILES_DIR", pylon.DataDir+"/uploads")
	} else {
		b.env("PYLON_FILES_PROVIDER", "s3")
		b.reference("PYLON_S3_BUCKET", stack.RefBucket)
		b.reference("PYLON_S3_REGION", stack.RefRegion)
		b.secret("DATABASE_URL", stack.DatabaseURL)
		if b.s.Files.Credentials == stack.AccessKey {
			b.secret("PYLON_S3_ACCESS_KEY", stack.BucketKeyID)
			b.secret("PYLON_S3_SECRET_KEY", stack.BucketSecretKey)
		}
	}
	if b.s.Cache.Given() {
		b.cacheURL("REDIS_URL", stack.RedisURL)
		if b.version.Has(pylon.ClusterBus.Gate) {
			b.cacheURL("PYLON_CLUSTER_BUS", stack.BusURL)
		}
	}
	b.bus()
	if token := b.s.Service.Collector.TokenEnv; token != "" {
		b.secret(token, stack.GeneratedHex)
	}
	b.shards()
	b.tracing()
	b.oauth()
	b.integrations()
	b.manifestNeeds()
	b.userEnv()
	b.userSecrets()
	b.manifestEnvNames()
	slices.SortFunc(b.s.Service.Env, func(x, y stack.Variable) int { return strings.Compare(x.Name, y.Name) })
	slices.SortFunc(b.s.Service.Secrets, func(x, y stack.Secret) int { return strings.Compare(x.Env, y.Env) })
}

// bus reports how a bus is used: that of the cache, or one of the user's own. The
// namespace keeps apps and stages apart that share one: the runtime's own is the
// same for all of them.
func (b *stageResolver) bus() {
	if !b.version.Has(pylon.ClusterBus.Gate) || !b.s.Cache.Given() && !slices.Contains(b.in.Service.Secrets.V, "PYLON_CLUSTER_BUS") {
		return
	}
	b.env("PYLON_CLUSTER_NAMESPACE", b.hole(b.s.App+"-{stage}"))
	if b.version.Has(pylon.ClusterRequired.Gate) {
		b.env("PYLON_CLUSTER_REQUIRED", "1")
	}
}

// cacheURL sets a variable to a URL of the cache: a secret where there is a token
// in it.
func (b *stageResolver) cacheURL(name string, source stack.SecretSource) {
	if b.s.Cache.TransitEncryption == stack.TLSOff {
		b.reference(name, stack.RefCache)
		return
	}
	b.secret(name, source)
}

// shards lets clients and other tasks reach the shards of a task by the main
// port. The load balancer is one address to the runtime, so its limit for each
// address would be one for all clients.
func (b *stageResolver) shards() {
	if len(b.manifest.Shards) == 0 || !b.version.Has(pylon.MainShards.Gate) {
		return
	}
	if !b.userSets("PYLON_SHARD_WS_MAX_PER_IP") {
		b.env("PYLON_SHARD_WS_MAX_PER_IP", "0")
	}
	if b.s.Service.Scaling.Max > 1 {
		b.s.Service.Advertise = "PYLON_SHARD_ADVERTISE_URL"
	}
}

// userSets reports whether service.env has a variable.
func (b *stageResolver) userSets(name string) bool {
	return slices.ContainsFunc(b.in.Service.Env.Entries, func(e schema.Entry[schema.Value[string]]) bool { return e.Key == name })
}

func (b *stageResolver) everyStage() {
	s := b.s
	b.env("PYLON_DEV_MODE", "false")
	b.env("PYLON_JOBS_DB", pylon.DataDir+"/jobs.db")
	b.env("PYLON_LOG_FORMAT", "json")
	b.env("PYLON_PORT", stack.Staged(strconv.Itoa(pylon.Ports[0].Port)))
	// 1 also behind the CDN: the API's own host stays reachable, and with 2 its
	// callers could forge the address that rate limits count.
	b.env("PYLON_TRUST_PROXY_HOPS", "1")
	origins := strings.Join(joined(s.Origins), ",")
	cors := origins
	if !b.version.Has(pylon.CORSList.Gate) && len(s.Origins) > 0 { // an empty list is an error already
		cors = string(s.Origins[0])
	}
	b.env("PYLON_CORS_ORIGIN", stack.Staged(cors))
	b.env("PYLON_CSRF_ORIGINS", stack.Staged(origins))
	b.env("PYLON_TRUSTED_ORIGINS", stack.Staged(origins))
	if s.Domain.Given() {
		b.env("PYLON_PUBLIC_URL", "https://"+s.Domain.Name)
	}
	b.secret("PYLON_ADMIN_TOKEN", stack.GeneratedHex)
	b.secret("PYLON_API_KEY_PEPPER", stack.GeneratedHex)
	b.secret("PYLON_TOTP_ENCRYPTION_KEY", stack.GeneratedHex)
	if b.version.Has(pylon.SecretKey.Gate) {
		b.secret("PYLON_SECRET", stack.GeneratedHex)
	} else {
		b.secret("PYLON_SSO_ENCRYPTION_KEY", stack.GeneratedHex)
	}
}

func (b *stageResolver) isSet(name string) bool {
	return slices.ContainsFunc(b.s.Service.Env, func(x stack.Variable) bool { return x.Name == name })
}

// env sets a variable; a later value replaces an earlier one.
func (b *stageResolver) env(name string, value stack.Staged) {
	b.put(stack.Variable{Name: name, Text: value})
}

func (b *stageResolver) optional(name, value string) {
	if value != "" {
		b.env(name, stack.Staged(value))
	}
}

func (b *stageResolver) reference(name string, ref stack.Ref) {
	b.put(stack.Variable{Name: name, Ref: ref})
}

func (b *stageResolver) put(v stack.Variable) {
	known, _ := pylon.Lookup(v.Name)
	v.Why = known.Why
	env := &b.s.Service.Env
	if i := slices.IndexFunc(*env, func(x stack.Variable) bool { return x.Name == v.Name }); i >= 0 {
		(*env)[i] = v
		return
	}
	*env = append(*env, v)
}

func (b *stageResolver) isSecret(name string) bool {
	return slices.ContainsFunc(b.s.Service.Secrets, func(x stack.Secret) bool { return x.Env == name })
}

// secret adds a secret that the runtime's table explains.
func (b *stageResolver) secret(name string, source stack.SecretSource) {
	known, _ := pylon.Lookup(name)
	b.addSecret(name, source, known.Why)
}

// secretFor adds a secret that a person provides.
func (b *stageResolver) secretFor(name, why string) { b.addSecret(name, stack.Provided, why) }

func (b *stageResolver) addSecret(name string, source stack.SecretSource, why string) {
	if b.isSecret(name) {
		return
	}
	if why == "" {
		why = "listed under service.secrets"
	}
	s := stack.Secret{Env: name, Name: pascal(name), Source: source, Why: why}
	switch source {
	case stack.GeneratedHex:
		s.Length = keyLength
	case stack.BucketKeyID:
		s.Name, s.Key = bucketKeys, "accessKeyId"
	case stack.BucketSecretKey:
		s.Name, s.Key = bucketKeys, "secretAccessKey"
	}
	b.s.Service.Secrets = append(b.s.Service.Secrets, s)
}

// bucketKeys is the one secret that holds both halves of the bucket's key.
const bucketKeys = "PylonS3Keys"

// pascal writes PYLON_ADMIN_TOKEN as PylonAdminToken.
func pascal(name string) string {
	var out strings.Builder
	for _, word := range strings.Split(name, "_") {
		if word != "" {
			out.WriteString(strings.ToUpper(word[:1]) + strings.ToLower(word[1:]))
		}
	}
	return out.String()
}
