package schema

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// explain says what it means that the value at a place of doc breaks a rule, in
// the words of somebody who edits the document: the validator's own message is
// in terms of the schema. path leads to the rule in the schema.
func (v *validator) explain(at, path []string, message string, doc any) []violation {
	keyword := path[len(path)-1]
	rule := follow(v.rules, path[:len(path)-1])
	value := follow(doc, at)
	shown := describe(value)
	if secretPlace(at) {
		shown = kindName(value)
	}
	one := func(message, fix string) []violation { return []violation{{Pointer: at, Message: message, Fix: fix}} }
	switch keyword {
	case "additionalProperties":
		return unknownKeys(at, rule, value)
	case "required":
		return missingKeys(at, rule, value)
	case "type":
		want := typeNames(rule)
		if want == "null" {
			return nil // the other half of an optional member: what it expects is said
		}
		fix := typeFix(want, value)
		if pattern, _ := member(rule, "pattern").(string); patternFixes[pattern] != "" {
			fix = patternFixes[pattern]
		}
		if values := enumValues(rule); values != "" {
			fix = "write one of: " + values
		}
		return one(fmt.Sprintf("expected %s, got %s", want, shown), fix)
	case "enum":
		return one(fmt.Sprintf("%s is not one of the accepted values", shown), "write one of: "+enumValues(rule))
	case "pattern":
		pattern, _ := member(rule, "pattern").(string)
		return one(fmt.Sprintf("%s does not have the form that is expected here", shown), patternFix(pattern))
	}
	if secretPlace(at) {
		message = "it is not accepted here" // the validator's words hold the value
	}
	return one(fmt.Sprintf("%s: %s", shown, message), "")
}

func unknownKeys(at []string, rule, value any) []violation {
	object, _ := value.(map[string]any)
	known := keysOf(member(rule, "properties"))
	var out []violation
	for _, key := range keysOf(value) {
		if _, ok := object[key]; !ok || slices.Contains(known, key) {
			continue
		}
		fix := "remove it; known here: " + strings.Join(known, ", ")
		if guess := Nearest(key, known); guess != "" {
			fix = fmt.Sprintf("did you mean %q?", guess)
		}
		out = append(out, violation{Pointer: at, Unknown: key, Message: fmt.Sprintf("unknown key %q", key), Fix: fix})
	}
	return out
}

func missingKeys(at []string, rule, value any) []violation {
	object, _ := value.(map[string]any)
	list, _ := member(rule, "required").([]any)
	var out []violation
	for _, r := range list {
		if key, _ := r.(string); object[key] == nil {
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

func typeFix(want string, value any) string {
	text, isText := value.(string)
	switch {
	case want == "boolean" && isText && slices.Contains([]string{"yes", "on", "y"}, strings.ToLower(text)):
		return "write true: yes and on are plain text in YAML 1.2"
	case want == "boolean" && isText && slices.Contains([]string{"no", "off", "n"}, strings.ToLower(text)):
		return "write false: no and off are plain text in YAML 1.2"
	case want == "string" && !isText && value != nil && !isCollection(value):
		return "put it in quotes"
	case want == "object":
		return "write a mapping: keys, each with a value"
	case want == "array":
		return "write a list"
	}
	return ""
}

var patternFixes = map[string]string{
	DurationPattern: `write a whole number and a unit, for example "3600 seconds", "30 days" or "1h"`,
	CPUPattern:      `write a number, a blank and vCPU, for example "0.25 vCPU"`,
	MemoryPattern:   `write a number, a blank and MB or GB, for example "512 MB" or "0.5 GB"`,
	ACUPattern:      `write a multiple of 0.5, a blank and ACU, for example "0.5 ACU"`,
	USDPattern:      `write a number, a blank and USD, for example "100 USD"`,
	VersionPattern:  `write a version such as 16 or "16.8"`,
}

func patternFix(pattern string) string {
	if fix := patternFixes[pattern]; fix != "" {
		return fix
	}
	return "it must match " + pattern
}

func enumValues(rule any) string {
	list, _ := member(rule, "enum").([]any)
	var names []string
	for _, x := range list {
		if x != nil { // an optional member may be null too
			names = append(names, fmt.Sprint(x))
		}
	}
	return strings.Join(names, ", ")
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
			return "a number without bounds" // as source.YAML.Plain gives .inf and 1e400
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
		return "a text"
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
