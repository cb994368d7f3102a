package schema

import "strings"

// propertyNames collects the names of all properties that a schema describes.
func propertyNames(schema any, into map[string]bool) {
	switch x := schema.(type) {
	case map[string]any:
		if properties, ok := x["properties"].(map[string]any); ok {
			for name := range properties {
				into[name] = true
			}
		}
		for _, child := range x {
			propertyNames(child, into)
		}
	case []any:
		for _, child := range x {
			propertyNames(child, into)
		}
	}
}

// usedKeys collects the keys of a document that a schema knows anywhere.
func usedKeys(doc any, known, into map[string]bool) {
	switch x := doc.(type) {
	case map[string]any:
		for key, child := range x {
			if known[key] {
				into[key] = true
			}
			usedKeys(child, known, into)
		}
	case []any:
		for _, child := range x {
			usedKeys(child, known, into)
		}
	}
}

// pruned copies a schema without the rules of properties that no document with
// only those keys can have, and without the definitions that nothing needs any
// more. The names of properties stay, so that unknown keys are still unknown,
// and so do all places, so that errors point to the right rule.
func pruned(schema any, used map[string]bool) any {
	defs, _ := member(schema, "$defs").(map[string]any)
	kept := map[string]any{}
	var copied func(x any) any
	copied = func(x any) any {
		switch x := x.(type) {
		case map[string]any:
			out := make(map[string]any, len(x))
			for key, child := range x {
				switch key {
				case "$defs":
				case "properties":
					out[key] = usedProperties(child, used, copied)
				default:
					out[key] = copied(child)
				}
			}
			if ref, ok := x["$ref"].(string); ok {
				name := strings.TrimPrefix(ref, "#/$defs/")
				if _, done := kept[name]; !done {
					kept[name] = nil // a definition may refer to itself
					kept[name] = copied(defs[name])
				}
			}
			return out
		case []any:
			out := make([]any, len(x))
			for i, child := range x {
				out[i] = copied(child)
			}
			return out
		}
		return x
	}
	out := copied(schema)
	if root, ok := out.(map[string]any); ok {
		root["$defs"] = kept
	}
	return out
}

// usedProperties keeps the rules of properties that are used; the others accept
// anything.
func usedProperties(properties any, used map[string]bool, copied func(any) any) map[string]any {
	out := map[string]any{}
	for _, name := range keysOf(properties) {
		if used[name] {
			out[name] = copied(member(properties, name))
		} else {
			out[name] = true
		}
	}
	return out
}
