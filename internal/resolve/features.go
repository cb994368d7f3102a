package resolve

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// featureFinder collects features with their pointers; positions are looked up
// once at the end, in one walk over the manifest.
type featureFinder struct {
	m        *schema.Manifest
	list     []stack.Feature
	pointers [][]string
}

// features returns what the manifest asks of the runtime and the infrastructure.
func features(m *schema.Manifest) []stack.Feature {
	f := &featureFinder{m: m}
	for i, p := range m.Plugins {
		f.add(stack.FeaturePlugin, text(p.Name), pluginHint(text(p.Name)), "plugins", strconv.Itoa(i))
	}
	for i, c := range m.Crons {
		f.add(stack.FeatureCron, text(c.Function), "", "crons", strconv.Itoa(i))
	}
	for i, s := range m.Shards {
		f.add(stack.FeatureShard, text(s.Name), "", "shards", strconv.Itoa(i))
	}
	for i, c := range m.Connections {
		f.add(stack.FeatureConnection, text(c.Provider), "", "connections", strconv.Itoa(i))
	}
	if m.LLM != nil {
		f.add(stack.FeatureLLM, text(m.LLM.Provider), "", "llm")
	}
	for i, r := range m.Routes {
		if text(r.Mode) == "ssr" {
			f.add(stack.FeatureSSR, text(r.Path), "", "routes", strconv.Itoa(i), "mode")
		}
	}
	f.entities()
	f.auth()
	if len(f.list) == 0 {
		return nil
	}
	for i, pos := range source.JSONPos(m.File, f.pointers) {
		f.list[i].Pos = pos
	}
	return f.list
}

func (f *featureFinder) add(kind stack.FeatureKind, name, detail string, pointer ...string) {
	f.list = append(f.list, stack.Feature{Kind: kind, Name: name, Detail: detail})
	f.pointers = append(f.pointers, pointer)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// reservedCRDT are kinds of CRDT that parse and fail at the first write
// (crates/core/src/lib.rs at 0.3.23).
var reservedCRDT = []string{"counter", "list", "movable-list", "tree"}

func (f *featureFinder) entities() {
	for i, e := range f.m.Entities {
		at := []string{"entities", strconv.Itoa(i)}
		for j, field := range e.Fields {
			name := text(e.Name) + "." + text(field.Name)
			here := slices.Concat(at, []string{"fields", strconv.Itoa(j)})
			if field.Encrypted != nil && *field.Encrypted {
				f.add(stack.FeatureEncrypted, name, "", append(here, "encrypted")...)
			}
			if *field.Unique {
				f.add(stack.FeatureUnique, name, "", append(here, "unique")...)
			}
			if kind := text(field.CRDT); slices.Contains(reservedCRDT, kind) {
				f.add(stack.FeatureReservedCRDT, name, kind, append(here, "crdt")...)
			}
		}
		if e.Search != nil && e.Search.Language != nil {
			f.add(stack.FeatureLanguage, text(e.Name), *e.Search.Language, slices.Concat(at, []string{"search", "language"})...)
		}
		for j, r := range e.Relations {
			if !f.isEntity(text(r.Target)) {
				f.add(stack.FeatureLostRelation, text(e.Name)+"."+text(r.Name), text(r.Target), slices.Concat(at, []string{"relations", strconv.Itoa(j), "target"})...)
			}
		}
	}
}

func (f *featureFinder) isEntity(name string) bool {
	return slices.ContainsFunc(f.m.Entities, func(e schema.Entity) bool { return text(e.Name) == name })
}

func (f *featureFinder) auth() {
	a := f.m.Auth
	if a == nil {
		return
	}
	if len(a.Org) > 0 && string(a.Org) != "null" {
		f.add(stack.FeatureOrg, "auth.org", "", "auth", "org")
	}
	if len(a.OrgRoles) > 0 {
		f.add(stack.FeatureOrgRoles, "auth.org_roles", "", "auth", "org_roles")
	}
	// "User" is the default, and upstream's own examples have it without such
	// an entity.
	if a.User != nil && a.User.Entity != nil && *a.User.Entity != "User" && !f.isEntity(*a.User.Entity) {
		f.add(stack.FeatureLostUser, *a.User.Entity, "", "auth", "user", "entity")
	}
	for i, o := range a.TrustedOrigins {
		if !originPattern.MatchString(o) {
			f.add(stack.FeatureTrustedOrigin, o, "", "auth", "trusted_origins", strconv.Itoa(i))
		}
	}
}

// pluginHints names the part of the spec that stands for a plugin of the
// documentation.
var pluginHints = map[string]string{
	"file_storage": "files", "cache_client": "cache", "email": "email", "stripe": "stripe",
	"ai_proxy": "ai", "captcha": "captcha", "jwt": "jwt", "sms": "sms",
}

func pluginHint(name string) string { return pluginHints[strings.ReplaceAll(name, "-", "_")] }
