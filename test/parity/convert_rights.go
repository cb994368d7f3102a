package parity

import (
	"slices"
	"strings"
)

// role is who may take a role, and what it may do.
func role(r Resource) []observation {
	document := r.get("assumerolepolicydocument")
	if document == nil {
		document = r.get("assumerolepolicy")
	}
	out := statements(document)
	for _, item := range items(r.get("inlinepolicies")) {
		if fields(item)["name"] == nil {
			out = append(out, observation{"policy without", "a name"})
		}
		out = append(out, statements(fields(item)["policy"])...)
	}
	for _, document := range fields(r.get("inlinepolicies")) {
		out = append(out, statements(plain(document))...)
	}
	return out
}

// policy are the statements of a policy, of a role or of a resource.
func policy(r Resource) []observation {
	for _, key := range []string{"policy", "policydocument", "keypolicy"} {
		if document := r.get(key); document != nil {
			return statements(document)
		}
	}
	return nil
}

// statements are the statements of a document: one for each action, resource and
// principal. Of policies of roles and users the resources are what counts.
func statements(document any) []observation {
	var out []observation
	if version := at(document, "version"); document != nil && version != "2012-10-17" {
		out = append(out, observation{"policy language", text(version)})
	}
	list := items(at(document, "statement"))
	if list == nil && at(document, "statement") != nil {
		list = []any{at(document, "statement")}
	}
	for _, item := range list {
		s := fields(item)
		when := ""
		if s["condition"] != nil {
			when = " if " + words(s["condition"])
		}
		resources := []string{""} // of who may take a role
		if s["resource"] != nil || s["notresource"] != nil {
			resources = texts(first(s, "resource", "notresource"))
		}
		if s["notresource"] != nil {
			when += " (on anything else)"
		}
		who := []string{""}
		if s["principal"] != nil {
			who = principals(s["principal"])
		}
		verb := strings.ToLower(text(first(s, "effect")))
		if s["notaction"] != nil {
			verb += " anything but"
		}
		for _, action := range texts(first(s, "action", "notaction")) {
			for _, on := range resources {
				for _, whom := range who {
					out = append(out, observation{verb + " " + action, strings.TrimSpace(whom + strings.TrimSuffix(" on "+on, " on ") + when)})
				}
			}
		}
		for key := range s {
			if !slices.Contains([]string{"sid", "effect", "action", "notaction", "resource", "notresource", "principal", "condition"}, key) {
				out = append(out, observation{"unread statement " + key, words(s[key])})
			}
		}
	}
	return out
}

// principals are whom a statement speaks of.
func principals(v any) []string {
	if all, ok := v.(string); ok {
		return []string{all}
	}
	var out []string
	for kind, who := range fields(v) {
		for _, name := range texts(who) {
			if name == "*" {
				kind = "" // anybody, be it by AWS or by *
			}
			out = append(out, strings.TrimSpace(kind+" "+name))
		}
	}
	return out
}
