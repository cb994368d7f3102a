package sst

import (
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// outputs writes what run() returns: the addresses of the stage and the name of
// its bucket.
func (p *program) outputs() {
	p.add(text(""))
	p.declare("url", p.url())
	props := []property{prop("url", text("url"))}
	for _, o := range []struct {
		name string
		kind stack.EndpointKind
		code string
		path string
	}{
		{"wsUrl", stack.WebSocket, `url.replace("http", "ws")`, ""},
		{"sseUrl", stack.SSE, "url", "/events"},
		{"shardsUrl", stack.Shards, `url.replace("http", "ws")`, ""},
	} {
		f, some := p.where(string(o.kind), func(s *stack.Stack) bool { return endpoint(s, o.kind) != nil })
		if f.none() {
			continue
		}
		suffix := f.string(o.name+"Suffix", func(s *stack.Stack) string { return port(s, *endpoint(s, o.kind)) + o.path })
		value := text("url")
		if !suffix.is("") || o.code != "url" {
			code := o.code
			if !suffix.is("") {
				code += " + " + operand(withDefault(suffix, `""`)).text
			}
			value = call("url.apply", text("(url) => "+code))
		}
		props = append(props, prop(o.name, onlyIf(some, value)))
	}
	if f, _ := p.cdns(); !f.none() {
		own, has := f.named("cdnDomain", cdnDomain)
		value := p.maybe("cdn", "url")
		switch {
		case !has.always():
			value = choice(has.code(), p.maybe("cdn", "domainUrl"), value)
		case !own.none():
			value = p.maybe("cdn", "domainUrl")
		}
		props = append(props, prop("cdnUrl", value))
	}
	if f, _ := p.stateless(); !f.none() {
		props = append(props, prop("bucket", p.maybe("uploads", "name")))
	}
	p.add(join(text("return "), object(props...), text(";")))
}

// url is the address of the API without a slash at the end. SST gives the
// service of a shared load balancer that balancer's own.
func (p *program) url() doc {
	own := p.use(`service.url.apply((url) => url.replace(/\/$/, ""))`, "service.url")
	shared, _, some := p.sharing()
	if shared.none() {
		return own
	}
	all, named := p.secured()
	name := all.name("domain", named, domainName)
	theirs := call("$output", text("`https://"+hole(name)+"`"))
	if name.kind == textDoc && strings.HasPrefix(name.text, "`") {
		theirs = call("$output", text("`https://"+name.text[1:]))
	}
	if some.always() {
		return theirs
	}
	return choice(some.code(), theirs, own)
}

// endpoint is the stage's endpoint of a kind, nil if there is none.
func endpoint(s *stack.Stack, kind stack.EndpointKind) *stack.Endpoint {
	for i, e := range s.Balancer.Endpoints {
		if e.Kind == kind {
			return &s.Balancer.Endpoints[i]
		}
	}
	return nil
}

// port is the port of an endpoint in a URL, "" if the scheme implies it.
func port(s *stack.Stack, e stack.Endpoint) string {
	implied := httpPort
	if secure(s) {
		implied = httpsPort
	}
	if e.Listener == implied {
		return ""
	}
	return ":" + strconv.Itoa(e.Listener)
}
