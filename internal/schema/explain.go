package schema

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// explain reports what it means that the value at a place of doc breaks a rule, in
// the words of a person who edits the document: the validator's own message is
// in terms of the schema. path leads to the rule in the schema.
func (v *validator) explain(at, path []string, message string, doc any) []violation {
	keyword := path[len(path)-1]
	rule := follow(v.rules, path[:len(path)-1])
	value := follow(doc, at)
	shown := describe(value)
	if secretPlace(at) {
		shown = kindName(value)
	}
	if off, _ := member(rule, "enum").([]any); len(off) == 1 && off[0] == false {
		return nil // the other half of a path that may be false: what it expects is said
	}
	one := func(message, fix string) []violation { return []violation{{Pointer: at, Message: message, Fix: fix}} }
	switch keyword {
	case "additionalProperties":
		return v.unknownKeys(at, rule, value)
	case "required":
		return missingKeys(at, rule, value)
	case "type":
		want := typeNames(rule)
		if want == "null" {
			return nil // the other half of an optional member: what it expects is said
		}
		text, isText := value.(string)
		fix := typeFix(want, value)
		if pattern, _ := member(rule, "pattern").(string); patternFixes[pattern] != "" {
			if fix = patternFix(pattern, last(at), value); units[pattern] && isNumber(value) {
				return one(fmt.Sprintf("%s has no unit", shown), fix)
			}
		}
		if values := enumValues(rule); values != "" && !isCollection(value) {
			return one(fmt.Sprintf("%s is not one of the accepted values", shown), "write "+values)
		}
		if want == "array" && isText && shown != kindName(value) {
			fix = fmt.Sprintf("write a list: [%s]", excerpt(text))
		}
		if want == "array" && last(at) == "secrets" {
			fix = "write a list of names, for example [WEATHER_API_KEY]"
		}
		if strings.HasPrefix(want, "object") && v == stackValidator {
			fix = asBlock(at, rule, value)
		}
		if v == stackValidator {
			want = inWords(want)
		}
		if v == stackValidator && len(at) == 2 && at[0] == "outputs" {
			want, fix = "a path or false", "write a path, or false to switch this output off"
			if at[1] == "sst" {
				fix = "write a path that ends in sst.config.ts, or false to switch this output off"
			}
		}
		return one(fmt.Sprintf("expected %s, got %s", want, shown), fix)
	case "enum":
		return one(fmt.Sprintf("%s is not one of the accepted values", shown), "write "+enumValues(rule))
	case "pattern":
		pattern, _ := member(rule, "pattern").(string)
		return one(fmt.Sprintf("%s is not in the expected format", shown), patternFix(pattern, last(at), value))
	case "minimum":
		return one(fmt.Sprintf("%s is too small", shown), fmt.Sprintf("write at least %v", member(rule, keyword)))
	case "maximum":
		return one(fmt.Sprintf("%s is too large", shown), fmt.Sprintf("write at most %v", member(rule, keyword)))
	case "minLength":
		if last(at) == "reason" {
			return one("the text is empty", "write the reason")
		}
		return one("the text is empty", "write a value, or remove the key")
	case "minItems":
		return one("the list is empty", "write at least one item, or remove the key")
	}
	if secretPlace(at) {
		message = "it is not accepted here" // the validator's words hold the value
	}
	return one(fmt.Sprintf("%s: %s", shown, message), "")
}

func (v *validator) unknownKeys(at []string, rule, value any) []violation {
	object, _ := value.(map[string]any)
	known := keysOf(member(rule, "properties"))
	if v == stackValidator && len(at) == 2 && at[0] == "stages" && isSetting(at[1]) {
		return []violation{{Pointer: at, Message: fmt.Sprintf("%q is a setting, not the name of a stage", at[1]), Fix: fmt.Sprintf("indent %s under a stage, or move it above stages to apply it to every stage", at[1])}}
	}
	var out []violation
	for _, key := range keysOf(value) {
		if _, ok := object[key]; !ok || slices.Contains(known, key) {
			continue
		}
		out = append(out, violation{Pointer: at, Unknown: key, Message: fmt.Sprintf("unknown key %q", key), Fix: v.unknownFix(at, key, object[key], known)})
	}
	return out
}

// unknownFix reports what was meant by an unknown key: another spelling, a key of another
// block, or nothing that is known.
func (v *validator) unknownFix(at []string, key string, value any, known []string) string {
	if v == stackValidator {
		here := strings.TrimPrefix(general(at)+"."+key, ".")
		if other := otherNames[here]; other != "" {
			return "did you mean " + withMain(other, value) + "?"
		}
		if secretKeys[key] {
			return "remove it: its value is a secret, which pylon-gen secrets shows how to set"
		}
		if len(at) == 2 && at[0] == "stages" && isTopLevel(key) && !isSetting(key) {
			return fmt.Sprintf("move %s to the top level, above stages: it is the same for every stage", key)
		}
	}
	guess := meant(key, known)
	if v == stackValidator && guess != "" && OneEdit(key, known) == "" && misplaced(at, key) != nil {
		guess = "" // a key of this very name is more likely than one that is spelt a bit like it
	}
	if guess != "" {
		path := strings.TrimPrefix(general(at)+"."+guess, ".")
		if main := withMain(path, value); v == stackValidator && main != path {
			return fmt.Sprintf("did you mean %s?", main)
		}
		return fmt.Sprintf("did you mean %q?", guess)
	}
	if v == stackValidator {
		if len(known) == 1 && len(at) > 0 { // the names in the block below are the user's
			return fmt.Sprintf("did you mean %s.%s.%s?", general(at), known[0], key)
		}
		if places := misplaced(at, key); places != nil {
			for i := range places {
				places[i] = withMain(places[i], value)
			}
			return "did you mean " + oneOf(places) + "?"
		}
	}
	if len(known) > few {
		return "remove it; pylon-gen schema stack prints all keys, and pylon-gen explain KEY describes one"
	}
	return "remove it; the keys here are " + strings.Join(known, ", ")
}

// meant is the known key that an unknown one stands for: one that is spelt much like
// it, or the only one that begins like it or that it begins with. It is "" when there is none.
func meant(key string, known []string) string {
	if guess := Nearest(key, known); guess != "" {
		return guess
	}
	const least = 3 // letters
	longer := slices.DeleteFunc(slices.Clone(known), func(k string) bool { return !strings.HasPrefix(k, key) })
	if len(key) >= least && len(longer) == 1 {
		return longer[0]
	}
	shorter := slices.DeleteFunc(slices.Clone(known), func(k string) bool { return len(k) < least || !strings.HasPrefix(key, k) })
	if len(shorter) == 1 {
		return shorter[0]
	}
	return ""
}

// isSetting reports whether a key is one that a stage can have.
func isSetting(key string) bool {
	for _, k := range keysByName()[key] {
		if k.Path == key {
			return k.PerStage
		}
	}
	return false
}

// isTopLevel reports whether a key is one at the top of the spec.
func isTopLevel(key string) bool {
	return slices.ContainsFunc(keysByName()[key], func(k Key) bool { return k.Path == key })
}

func missingKeys(at []string, rule, value any) []violation {
	object, _ := value.(map[string]any)
	list, _ := member(rule, "required").([]any)
	var out []violation
	known := keysOf(member(rule, "properties"))
	for _, r := range list {
		key, _ := r.(string)
		misspelt := slices.ContainsFunc(keysOf(value), func(other string) bool { return !slices.Contains(known, other) && meant(other, known) == key })
		if object[key] == nil && !misspelt { // one finding for one mistake
			out = append(out, violation{Pointer: at, Message: fmt.Sprintf("the key %q is missing", key), Fix: example(rule, key)})
		}
	}
	return out
}

func example(rule any, key string) string {
	property := member(member(rule, "properties"), key)
	if list, _ := member(property, "enum").([]any); len(list) > 0 {
		return fmt.Sprintf("add it, for example %s: %v", key, list[0])
	}
	if key == "stages" {
		return "add it, for example stages: { production: { domain: { name: api.example.com } } }"
	}
	if key == "reason" {
		return "add it, for example reason: accepted until the next release"
	}
	return "add it"
}

func typeNames(rule any) string {
	switch t := member(rule, "type").(type) {
	case string:
		return t
	case []any:
		names := make([]string, len(t))
		for i, n := range t {
			names[i] = fmt.Sprint(n)
		}
		return strings.Join(names, " or ")
	}
	return "another type"
}

// inWords is a type of JSON Schema as a person calls it.
func inWords(kind string) string {
	words := map[string]string{"object": "a block of keys", "array": "a list", "string": "text", "boolean": "true or false", "integer": "a whole number", "number": "a number", "null": "nothing"}
	var out []string
	for _, name := range strings.Split(kind, " or ") {
		out = append(out, cmp.Or(words[name], name))
	}
	return strings.Join(out, " or ")
}

func typeFix(want string, value any) string {
	text, isText := value.(string)
	text = strings.ToLower(strings.TrimSpace(text))
	list, isList := value.([]any)
	switch {
	case want == "boolean" && isText && slices.Contains([]string{"yes", "on", "y"}, text):
		return "write true: yes and on are plain text in YAML 1.2"
	case want == "boolean" && isText && slices.Contains([]string{"no", "off", "n"}, text):
		return "write false: no and off are plain text in YAML 1.2"
	case want == "boolean" && (text == "true" || text == "false"):
		return fmt.Sprintf("write %s, without quotes", text)
	case want == "boolean":
		return "write true or false"
	case (want == "integer" || want == "number") && isText && isDigits(text):
		return fmt.Sprintf("write %s, without quotes", text)
	case (want == "integer" || want == "number") && isText && isDigits(strings.TrimSuffix(text, "%")):
		return fmt.Sprintf("write %s, without the percent sign", strings.TrimSuffix(text, "%"))
	case want == "integer":
		return "write a whole number"
	case want == "number":
		return "write a number"
	case want == "string" && isList && len(list) == 1:
		return "write the value alone, without brackets or a dash"
	case want == "string" && isList:
		return "write one value, not a list"
	case want == "string" && isCollection(value):
		return "write one value; put text that starts with { in quotes"
	case want == "string" && !isText && value != nil && !isCollection(value):
		return "put it in quotes"
	case want == "object":
		return "write a mapping: keys, each with a value"
	case want == "array" && isCollection(value):
		return "write a list: put a dash in front of each item"
	case want == "array":
		return "write a list, as in [item]"
	}
	return ""
}

// last is the last part of a path, "" at the top.
func last(at []string) string {
	if len(at) == 0 {
		return ""
	}
	return at[len(at)-1]
}

// isDigits reports whether a text is a whole number.
func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func isNumber(value any) bool {
	switch value.(type) {
	case nil, string, bool, map[string]any, []any:
		return false
	}
	return true
}

var patternFixes = map[string]string{
	DurationPattern: `write a whole number and a unit (seconds, minutes, hours, days, weeks or years), for example "30 days" or "1h"`,
	CPUPattern:      `write a number, a space and vCPU, for example "0.25 vCPU"`,
	MemoryPattern:   `write a number, a space and MB or GB, for example "512 MB" or "0.5 GB"`,
	ACUPattern:      `write a multiple of 0.5, a space and ACU, for example "0.5 ACU"`,
	USDPattern:      `write a number, a space and USD, for example "100 USD"`,
	VersionPattern:  `write a version such as 16 or "16.8"`,

	exactVersion:     "write three numbers separated by dots, for example 0.5.0",
	`^[a-z0-9-]+$`:   "write the code of the Region, for example us-east-1",
	`^/`:             "start it with a slash, as in /transform/cluster/backupRetentionPeriod",
	`^[0-9a-f]{12}$`: "copy the 12 hexadecimal digits that pylon-gen diff prints after the effect, and put them in quotes",
	findingCode:      "write the code of a finding, for example PG308",
}

// Patterns of texts without a unit.
const (
	exactVersion = `^[0-9]+\.[0-9]+\.[0-9]+$`
	findingCode  = `^(PG[0-9]{3}|[A-Z]+(_[A-Z]+)+)$`
)

// units are the patterns of values with a unit.
var units = map[string]bool{DurationPattern: true, CPUPattern: true, MemoryPattern: true, ACUPattern: true, USDPattern: true}

func patternFix(pattern, key string, value any) string {
	if better := corrected(pattern, key, value); better != "" {
		format, _, _ := strings.Cut(strings.TrimPrefix(patternFixes[pattern], "write "), ", for example")
		return fmt.Sprintf("did you mean %q? The format is %s", better, format)
	}
	if fix := patternFixes[pattern]; fix != "" {
		return fix
	}
	return "it must match " + pattern
}

// enumValues are the accepted values as a sentence has them.
func enumValues(rule any) string {
	list, _ := member(rule, "enum").([]any)
	var names []string
	for _, x := range list {
		if x != nil { // an optional member may be null too
			names = append(names, fmt.Sprint(x))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return oneOf(names)
}

func describe(value any) string {
	switch x := value.(type) {
	case nil:
		return "null"
	case string:
		return fmt.Sprintf("the text %q", excerpt(x))
	case bool:
		return fmt.Sprintf("%t", x)
	case map[string]any, []any:
		return kindName(value)
	case float64:
		if x == math.MaxFloat64 {
			return "a number without bounds" // as source.YAML.Plain returns .inf and 1e400
		}
	}
	return fmt.Sprintf("the number %v", value)
}

// excerpt cuts a text that is too long for a message.
func excerpt(text string) string {
	const most = 60 // characters
	count := 0
	for i := range text {
		if count == most {
			return text[:i] + "…"
		}
		count++
	}
	return text
}

// kindName describes a value without showing it.
func kindName(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "text"
	case bool:
		return "a boolean"
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	}
	return "a number"
}

func isCollection(value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}
