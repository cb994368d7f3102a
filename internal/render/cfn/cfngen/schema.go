package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// schema is the part of a CloudFormation resource schema, or of a schema within
// it, that decides how the Go code looks. Everything else (descriptions, value
// ranges, patterns) is trimmed away.
type schema struct {
	TypeName           string             `json:"typeName,omitempty"`
	Ref                string             `json:"$ref,omitempty"`
	Type               typeNames          `json:"type,omitempty"`
	Items              *schema            `json:"items,omitempty"`
	Properties         map[string]*schema `json:"properties,omitempty"`
	Required           []string           `json:"required,omitempty"`
	Definitions        map[string]*schema `json:"definitions,omitempty"`
	ReadOnlyProperties []string           `json:"readOnlyProperties,omitempty"`
	// Paths of properties whose change always, or depending on the change, makes
	// a new resource: "/properties/Name".
	CreateOnlyProperties            []string `json:"createOnlyProperties,omitempty"`
	ConditionalCreateOnlyProperties []string `json:"conditionalCreateOnlyProperties,omitempty"`
}

// typeNames is a JSON Schema "type": one name or a list of them.
type typeNames []string

// UnmarshalJSON takes a string or a list of strings.
func (t *typeNames) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("[")) {
		return json.Unmarshal(data, (*[]string)(t))
	}
	*t = make(typeNames, 1)
	return json.Unmarshal(data, &(*t)[0])
}

// MarshalJSON writes a single name without a list.
func (t typeNames) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

// is reports whether t is exactly the one type name.
func (t typeNames) is(name string) bool { return len(t) == 1 && t[0] == name }

// loadAll reads all schemas of a folder, sorted by type name.
func loadAll(dir string) ([]*schema, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	var all []*schema
	for _, file := range files {
		s, err := load(file)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no schema in %s", dir)
	}
	slices.SortFunc(all, func(a, b *schema) int { return strings.Compare(a.TypeName, b.TypeName) })
	return all, nil
}

func load(file string) (*schema, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	s := new(schema)
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if s.TypeName == "" {
		return nil, fmt.Errorf("%s: no typeName", file)
	}
	return s, nil
}

// readOnly reports whether a property of the resource only comes out of
// CloudFormation and cannot be set.
func (s *schema) readOnly(property string) bool {
	return slices.Contains(s.ReadOnlyProperties, "/properties/"+property)
}

// resolve follows references until a schema that says what it is; name is that
// of the last definition on the way, "" when there was none.
func (s *schema) resolve(p *schema) (name string, def *schema, err error) {
	for p.Ref != "" {
		name = strings.TrimPrefix(p.Ref, "#/definitions/")
		def := s.Definitions[name]
		if def == nil {
			return "", nil, fmt.Errorf("%s: %s leads nowhere", s.TypeName, p.Ref)
		}
		p = def
	}
	return name, p, nil
}
