package resolve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
)

var routeParameter = pattern.Of(`/:([^/]+)`)

func (c *bootCheck) checkRoutes() {
	seen, pages := map[string]bool{}, map[string]bool{}
	for i, r := range c.m.Routes {
		boundary := r.Kind != nil && (*r.Kind == "not-found" || *r.Kind == "error")
		switch {
		case *r.Path == "":
			c.add("ROUTE_PATH_EMPTY", "a route has no path", "routes", i, "path")
		case !strings.HasPrefix(*r.Path, "/"):
			c.add("ROUTE_PATH_NO_SLASH", fmt.Sprintf("route %q does not start with a slash", *r.Path), "routes", i, "path")
		case seen[*r.Path]:
			c.add("ROUTE_PATH_DUPLICATE", fmt.Sprintf("route %q is defined twice", *r.Path), "routes", i, "path")
			if boundary || !pages[*r.Path] { // a boundary has the path of its page
				c.relaxed(pylon.SSR)
			}
		}
		seen[*r.Path] = true
		pages[*r.Path] = pages[*r.Path] || !boundary
		if r.Query != nil {
			c.checkRouteQuery(i, *r.Path, *r.Query)
		}
		if r.Auth != nil && *r.Auth != "public" && *r.Auth != "user" {
			c.add("ROUTE_AUTH_INVALID", fmt.Sprintf("auth of route %q is %q; it can be public or user", *r.Path, *r.Auth), "routes", i, "auth")
		}
	}
}

func (c *bootCheck) checkRouteQuery(i int, path, name string) {
	query := c.queries[name]
	if query == nil {
		c.add("ROUTE_QUERY_NOT_FOUND", fmt.Sprintf("route %q names query %q, which does not exist", path, name), "routes", i, "query")
		return
	}
	inputs := map[string]bool{}
	for _, f := range query.Input {
		inputs[*f.Name] = true
	}
	for _, m := range routeParameter.FindAllStringSubmatch(path, -1) {
		if !inputs[m[1]] {
			c.add("ROUTE_PARAM_NOT_IN_QUERY", fmt.Sprintf("parameter :%s of route %q is not an input of query %q", m[1], path, name), "routes", i, "path")
		}
	}
}

// checkConnections judges the members of connections, which the runtime reads
// into a struct: name and provider, and one text of scopes.
func (c *bootCheck) checkConnections() {
	for i, x := range c.m.Connections {
		refuse := func(message, key string) {
			c.add(pylon.ParseError, fmt.Sprintf("connections[%d]: %s", i, message), "connections", i, key)
			c.since(pylon.Connections)
		}
		if x.Name == nil {
			refuse("name is missing", "name")
		}
		if x.Provider == nil {
			refuse("provider is missing", "provider")
		}
		if scopes := bytes.TrimSpace(x.Scopes); len(scopes) > 0 && !bytes.Equal(scopes, []byte("null")) && json.Unmarshal(scopes, new(string)) != nil {
			refuse("scopes is not a text with blanks between the scopes", "scopes")
		}
	}
}

// notNullable023 are the members that 0.3.23 knows and takes no null for: they
// are not an Option in its crates/core/src/lib.rs.
var notNullable023 = map[string]bool{
	"queries": true, "actions": true, "policies": true, "auth": true, "queries[].input": true, "actions[].input": true,
	"entities[].relations": true, "entities[].crdt": true, "entities[].relations[].many": true,
	"entities[].search.text": true, "entities[].search.facets": true, "entities[].search.sortable": true,
	"auth.user": true, "auth.user.entity": true, "auth.user.expose": true, "auth.user.hide": true,
	"auth.session": true, "auth.session.expires_in": true, "auth.session.cookie_cache": true, "auth.trusted_origins": true,
	"auth.session.cookie_cache.enabled": true, "auth.session.cookie_cache.max_age": true, "auth.session.cookie_cache.claims": true,
}

// nulls returns the members that older versions do not take null for.
func nulls(m *schema.Manifest) []refusal {
	var list []refusal
	for _, x := range m.Nulls {
		if notNullable023[x.Path] {
			list = append(list, refusal{code: pylon.ParseError, message: x.Path + " is null", relaxed: pylon.NullMembers, pos: x.Pos})
		}
	}
	return list
}
