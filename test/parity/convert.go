package parity

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// routes are the routes that a table of SST has within itself.
func routes(r Resource) []observation {
	var out []observation
	for _, item := range items(r.get("routes")) {
		way := fields(item)
		out = append(out, observation{"route " + text(way["cidrblock"]), text(first(way, "gatewayid", "natgatewayid", "networkinterfaceid"))})
	}
	return out
}

// route is a route that is a resource.
func route(r Resource) []observation {
	return []observation{{"route " + text(r.get("destinationcidrblock")), text(first(r.Properties, "gatewayid", "natgatewayid", "instanceid", "networkinterfaceid"))}}
}

// first is the first member that is there.
func first(m map[string]any, keys ...string) any {
	for _, key := range keys {
		if m[key] != nil {
			return m[key]
		}
	}
	return "nothing"
}

// nowhere is how a template writes that a firewall lets nothing out: without a
// rule everything may go out.
const nowhere = "all to 127.0.0.1/32"

// firewall are the openings that a security group has within itself.
func firewall(r Resource) []observation {
	var out []observation
	for _, way := range []string{"ingress", "egress"} {
		rules := r.get(way)
		if rules == nil {
			rules = r.get("securitygroup" + way)
		}
		if list, ok := rules.([]any); ok && len(list) == 0 {
			out = append(out, observation{"closed", way})
		}
		for _, item := range items(rules) {
			out = append(out, openings(fields(item), way)...)
		}
	}
	if strings.HasPrefix(r.Type, "AWS::") && r.get("securitygroupegress") == nil {
		out = append(out, observation{"opens to", "all to anywhere"})
	}
	return slices.DeleteFunc(out, func(o observation) bool { return o.value == nowhere })
}

// opening is an opening that is a resource.
func opening(r Resource) []observation { return openings(r.Properties, "ingress") }

// openings are the connections that a rule allows, one each party.
func openings(rule map[string]any, way string) []observation {
	fact, word := "opens to", "to"
	if way == "ingress" {
		fact, word = "open to", "from"
	}
	ports := text(first(rule, "protocol", "ipprotocol")) + " " + text(first(rule, "fromport"))
	if to := text(first(rule, "toport")); to != text(first(rule, "fromport")) {
		ports += "-" + to
	}
	if strings.HasPrefix(ports, "-1 ") {
		ports = "all"
	}
	var out []observation
	if said := rule["description"]; said != nil && said != "Nowhere" {
		out = append(out, observation{"says", text(said)})
	}
	allowed := len(out)
	for _, key := range []string{
		"cidrblocks", "ipv6cidrblocks", "securitygroups", "prefixlistids", "self", "cidrip", "cidripv6", "cidripv4", "referencedsecuritygroupid", "sourcesecuritygroupid",
		"destinationsecuritygroupid", "sourceprefixlistid", "destinationprefixlistid",
	} {
		if rule[key] != nil {
			for _, whom := range texts(rule[key]) {
				out = append(out, observation{fact, ports + " " + word + " " + whom})
			}
		}
	}
	if len(out) == allowed {
		out = append(out, observation{fact, ports + " " + word + " none"})
	}
	return out
}

// action is what a listener does with what no rule took.
func action(r Resource) []observation {
	return []observation{{"else", actions(r.get("defaultactions"))}}
}

// actions are what a listener or a rule does.
func actions(v any) string {
	return strings.ReplaceAll(words(v), "redirectconfig", "redirect")
}

// fieldOf is how a template calls the kinds of conditions.
var fieldOf = map[string]string{"host": "host-header", "header": "http-header", "path": "path-pattern", "query": "query-string"}

// rule is a rule of a listener: for which requests, and what it does.
func rule(r Resource) []observation {
	var conditions []string
	for _, item := range items(r.get("conditions")) {
		c := fields(item)
		hosts := first(c, "hostheader", "hostheaderconfig")
		header := first(c, "httpheader", "httpheaderconfig")
		path := first(c, "pathpattern", "pathpatternconfig")
		query := first(c, "querystrings", "querystringconfig")
		if values := fields(query)["values"]; values != nil {
			query = values
		}
		said := words(at(hosts, "values"))
		switch {
		case said != "":
			said = "host " + said
		case header != "nothing":
			said = fmt.Sprintf("header %s=%s", at(header, "httpheadername"), words(at(header, "values")))
		case path != "nothing":
			said = "path " + words(at(path, "values"))
		default:
			said = "query " + words(query)
		}
		if kind := fieldOf[strings.Fields(said)[0]]; strings.HasPrefix(r.Type, "AWS::") && c["field"] != kind {
			said += fmt.Sprintf(" (field %v)", c["field"])
		}
		conditions = append(conditions, said)
	}
	slices.Sort(conditions)
	return []observation{{"rule", text(r.get("priority")) + ". " + strings.Join(conditions, " & ") + ": " + actions(r.get("actions"))}}
}

// awaited is that a certificate is waited for.
func awaited(Resource) []observation { return []observation{{"awaited", "true"}} }

// How ACM proves who owns a name: by a record of a name below it that leads to
// ACM.
var (
	proof  = regexp.MustCompile(`^_[0-9a-f]+\.(.+)$`)
	proved = regexp.MustCompile(`^_[0-9a-f]+\.acm-validations\.aws\.$`)
)

// record is a record of a name with the resource that answers for it.
func record(r Resource) []observation {
	name := text(first(r.Properties, "name"))
	if domain := r.get("domain"); domain != nil {
		name = strings.TrimPrefix(name+"."+text(domain), ".") // Vercel's names are relative
	}
	name = strings.TrimSuffix(name, ".")
	provider, _, _ := strings.Cut(r.Type, ":")
	if m := proof.FindStringSubmatch(name); m != nil {
		said := text(r.get("type"))
		if to := words(first(r.Properties, "records", "content", "value")); !proved.MatchString(to) || text(r.get("ttl")) != "60" {
			said += " to " + to + " for " + text(r.get("ttl"))
		}
		if zone := r.get("zoneid"); zone != nil {
			provider += " in " + text(zone)
		}
		return []observation{{"proof of " + m[1], said + " with " + provider}}
	}
	name += " " + text(r.get("type"))
	out := []observation{{name + " with", provider}}
	for _, key := range []string{"zoneid", "records", "content", "value", "proxied"} {
		if v := r.get(key); v != nil {
			out = append(out, observation{name + map[string]string{"zoneid": " in", "proxied": " proxied"}[key], words(v)})
		}
	}
	for _, item := range items(r.get("aliases")) {
		a := fields(item)
		out = append(out, alias(name, a["name"], a["zoneid"], a["evaluatetargethealth"])...)
	}
	return out
}

// recordSets are the records of a template.
func recordSets(r Resource) []observation {
	var out []observation
	for _, item := range items(r.get("recordsets")) {
		set := fields(item)
		name := text(set["name"]) + " " + text(set["type"])
		to := fields(set["aliastarget"])
		out = append(out, observation{name + " with", "aws"}, observation{name + " in", text(r.get("hostedzoneid"))})
		out = append(out, alias(name, to["dnsname"], to["hostedzoneid"], to["evaluatetargethealth"])...)
	}
	return out
}

// alias is a record that leads to something of AWS.
func alias(name string, to, zone, health any) []observation {
	if health == nil {
		health = false
	}
	return []observation{{name, text(to)}, {name + "'s target in", text(zone)}, {name + " if healthy", text(health)}}
}

// behaviours are what the CDN does with which paths, and where it asks.
func behaviours(r Resource) []observation {
	config := r.Properties
	if inner := fields(r.get("distributionconfig")); len(inner) > 0 {
		config = inner
	}
	var out []observation
	say := func(what string, m map[string]any, facts ...fact) {
		k := kind{facts: facts}
		for _, o := range k.observe(Resource{Properties: m}) {
			out = append(out, observation{what + " " + o.fact, o.value})
		}
	}
	for _, item := range items(config["origins"]) {
		origin := fields(item)
		say("origin "+text(first(origin, "originid", "id")), origin,
			fact{"is", "domainname", ""}, fact{"called", "originid|id", ""}, fact{"http port", "customoriginconfig/httpport", "80"}, fact{"https port", "customoriginconfig/httpsport", "443"},
			fact{"protocol", "customoriginconfig/originprotocolpolicy", ""}, fact{"tls", "customoriginconfig/originsslprotocols", ""},
			fact{"read seconds", "customoriginconfig/originreadtimeout", "30"}, fact{"idle seconds", "customoriginconfig/originkeepalivetimeout", "5"})
	}
	behaviour := func(what string, b map[string]any) {
		methods, cached := "GET, HEAD", "GET, HEAD"
		for key, list := range map[string]*string{"allowedmethods": &methods, "cachedmethods": &cached} {
			if b[key] != nil {
				*list = strings.Join(slices.Sorted(slices.Values(texts(b[key]))), ", ")
			}
		}
		out = append(out, observation{what + " methods", methods}, observation{what + " caches", cached})
		b["allowedmethods"], b["cachedmethods"] = nil, nil
		say(what, b, fact{"asks", "targetoriginid", ""}, fact{"plain http", "viewerprotocolpolicy", ""}, fact{"cache policy", "cachepolicyid", ""},
			fact{"request policy", "originrequestpolicyid", ""}, fact{"compresses", "compress", "false"}, fact{"for", "pathpattern", ""})
	}
	behaviour("else", clone(config["defaultcachebehavior"]))
	for n, item := range items(cmp.Or(config["orderedcachebehaviors"], config["cachebehaviors"])) {
		behaviour(fmt.Sprintf("behaviour %d", n+1), clone(item))
	}
	for _, item := range items(config["customerrorresponses"]) {
		answer := fields(item)
		out = append(out, observation{"keeps an error " + text(answer["errorcode"]), text(answer["errorcachingminttl"])})
	}
	return out
}

// clone is a map that can be changed.
func clone(v any) map[string]any {
	out := map[string]any{}
	for key, member := range fields(v) {
		out[key] = member
	}
	return out
}

// lookup is what SST does by a program of its own: it looks for a zone, waits, or
// has a record in Cloudflare that the provider cannot make.
func lookup(r Resource) []observation {
	var out []observation
	for _, key := range []string{"data", "value"} {
		if said := r.get(key); said != nil {
			out = append(out, observation{text(r.get("type")), words(said)})
		}
	}
	if domain := text(r.get("domain")); r.get("type") == nil && r.get("accountid") == nil && r.get("distributionid") == nil {
		if m := proof.FindStringSubmatch(domain); m != nil {
			domain = m[1]
		}
		out = append(out, observation{"is looked for by", domain})
	}
	if cdn := r.get("distributionid"); cdn != nil {
		out = append(out, observation{"awaits", text(cdn) + " " + text(r.get("wait"))})
	}
	return out
}

// dimensions are what an alarm looks at; metrics have names of their own case.
func dimensions(r Resource) []observation {
	var all []string
	for name, value := range fields(r.get("dimensions")) {
		all = append(all, strings.ToLower(name)+" "+text(value))
	}
	return []observation{{"looks at", sorted(all)}}
}
