package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/packages"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// versionRules are about parts of the manifest that the runtime is too old for:
// it drops them without a word. And about runtimes that are newer than what is
// known.
func versionRules() []*Rule {
	newer := pylon.Newest
	newer.Patch++
	return []*Rule{
		tooOld("PG901", pylon.Organisations, stack.FeatureOrg, "organisations", `"auth": {"org": {"entity": "Team"}}`,
			"there are no organisations, invitations or members"),
		tooOld("PG902", pylon.OrganisationRoles, stack.FeatureOrgRoles, "roles of members", `"auth": {"org_roles": [{"name": "editor"}]}`,
			"all members may do the same"),
		tooOld("PG903", pylon.EncryptedFields, stack.FeatureEncrypted, "encrypted fields",
			`"entities": [{"name": "Note", "fields": [{"name": "body", "type": "string", "optional": false, "unique": false, "encrypted": true, "serverOnly": true}], "indexes": []}]`,
			"their values are stored as plain text"),
		tooOld("PG904", pylon.LanguageModels, stack.FeatureLLM, "language models", `"llm": {"provider": "anthropic"}`,
			"functions that ask one fail"),
		tooOld("PG905", pylon.Crons, stack.FeatureCron, "crons", `"crons": [{"schedule": "0 * * * *", "function": "digest"}]`,
			"nothing runs them"),
		tooOld("PG906", pylon.SSR, stack.FeatureSSR, "pages rendered on the server", `"routes": [{"path": "/blog", "mode": "ssr"}]`,
			"nothing serves them"),
		tooOld("PG907", pylon.Connections, stack.FeatureConnection, "linked accounts", `"connections": [{"name": "calendar", "provider": "google", "scopes": "calendar.readonly"}]`,
			"users cannot link any"),
		tooOld("PG908", pylon.ShardModules, stack.FeatureShard, "shards", `"shards": [{"name": "arena"}]`,
			"nothing listens on their port"),
		{
			ID: "PG910", Severity: diag.Warning, Since: firstRelease, Having: pylon.MatchingPackages,
			Title:    "the app's packages are of another version than the runtime",
			Why:      "packages and runtime speak a protocol that changes between releases, and must be of one version",
			Fix:      "write the version of the packages under pylon.version, or install those of the runtime's version",
			Evidence: pylon.MatchingPackages.Evidence,
			Fires:    Example{Spec: "pylon: { version: 0.20.0 }", Lock: `{ "packages": { "@pylonsync/sdk": ["@pylonsync/sdk@0.10.0", "", {}, ""] } }`},
			Silent:   Example{Spec: "pylon: { version: 0.20.0 }", Lock: `{ "packages": { "@pylonsync/sdk": ["@pylonsync/sdk@0.20.0", "", {}, ""] } }`},
			check: func(c *checker) {
				if c.around.Packages == nil {
					return
				}
				for _, p := range c.around.Packages() {
					if has, same := c.compared(p); !same {
						c.find(c.at("pylon.version"), "%s has %s at %s, and the runtime is %s", p.File, p.Name, has, c.version)
						return // one of them is enough
					}
				}
			},
		},
		{
			ID: "PG909", Severity: diag.Warning, Since: firstRelease, Versions: pylon.Range{From: newer},
			Title:    "the runtime is newer than what is known of it",
			Why:      "it is taken for " + pylon.Newest.String() + ": what has changed since is neither rendered nor found",
			Fix:      "look for a newer pylon-gen, and read the runtime's CHANGELOG",
			Evidence: "The newest version that was read is " + pylon.Newest.String() + ".",
			Fires:    Example{Spec: "pylon: { version: 0.21.0 }"},
			Silent:   Example{Spec: "pylon: { version: " + pylon.Newest.String() + " }"},
			check: func(c *checker) {
				c.find(c.at("pylon.version"), "runtime %s is newer than %s, the newest that is known", c.version, pylon.Newest)
			},
		},
	}
}

// tooOld is the rule for a part of the manifest that versions without a
// capability drop.
func tooOld(id string, lacking *pylon.Capability, kind stack.FeatureKind, what, manifest, why string) *Rule {
	before := lacking.From
	before.Patch-- // an example only: 0.4.0 has no version before it that counts
	if before.Patch < 0 {
		before = pylon.Version{Minor: 3, Patch: 72}
	}
	return &Rule{
		ID: id, Severity: diag.Warning, Since: firstRelease, Lacking: lacking,
		Title:    "the runtime is too old for " + what,
		Why:      "it silently drops that part of the manifest: " + why,
		Fix:      "upgrade the runtime to " + lacking.Known.String(),
		Evidence: lacking.Evidence,
		Fires:    Example{Spec: fmt.Sprintf("pylon: { version: %s }", before), Manifest: manifest},
		Silent:   Example{Spec: fmt.Sprintf("pylon: { version: %s }", lacking.Known), Manifest: manifest},
		check: func(c *checker) {
			if list := c.features(kind); len(list) > 0 {
				c.find(list[0].Pos, "runtime %s does not know %s", c.version, what)
			}
		},
	}
}

// compared returns the versions that the app has of a package, and whether the
// runtime's is among them.
func (c *checker) compared(p packages.Package) (has string, same bool) {
	if p.Range != "" {
		allowed, ok := packages.Range(p.Range)
		return p.Range, !ok || allowed.Holds(c.version)
	}
	var words []string
	for _, v := range p.Versions {
		words = append(words, v.String())
	}
	has = strings.Join(words, " and ")
	if p.Prerelease {
		return "a prerelease of " + has, false
	}
	return has, slices.Contains(p.Versions, c.version)
}
