package schema

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// conforms says that value keeps to a rule of the schema, without asking the
// validator: compiling the schema takes longer than anything else in a run, and
// most specs are fine. It knows the keywords that our schema
// uses; what it does not know, and what it is not sure of, is false, and then
// the validator judges. A test holds the two against each other.
func (v *validator) conforms(rule, value any) bool {
	keywords, ok := rule.(map[string]any)
	if !ok {
		return rule == true
	}
	if ref, ok := keywords["$ref"].(string); ok { // draft-07: nothing alongside it counts
		name, local := strings.CutPrefix(ref, "#/$defs/")
		return local && v.conforms(member(member(v.rules, "$defs"), name), value)
	}
	for keyword, want := range keywords {
		if !v.keeps(keyword, want, keywords, value) {
			return false
		}
	}
	return true
}

func (v *validator) keeps(keyword string, want any, rule map[string]any, value any) bool {
	switch keyword {
	case "$schema", "$id", "$defs", "title", "description", "default", "examples":
		return true
	case "type":
		return isOfType(want, value)
	case "enum":
		list, _ := want.([]any)
		return slices.ContainsFunc(list, func(x any) bool { return sameScalar(x, value) })
	case "properties", "additionalProperties", "required":
		object, isObject := value.(map[string]any)
		return !isObject || v.keepsObject(keyword, want, rule, object)
	case "items", "minItems", "uniqueItems":
		list, isList := value.([]any)
		return !isList || v.keepsList(keyword, want, list)
	case "pattern", "minLength":
		text, isText := value.(string)
		return !isText || v.keepsText(keyword, want, text)
	case "minimum", "maximum":
		n, isNumber := number(value)
		bound, known := number(want)
		return !isNumber || known && (keyword == "minimum" && n >= bound || keyword == "maximum" && n <= bound)
	}
	return false
}

func (v *validator) keepsObject(keyword string, want any, rule, object map[string]any) bool {
	properties, _ := rule["properties"].(map[string]any)
	switch keyword {
	case "required":
		list, _ := want.([]any)
		return !slices.ContainsFunc(list, func(x any) bool {
			name, _ := x.(string)
			_, there := object[name]
			return !there
		})
	case "properties":
		for name, value := range object {
			if p, known := properties[name]; known && !v.conforms(p, value) {
				return false
			}
		}
		return true
	}
	for name, value := range object {
		if _, known := properties[name]; !known && !v.conforms(want, value) {
			return false
		}
	}
	return true
}

func (v *validator) keepsList(keyword string, want any, list []any) bool {
	switch keyword {
	case "items":
		return !slices.ContainsFunc(list, func(item any) bool { return !v.conforms(want, item) })
	case "minItems":
		least, known := number(want)
		return known && float64(len(list)) >= least
	}
	seen := map[string]bool{} // uniqueItems
	for _, item := range list {
		text, isText := item.(string)
		if !isText || seen[text] {
			return want == false
		}
		seen[text] = true
	}
	return true
}

func (v *validator) keepsText(keyword string, want any, text string) bool {
	if keyword == "minLength" {
		least, known := number(want)
		return known && float64(utf8.RuneCountInString(text)) >= least
	}
	pattern, _ := want.(string)
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.patterns[pattern] == nil {
		v.patterns[pattern] = regexp.MustCompile(pattern)
	}
	return v.patterns[pattern].MatchString(text)
}

func isOfType(want, value any) bool {
	if list, several := want.([]any); several {
		return slices.ContainsFunc(list, func(t any) bool { return isOfType(t, value) })
	}
	switch want {
	case "object":
		_, ok := value.(map[string]any)
		return ok
	case "array":
		_, ok := value.([]any)
		return ok
	case "string":
		_, ok := value.(string)
		return ok
	case "boolean":
		_, ok := value.(bool)
		return ok
	case "integer":
		_, ok := value.(int64)
		return ok
	case "number":
		_, ok := number(value)
		return ok
	}
	return false
}

// number returns the value of the two number types that documents and schemas
// have.
func number(value any) (float64, bool) {
	switch n := value.(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, n-n == 0 // neither infinite nor NaN
	}
	return 0, false
}

func sameScalar(a, b any) bool {
	if x, ok := number(a); ok {
		y, ok := number(b)
		return ok && x == y
	}
	text, ok := a.(string)
	return ok && b == text
}
