package sst

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// outputs writes what run() returns: the addresses of the stage and the name of
// its bucket.
func (p *program) outputs() {
	p.add(raw(""))
	p.declare("url", p.url())
	props := []property{prop("url", raw("url"))}
	for _, o := range []struct {
		name string
		kind stack.EndpointKind
	}{{"wsUrl", stack.WebSocket}, {"sseUrl", stack.SSE}, {"shardsUrl", stack.Shards}} {
		f, some := p.where(string(o.kind), func(s *stack.Stack) bool { return has(s, o.kind) })
		if f.none() {
			continue
		}
		suffix := f.string(o.name+"Suffix", func(s *stack.Stack) string { return port(s, address(s, o.kind)) + address(s, o.kind).Path })
		value, code := raw("url"), "url"
		if slices.ContainsFunc(f.stages, func(s *stack.Stack) bool { return address(s, o.kind).WebSocket }) {
			code = `url.replace("http", "ws")`
		}
		if !suffix.is("") || code != "url" {
			if !suffix.is("") {
				code += " + " + operand(withDefault(suffix, `""`)).text
			}
			value = call("url.apply", raw("(url) => "+code))
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
	p.add(join(raw("return "), object(props...), raw(";")))
}

// url is the address of the API without a slash at the end. SST returns the
// service of a shared load balancer that balancer's own.
func (p *program) url() doc {
	own := p.use(`service.url.apply((url) => url.replace(/\/$/, ""))`, "service.url")
	shared, _, some := p.sharing()
	if shared.none() {
		return own
	}
	all, named := p.secured()
	name := all.name("domain", named, domainName)
	theirs := call("$output", raw("`https://"+hole(name)+"`"))
	if name.kind == textDoc && strings.HasPrefix(name.text, "`") {
		theirs = call("$output", raw("`https://"+name.text[1:]))
	}
	if some.always() {
		return theirs
	}
	return choice(some.code(), theirs, own)
}

// address is where clients of the stage open an endpoint, which it has.
func address(s *stack.Stack, kind stack.EndpointKind) stack.Address {
	a, _ := s.Balancer.Address(kind)
	return a
}

// has reports whether clients of the stage can open a kind of endpoint.
func has(s *stack.Stack, kind stack.EndpointKind) bool {
	_, ok := s.Balancer.Address(kind)
	return ok
}

// port is the port of an endpoint in a URL, "" if the scheme implies it.
func port(s *stack.Stack, e stack.Address) string {
	implied := stack.HTTPPort
	if s.Secure() {
		implied = stack.HTTPSPort
	}
	if e.Listener == implied {
		return ""
	}
	return ":" + strconv.Itoa(e.Listener)
}
