package sst

import (
	"fmt"
	"slices"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// rules are the listeners of a stage and where they lead. SST names a listener by
// its protocol and port, and a port has one listener at a time: those of realtime
// are declared as HTTP with and without a domain, and speak what the main one
// speaks (see listener).
func rules(s *stack.Stack) []doc {
	if !s.OwnBalancer() {
		return nil
	}
	forward := func(e stack.Endpoint, conditions []stack.Condition) doc {
		scheme := "http"
		if e.Listener == stack.HTTPSPort {
			scheme = "https"
		}
		props := []property{
			prop("listen", str(fmt.Sprintf("%d/%s", e.Listener, scheme))),
			prop("forward", str(fmt.Sprintf("%d/http", e.Container))),
		}
		if len(conditions) == 0 {
			return inline(props...)
		}
		return object(append(props, prop("conditions", ruleConditions(conditions)))...)
	}
	var list []doc
	if s.Balancer.Redirect {
		list = append(list, inline(
			prop("listen", str(fmt.Sprintf("%d/http", stack.HTTPPort))),
			prop("redirect", str(fmt.Sprintf("%d/https", stack.HTTPSPort)))))
	}
	for _, e := range s.Balancer.Endpoints {
		conditions := e.Conditions
		if !s.Balancer.SinglePort {
			conditions = nil
		}
		list = append(list, forward(e, conditions))
	}
	return list
}

// ruleConditions are the conditions of a rule as SST's Service takes them.
func ruleConditions(conditions []stack.Condition) doc {
	var props []property
	for _, c := range conditions {
		switch {
		case c.Header != "":
			props = append(props, prop("header", inline(prop("name", str(c.Header)), prop("values", strs([]string{c.Value})))))
		case c.Query != "":
			props = append(props, prop("query", array(inline(prop("key", str(c.Query)), prop("value", str(c.Value))))))
		default:
			props = append(props, prop("path", str(c.Path)))
		}
	}
	return object(props...)
}

// ruleOrder puts the rules of a shared port in order. SST assigns them no
// priority and no host, and puts all conditions into one block, of which the
// AWS provider accepts one condition only.
func (p *program) ruleOrder() {
	single := p.some(func(s *stack.Stack) bool { return s.Balancer.SinglePort })
	if single.none() {
		return
	}
	shared, theirs, some := p.sharing()
	own := len(shared.stages) < len(single.stages)
	code := []doc{raw("const all = $output(args.conditions).apply(([condition]) => condition);")}
	if !shared.none() {
		listener := set("args.listenerArn", member(theirs, "listener"))
		if !some.always() {
			listener = join(raw("if ("+some.code()+") "), listener)
			listener.setNeeds()
		}
		code = append(code, listener)
	}
	if own {
		assign := "="
		if !shared.none() {
			assign = "??="
		}
		code = append(code,
			raw("args.priority "+assign+" all.apply(({ queryStrings, httpHeader }) =>"),
			raw(p.priorities()),
			raw(");"))
	}
	conditions := []doc{}
	if !shared.none() {
		conditions = append(conditions, listed(some.by("balancer"), p.use("{ hostHeader: { values: hosts } }", "hosts")))
	}
	conditions = append(conditions,
		raw("...(queryStrings?.length ? [{ queryStrings }] : [])"),
		raw("...(httpHeader ? [{ httpHeader }] : [])"),
		raw("...(pathPattern ? [{ pathPattern }] : [])"))
	var lines []doc
	for _, c := range conditions {
		lines = append(lines, hardline, c, raw(","))
	}
	code = append(code,
		raw("args.conditions = all.apply("),
		join(raw("  "), indent(raw("({ queryStrings, httpHeader, pathPattern }) => ["), indent(lines...), hardline, raw("],"))),
		raw(");"))
	comment := "// Rules of the shared port: shards before other sockets, one condition a block."
	if !own {
		comment = "// The rules look at the host too; one condition a block."
	}
	p.add(raw(comment), join(block("$transform(aws.lb.ListenerRule, (args) =>", code...), raw(");")))
}

// priorities is the priority of a rule by what it looks at: that of the endpoint
// with such conditions.
func (p *program) priorities() string {
	of := func(kind stack.EndpointKind) int {
		for _, s := range p.stages {
			if e, ok := s.Balancer.Endpoint(kind); ok && e.Priority > 0 {
				return e.Priority
			}
		}
		return stack.DefaultPriority(kind)
	}
	return fmt.Sprintf("  queryStrings?.length ? %d : httpHeader ? %d : %d,", of(stack.Shards), of(stack.WebSocket), of(stack.SSE))
}

// listener puts TLS into effect.
func (p *program) listener() doc {
	policy := set("args.sslPolicy", p.string("tlsPolicy", func(s *stack.Stack) string { return s.Balancer.TLSPolicy }))
	if !slices.ContainsFunc(p.stages, separateTLS) {
		return block("(args) =>", block(`if (args.protocol === "HTTPS")`, policy))
	}
	return block("(args) =>",
		raw("certificate = args.certificateArn ?? certificate;"),
		raw(fmt.Sprintf("if (!certificate || args.port === %d) return;", stack.HTTPPort)),
		set("args.protocol", str("HTTPS")),
		set("args.certificateArn", raw("certificate")),
		policy,
	)
}

// separateTLS reports whether a stage has listeners with TLS besides the main one.
func separateTLS(s *stack.Stack) bool {
	return s.OwnBalancer() && s.Secure() && slices.ContainsFunc(s.Balancer.Endpoints, func(e stack.Endpoint) bool { return e.Listener != stack.HTTPSPort })
}
