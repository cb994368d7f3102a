// Package pylon knows the Pylon runtime by version: its ports, its environment,
// its image and what it can do. It is data with sources and holds no logic of
// ours: what follows from a fact is decided in package resolve.
//
// Sources, unless a fact says otherwise: github.com/pylonsync/pylon at 0.3.23
// (commit 1448be5, 2026-05-02) read at code level, its CHANGELOG up to 0.5.0
// (2026-08-22). Where the release of a change is not known, the fact starts at
// 0.5.0, the first version known to have it.
package pylon

import (
	"fmt"
	"strconv"
	"strings"
)

// Version is a release of the runtime.
type Version struct{ Major, Minor, Patch int }

// Oldest is the oldest version whose facts are known.
var Oldest = Version{0, 3, 23}

// ParseVersion reads "0.5.0".
func ParseVersion(s string) (Version, error) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return Version{}, fmt.Errorf("%q is no version like 0.5.0", s)
	}
	var n [3]int
	for i, p := range parts {
		x, err := strconv.Atoi(p)
		if err != nil || x < 0 || x > 100000 {
			return Version{}, fmt.Errorf("%q is no version like 0.5.0", s)
		}
		n[i] = x
	}
	return Version{n[0], n[1], n[2]}, nil
}

// String writes v as "0.5.0".
func (v Version) String() string { return fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch) }

// Before says whether v is older than w.
func (v Version) Before(w Version) bool {
	if v.Major != w.Major {
		return v.Major < w.Major
	}
	if v.Minor != w.Minor {
		return v.Minor < w.Minor
	}
	return v.Patch < w.Patch
}

// Capability is something that the runtime can do since a version.
type Capability struct{ Since Version }

// Has says whether version v of the runtime has the capability.
func (v Version) Has(c Capability) bool { return !v.Before(c.Since) }

// Capabilities that decide what is rendered.
var (
	// S3Files: uploads go to S3. Older versions take PYLON_FILES_PROVIDER=s3 for
	// local disk without a word (crates/runtime/src/datastore.rs).
	S3Files = Capability{Version{0, 5, 0}}
	// CORSList: PYLON_CORS_ORIGIN may be a comma list; older versions send the
	// list verbatim, which no browser accepts.
	CORSList = Capability{Version{0, 5, 0}}
	// SSEAuth: the event stream on 4323 asks for a token and keeps tenants
	// apart; older versions send every change to anybody.
	SSEAuth = Capability{Version{0, 3, 72}}
	// SecretKey: PYLON_SECRET is the key of stored credentials; before it was
	// called PYLON_SSO_ENCRYPTION_KEY.
	SecretKey = Capability{Version{0, 3, 65}}
	// EncryptionKey: PYLON_ENCRYPTION_KEY encrypts fields and connections.
	EncryptionKey = Capability{Version{0, 5, 0}}
	// ManifestLLM: the manifest's llm block is read.
	ManifestLLM = Capability{Version{0, 5, 0}}
	// ManifestCrons, ManifestSSR, ManifestShards, ManifestConnections: the newer
	// parts of the manifest are read; older versions drop them without a word.
	ManifestCrons       = Capability{Version{0, 5, 0}}
	ManifestSSR         = Capability{Version{0, 5, 0}}
	ManifestShards      = Capability{Version{0, 5, 0}}
	ManifestConnections = Capability{Version{0, 5, 0}}
	// ManifestOrg: auth.org is read; ManifestOrgRoles: auth.org_roles is.
	ManifestOrg      = Capability{Version{0, 3, 75}}
	ManifestOrgRoles = Capability{Version{0, 4, 0}}
	// SocketTokens: WebSockets take API keys, JSON Web Tokens and the admin
	// token; older versions take session tokens only.
	SocketTokens = Capability{Version{0, 3, 73}}
	// AuthStoreFatal: the runtime does not start when its stores of sessions
	// cannot be reached; older versions keep them in memory without a word.
	AuthStoreFatal = Capability{Version{0, 3, 93}}
	// Stack0Slug: uploads to stack0 need PYLON_STACK0_PROJECT_SLUG.
	Stack0Slug = Capability{Version{0, 3, 89}}
	// AITransport: the AI endpoint reaches providers over HTTPS; in older
	// versions that part is a stub that always fails
	// (crates/plugin/src/builtin/ai_proxy.rs).
	AITransport = Capability{Version{0, 5, 0}}
	// ClusterBus: several replicas share changes through PYLON_CLUSTER_BUS.
	ClusterBus = Capability{Version{0, 3, 315}}
)

// Range is a range of versions. Its zero value holds all of them.
type Range struct {
	From   Version // the first one
	Before Version // the first one that is not in it any more; zero for none
}

// Holds says whether v is in the range.
func (r Range) Holds(v Version) bool {
	return !v.Before(r.From) && (r.Before == Version{} || v.Before(r.Before))
}

// String writes a range as people say it: "all", "before 0.3.72", "from 0.5.0",
// "0.3.64 to before 0.3.95".
func (r Range) String() string {
	switch none := (Version{}); {
	case r == Range{}:
		return "all"
	case r.Before == none:
		return "from " + r.From.String()
	case r.From == none:
		return "before " + r.Before.String()
	}
	return r.From.String() + " to before " + r.Before.String()
}

// Without is the range of versions that do not have a capability.
func Without(c Capability) Range { return Range{Before: c.Since} }

// UniqueMigrations are the versions whose migrations of PostgreSQL fail when a
// field is unique (CHANGELOG of 0.3.95).
var UniqueMigrations = Range{From: Version{0, 3, 64}, Before: Version{0, 3, 95}}

// Newest is the newest version whose facts are known.
var Newest = Version{0, 5, 0}
