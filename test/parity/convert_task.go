package parity

import (
	"cmp"
	"slices"
	"strings"
)

// containers are the containers of a task, each property a fact, and its volumes.
func containers(r Resource) []observation {
	var out []observation
	for _, item := range items(r.get("containerdefinitions")) {
		c := clone(item)
		name := strings.ToLower(text(c["name"])) // SST capitalises it
		delete(c, "name")
		say := func(fact, value string) { out = append(out, observation{name + " " + fact, value}) }
		for variable, value := range fields(c["environment"]) {
			if variable == "AOT_CONFIG_CONTENT" {
				value = strings.TrimRight(text(value), "\n")
			}
			say("has "+variable, text(value))
		}
		for variable, from := range fields(c["secrets"]) {
			say("has secret "+variable, secretOf(text(from)))
		}
		for _, port := range items(c["portmappings"]) {
			say("listens", words(port))
		}
		for _, m := range items(c["mountpoints"]) {
			mount := clone(m)
			if mount["readonly"] == nil {
				mount["readonly"] = false
			}
			say("mounts", words(mount))
		}
		if c["essential"] == nil {
			c["essential"] = true
		}
		if c["pseudoterminal"] == false {
			delete(c, "pseudoterminal")
		}
		if c["command"] != nil {
			say("command", strings.Join(texts(c["command"]), " "))
		}
		health := clone(c["healthcheck"])
		if health["command"] != nil {
			say("health", strings.Join(texts(health["command"]), " "))
		}
		delete(health, "command")
		c["healthcheck"] = health
		for _, done := range []string{"portmappings", "mountpoints", "command"} {
			delete(c, done)
		}
		for _, variables := range []string{"environment", "secrets"} {
			if _, ok := c[variables].(map[string]any); ok { // a list has a name twice
				delete(c, variables)
			}
		}
		eachLeaf(c, "", func(path string, leaf any) {
			parts := slices.DeleteFunc(strings.Split(path, "/"), func(p string) bool { return p == "0" })
			if value := text(leaf); value != "{}" {
				say(strings.Join(parts, " "), value)
			}
		})
	}
	for _, v := range items(r.get("volumes")) {
		out = append(out, observation{"volume", words(v)})
	}
	for name := range fields(r.get("volumes")) {
		out = append(out, observation{"volume", name})
	}
	return out
}

// secretOf is which secret a variable comes from, which of its keys, and whether
// it is always the same version.
func secretOf(from string) string {
	secret, rest, _ := strings.Cut(from, ">")
	parts := strings.Split(rest, ":") // "", key, stage, version
	if rest != "" && len(parts) != 4 {
		return from
	}
	out := secret + ">"
	if len(parts) > 1 && parts[1] != "" {
		out += " key " + parts[1]
	}
	switch {
	case len(parts) < 4 || parts[3] == "":
		return out
	case strings.HasSuffix(from, ".version>"):
		return out + " of one version"
	}
	return from
}

// build is where an image is built, within the project.
func build(r Resource) []observation {
	within := func(at string) string {
		_, project, _ := strings.Cut(text(r.get(at)), "/configs/")
		_, below, _ := strings.Cut(project, "/")
		if project == "" {
			return text(r.get(at))
		}
		return cmp.Or(below, ".")
	}
	return []observation{{"built in", within("context/location")}, {"built by", within("dockerfile/location")}}
}

// placement is where tasks run, and which of their ports the load balancer calls.
func placement(r Resource) []observation {
	var out []observation
	for _, item := range items(first(r.Properties, "capacityproviderstrategies", "capacityproviderstrategy")) {
		capacity := clone(item)
		if capacity["base"] == nil {
			capacity["base"] = 0
		}
		out = append(out, observation{"capacity", words(capacity)})
	}
	if n := r.get("desiredcount"); n != nil {
		fact := "tasks"
		if slices.Contains(r.AtFirst, "desiredcount") {
			fact = "tasks at first" // SST always says a number
		}
		out = append(out, observation{fact, text(n)})
	}
	for _, item := range items(r.get("loadbalancers")) {
		target := clone(item)
		target["containername"] = strings.ToLower(text(target["containername"])) // SST capitalises it
		out = append(out, observation{"target", words(target)})
	}
	return out
}
