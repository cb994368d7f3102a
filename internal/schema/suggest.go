package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// mainKeys are the keys that people mean who write a value where a block is expected:
// "domain: api.example.com" is domain: { name: api.example.com }. A path without its
// stage; * stands for any name.
var mainKeys = map[string]string{
	"pylon": "version", "pylon.image": "uri", "domain": "name", "cdn": "domain", "database": "version", "database.capacity": "max",
	"service": "memory", "service.scaling": "max", "auth.oauth.*": "clientId", "captcha": "provider", "ai": "provider", "jwt": "issuer",
	"loadBalancer.shared": "stage", "observability.logs": "retention", "observability.metrics.scrape": "workspace", "aws": "region", "budget": "monthly",
}

// moreKeys are keys that a block needs next to its main one.
var moreKeys = map[string]string{"email": "provider: resend, from: %s", "sms": "provider: twilio, accountSid: AC0123456789, from: %s", "ignore.*": "rule: %s, reason: why it is accepted"}

// otherNames are keys as other tools call them, or where they would be looked for.
var otherNames = map[string]string{
	"autoscaling": "service.scaling", "bucket": "files", "db": "database", "environment": "service.env", "oauth": "auth.oauth", "postgres": "database",
	"rds": "database", "s3": "files", "vpc": "network.vpc", "service.autoscaling": "service.scaling", "service.count": "service.scaling.min",
	"service.desiredCount": "service.scaling.min", "service.environment": "service.env", "service.instances": "service.scaling.min",
	"service.replicas": "service.scaling.min", "service.tasks": "service.scaling.min",
}

// secretKeys are names of keys whose values would be secrets: the spec has none.
var secretKeys = map[string]bool{"apiKey": true, "authToken": true, "clientSecret": true, "password": true, "privateKey": true, "secretKey": true}

// withMain is the path of a key, or of the key in it that a value which is not a block
// belongs to.
func withMain(path string, value any) string {
	if list, _ := value.([]any); len(list) > 0 {
		value = list[0]
	}
	if isCollection(value) || mainKeys[path] == "" || value == nil || value == true || value == false {
		return path
	}
	return path + "." + mainKeys[path]
}

// sampleBlocks are the insides of blocks for which no value can be kept.
var sampleBlocks = map[string]string{
	"aws.tags": "team: payments", "auth.oauth": "google: { clientId: … }", "cache": "redis: true", "database": "version: 16", "dev": "s3: true", "dev.postgres": "port: 5432",
	"files": "versioning: true", "network.subnets": "private: [subnet-…, subnet-…], public: [subnet-…, subnet-…]", "observability.alarms": "email: ops@example.com",
	"outputs": "sst: false", "service.env": "LOG_LEVEL: debug",
}

// corrected is a value with its unit or form put right, "" when what was meant is
// not clear.
func corrected(form, key string, value any) string {
	text := strings.TrimSpace(fmt.Sprint(value))
	number, unit := text, ""
	if i := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("0123456789.", r) }); i >= 0 {
		number, unit = text[:i], strings.TrimSpace(text[i:])
	}
	amount, err := strconv.ParseFloat(number, 64)
	kind := strings.ToLower(unit)
	out := ""
	switch form {
	case MemoryPattern:
		switch {
		case err != nil:
		case slices.Contains([]string{"gb", "gib", "g", "gi"}, kind) || kind == "" && amount <= 120:
			out = decimal(amount) + " GB"
		case slices.Contains([]string{"mb", "mib", "m", "mi", ""}, kind):
			out = decimal(amount) + " MB"
		}
	case CPUPattern:
		switch {
		case err != nil:
		case kind == "m": // thousandths, as Kubernetes writes them
		case kind == "" && amount >= 128: // units of ECS
			out = decimal(amount/1024) + " vCPU"
		case slices.Contains([]string{"", "vcpu", "vcpus", "cpu", "cpus"}, kind):
			out = decimal(amount) + " vCPU"
		}
	case ACUPattern:
		if err == nil && (kind == "" || strings.HasPrefix(kind, "acu")) {
			out = decimal(amount) + " ACU"
		}
	case USDPattern:
		if kind == "" || strings.Contains(kind, "usd") || strings.HasPrefix(text, "$") {
			out = strings.Trim(text, "$ USDusd") + " USD"
		}
	case DurationPattern:
		switch {
		case kind == "" && err == nil && strings.HasSuffix(strings.ToLower(key), "retention"):
			out = number + " days"
		case kind == "" && err == nil:
			out = number + " seconds"
		case slices.Contains([]string{"sec", "secs", "min", "mins", "hr", "hrs"}, kind):
			out = number + " " + map[byte]string{'s': "seconds", 'm': "minutes", 'h': "hours"}[kind[0]]
		case kind == "month" || kind == "months":
			out = decimal(amount*30) + " days"
		}
	case exactVersion:
		out = strings.TrimLeft(text, "v^~=> ")
	case findingCode:
		out = strings.ToUpper(text)
	case VersionPattern:
		out = strings.TrimLeft(strings.ToLower(text), "postgreqlau- v")
	}
	if out == "" || out == text {
		return ""
	}
	if stackValidator.parse(); !stackValidator.conforms(map[string]any{"type": "string", "pattern": form}, out) {
		return ""
	}
	return out
}

// asBlock is a fix for a value where a block of keys is expected: the block with the
// value in it, where that is known, or the keys that it has.
func asBlock(at []string, rule, value any) string {
	keys := keysOf(member(rule, "properties"))
	path := general(at)
	text, isText := value.(string)
	name := ""
	if len(at) > 0 {
		name = at[len(at)-1] + ": "
	}
	if strings.HasSuffix(path, ".*") && path != "auth.oauth.*" {
		name = "- "
	}
	if list, _ := value.([]any); path == "stages" && len(list) > 0 {
		value = list[0]
		if name := member(value, "name"); name != nil { // the stages as items, each with its name
			value = name
		}
	}
	if list, _ := value.([]any); len(list) > 0 && mainKeys[path] != "" && !isCollection(list[0]) {
		value = list[0]
	}
	switch {
	case secretPlace(at):
	case path == "stages" && !isCollection(value):
		return fmt.Sprintf("write a block: stages: { %v: {} }", excerpt(fmt.Sprint(value)))
	case len(at) == 2 && at[0] == "stages":
		return "write a block of settings: " + name + "{ domain: { name: api.example.com } }"
	case isText && slices.Contains(keys, text):
		return fmt.Sprintf("write a block: %s{ %s: %s }", name, text, sample(member(member(rule, "properties"), text)))
	case isText && choosing(rule, text) != "":
		return fmt.Sprintf("write a block: %s{ %s: %s }", name, choosing(rule, text), text)
	case value == true && path == "loadBalancer.shared":
		return "write a block, in each stage that uses another stage's load balancer: loadBalancer: { shared: { stage: production } }"
	case isText && len(text) > 0 && slices.Contains(keys, before(text, ":")):
		return fmt.Sprintf("put a space after the colon: %s: %s", before(text, ":"), excerpt(strings.TrimSpace(text[strings.IndexByte(text, ':')+1:])))
	case moreKeys[path] != "" && isText:
		return "write a block: " + name + "{ " + fmt.Sprintf(moreKeys[path], excerpt(text)) + " }"
	case mainKeys[path] != "" && value != nil && stackValidator.conforms(member(member(rule, "properties"), mainKeys[path]), value) && !isCollection(value) && value != true && value != false:
		return fmt.Sprintf("write a block: %s{ %s: %s }", name, mainKeys[path], excerpt(fmt.Sprint(value)))
	}
	switch {
	case len(keys) == 0 && sampleBlocks[path] != "":
		return fmt.Sprintf("write a block, for example %s{ %s }", name, sampleBlocks[path])
	case len(keys) == 0:
		return "write a block: keys, each with a value"
	case sampleBlocks[path] != "":
		return fmt.Sprintf("write a block, for example %s{ %s }; its keys are %s", name, sampleBlocks[path], strings.Join(keys, ", "))
	case len(keys) > few:
		return "write a block of keys; pylon-gen explain " + path + " lists them"
	}
	return "write a block; its keys are " + strings.Join(keys, ", ")
}

// before is a text up to a separator, "" when there is none.
func before(text, separator string) string {
	first, _, found := strings.Cut(text, separator)
	if !found {
		return ""
	}
	return strings.TrimSpace(first)
}

// few is how many keys are listed in a message.
const few = 12

// choosing is the key of a block that has a text among its accepted values, "" when
// none does.
func choosing(rule any, text string) string {
	properties := member(rule, "properties")
	for _, key := range keysOf(properties) {
		if list, _ := member(member(properties, key), "enum").([]any); slices.Contains(list, any(text)) {
			return key
		}
	}
	return ""
}

// sample is a value for a key whose value is not known.
func sample(rule any) string {
	if list, _ := member(rule, "enum").([]any); len(list) > 0 {
		return fmt.Sprint(list[0])
	}
	if strings.Contains(fmt.Sprint(rule), "boolean") {
		return "true"
	}
	return "…"
}

// general is the path of a place of the spec without its stage, with * for the names
// that the user chooses and for items of lists.
func general(at []string) string {
	if len(at) > 2 && at[0] == "stages" {
		at = at[2:]
	}
	at = slices.Clone(at)
	for i, key := range at {
		if i > 1 && at[i-2] == "auth" && at[i-1] == "oauth" || key != "" && strings.Trim(key, "0123456789") == "" {
			at[i] = "*"
		}
	}
	return strings.Join(at, ".")
}

// keysByName are the keys of the spec by the last part of their paths.
var keysByName = sync.OnceValue(func() map[string][]Key {
	out := map[string][]Key{}
	for _, k := range Keys() {
		name := k.Path[strings.LastIndexByte(k.Path, '.')+1:]
		out[name] = append(out[name], k)
	}
	return out
})

// misplaced returns the places in the spec where an unknown key belongs, the nearest
// to where it was written first; nil when it belongs nowhere.
func misplaced(at []string, key string) []string {
	here := general(at)
	if here != "" {
		here += "."
	}
	var below, elsewhere []string
	for _, k := range keysByName()[key] {
		switch parent := strings.TrimSuffix(k.Path, key); {
		case strings.ContainsAny(parent, "[<"): // the names in between are the user's
		case strings.HasPrefix(parent, here):
			below = append(below, k.Path)
		default:
			elsewhere = append(elsewhere, k.Path)
		}
	}
	found := below
	if len(found) == 0 {
		found = elsewhere
	}
	if elsewhereInDev := len(below) == 0 && len(at) > 0 && !slices.ContainsFunc(found, func(path string) bool { return !strings.HasPrefix(path, "dev.") }); elsewhereInDev {
		return nil
	}
	if here == "database." && key == "engine" { // it is Aurora PostgreSQL; that of Redis is not meant
		return nil
	}
	if deployed := slices.DeleteFunc(slices.Clone(found), func(path string) bool { return strings.HasPrefix(path, "dev.") }); len(deployed) > 0 {
		found = deployed
	}
	slices.SortStableFunc(found, func(a, b string) int { return strings.Count(a, ".") - strings.Count(b, ".") })
	const most = 3
	if len(found) > most {
		return nil
	}
	return found
}

// oneOf joins alternatives for a question.
func oneOf(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " or " + names[n-1]
	}
	return names[0]
}
