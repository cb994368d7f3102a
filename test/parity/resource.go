package parity

import (
	"encoding/json"
	"strings"
)

// Side is what one of the clouds has of a stage.
type Side struct {
	Resources []Resource
	Outputs   map[string]any
	// Stage is what is said of all of it: its Region, its tags.
	Stage map[string][]string
}

// Resource is a resource of either cloud. References to others, wherever they
// stand in a text, are <key> or <key.attribute>.
type Resource struct {
	Key, Type string
	// Properties have keys in lower case. A list of keys and values is a map.
	Properties map[string]any
	// Removed and Replaced are what becomes of it then: "kept", "snapshot",
	// "deleted", or "" where nothing is said.
	Removed, Replaced string
	// AtFirst are properties, in lower case, that matter only when it is made.
	AtFirst []string
	// Waits are the keys of what is made before it.
	Waits []string
}

// get returns the property at a path such as "origins/0/domainname", nil where
// there is none.
func (r Resource) get(path string) any { return at(r.Properties, path) }

// at returns the member at a path, nil where there is none.
func at(v any, path string) any {
	for _, key := range strings.Split(path, "/") {
		switch in := v.(type) {
		case map[string]any:
			v = in[key]
		case []any:
			if key != "0" || len(in) == 0 {
				return nil
			}
			v = in[0]
		default:
			return nil
		}
	}
	return v
}

// plain brings a value into the form of Resource.Properties.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, member := range v {
			out[strings.ToLower(key)] = plain(member)
		}
		return out
	case []any:
		if pairs, ok := pairs(v); ok {
			return pairs
		}
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = plain(item)
		}
		return out
	case string:
		if strings.HasPrefix(v, "{") || strings.HasPrefix(v, "[") {
			var document any
			if json.Unmarshal([]byte(v), &document) == nil {
				return plain(document)
			}
		}
	}
	return v
}

// pairs makes a map of a list of keys and values, such as tags and variables.
// Values are texts of the user: they stay as they are.
func pairs(list []any) (map[string]any, bool) {
	out := map[string]any{}
	for _, item := range list {
		m, ok := item.(map[string]any)
		if !ok || len(m) != 2 {
			return nil, false
		}
		var key string
		var value any
		for k, v := range m {
			switch strings.ToLower(k) {
			case "key", "name":
				key, _ = v.(string)
			case "value", "valuefrom":
				value = v
			}
		}
		if key == "" || value == nil {
			return nil, false
		}
		if _, twice := out[key]; twice {
			return nil, false
		}
		out[key] = value
	}
	return out, len(list) > 0
}

// eachText is a value with what change makes of each of its texts.
func eachText(v any, change func(string) string) any {
	switch v := v.(type) {
	case string:
		return change(v)
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = eachText(item, change)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, member := range v {
			out[key] = eachText(member, change)
		}
		return out
	}
	return v
}

// fields are the members of a map, none of anything else.
func fields(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// items are the members of a list, none of anything else.
func items(v any) []any {
	list, _ := v.([]any)
	return list
}
