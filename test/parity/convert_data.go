package parity

import (
	"regexp"
	"strings"
)

// fate is what becomes of data, removed or replaced.
func fate(r Resource) []observation {
	unsaid := func(fate string) string {
		if fate == "" {
			return "unsaid"
		}
		return fate
	}
	return []observation{{"removed", unsaid(r.Removed)}, {"replaced", unsaid(r.Replaced)}}
}

// keptPolicy is a store whose policy is a property of it.
func keptPolicy(r Resource) []observation {
	return append(fate(r), statements(r.get("filesystempolicy"))...)
}

// lastSnapshot is what becomes of a store, and whether SST's provider takes a
// snapshot before it deletes it. A template says that by a policy.
func lastSnapshot(r Resource) []observation {
	out := fate(r)
	if !strings.HasPrefix(r.Type, "AWS::") {
		taken := r.get("finalsnapshotidentifier") != nil && r.get("skipfinalsnapshot") != true
		out = append(out, observation{"snapshot at its deletion", text(taken)})
	}
	return out
}

// keyPolicy is the policy of a key, and what becomes of it.
func keyPolicy(r Resource) []observation { return append(fate(r), policy(r)...) }

// settings are those of a parameter group, one each.
func settings(r Resource) []observation {
	var out []observation
	for name, value := range fields(r.get("parameters")) {
		out = append(out, observation{name, text(value)})
	}
	return out
}

// bucket is a bucket of a template, which has all within itself.
func bucket(r Resource) []observation {
	out := fate(r)
	if !strings.HasPrefix(r.Type, "AWS::") {
		return out
	}
	k := kind{facts: append(blocked("publicaccessblockconfiguration/"), fact{"versions", "versioningconfiguration/status", ""},
		fact{"owner", "ownershipcontrols/rules/0/objectownership", ""},
		fact{"logs to", "loggingconfiguration/destinationbucketname", ""}, fact{"logs under", "loggingconfiguration/logfileprefix", ""})}
	const rule = "bucketencryption/serversideencryptionconfiguration/0/"
	k.facts = append(k.facts, encryption(rule+"serversideencryptionbydefault", rule+"bucketkeyenabled", "AES256")...)
	only := clone(r.Properties)
	for _, other := range []string{"tags", "corsconfiguration", "lifecycleconfiguration"} {
		delete(only, other)
	}
	out = append(out, k.observe(Resource{Properties: only})...)
	out = append(out, rules(r.get("corsconfiguration/corsrules"), "pages may", "id")...)
	return append(out, rules(r.get("lifecycleconfiguration/rules"), "cleans up", "id")...)
}

// cors is who may do what from pages.
func cors(r Resource) []observation { return rules(r.get("corsrules"), "pages may", "id") }

// lifecycle is what goes after some days.
func lifecycle(r Resource) []observation { return rules(r.get("rules"), "cleans up", "id") }

// rules are the rules of a bucket, a line each, in the words of the template.
func rules(v any, name, without string) []observation {
	var out []observation
	for _, item := range items(v) {
		rule := clone(item)
		delete(rule, without)
		if rule["prefix"] == "" {
			delete(rule, "prefix")
		}
		if at(rule, "filter/prefix") == "" {
			delete(rule, "filter")
		}
		line := words(rule)
		for _, same := range [][2]string{
			{"exposeheaders", "exposedheaders"}, {"maxageseconds", "maxage"}, {"expiration days", "expirationindays"}, {"filter prefix", "prefix"}, {", filter {}", ""},
		} {
			line = strings.ReplaceAll(line, same[0], same[1])
		}
		out = append(out, observation{name, line})
	}
	return out
}

// secretValue is what a secret holds, and what becomes of it.
func secretValue(r Resource) []observation {
	var out []observation
	if strings.HasSuffix(r.Type, "Secret") {
		out = fate(r)
	}
	if how := clone(r.get("generatesecretstring")); len(how) > 0 {
		out = append(out, observation{"holds", generated(how)})
	}
	if value := r.get("secretstring"); value != nil {
		said := words(value)
		if rest, ok := strings.CutPrefix(said, Generated); ok {
			digits, _, _ := strings.Cut(rest, "-")
			said = "generated: " + digits + " hexadecimal digits"
		} else if given.MatchString(said) {
			said = "set by hand"
		}
		out = append(out, observation{"holds", said})
	}
	return out
}

// generated is how Secrets Manager generates a value.
func generated(how map[string]any) string {
	length := text(how["passwordlength"])
	delete(how, "passwordlength")
	said := strings.Replace(words(how), digits, "hexadecimal digits", 1)
	return "generated: " + length + " " + strings.Replace(said, "excludepunctuation true", "letters and digits", 1)
}

// Generated starts the values that the stand-in for the cloud generates: the
// number of hexadecimal digits follows (test/consumer/sstrun/cloud.mjs).
const Generated = Mark + "generated-"

// digits is how a template asks for hexadecimal digits.
const digits = "excludecharacters ghijklmnopqrstuvwxyz, excludepunctuation true, excludeuppercase true, requireeachincludedtype false"

// Given is the value that a test sets for a secret.
func Given(name string) string { return Mark + name + "-8d1f60c2" }

var given = regexp.MustCompile("^" + Mark + "[A-Za-z0-9]+-8d1f60c2$")

// Mark starts the values of secrets that a test sets.
const Mark = "MARK-"

// subscriber is a subscription that is a resource.
func subscriber(r Resource) []observation {
	return []observation{{"subscriber", words(map[string]any{"endpoint": r.get("endpoint"), "protocol": r.get("protocol")})}}
}
