package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/source"
)

// MaxManifestSize is the greatest manifest that is read, in bytes.
const MaxManifestSize = 64 << 20

// LoadManifest parses and validates a manifest. Unknown keys are accepted, as the
// runtime does, and mentioned. What a version of the runtime would refuse is
// found in package resolve, which knows the version.
func LoadManifest(f *source.File) (*Manifest, diag.List) {
	m := &Manifest{}
	err := json.Unmarshal(f.Data, m)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, diag.List{manifestSyntax(f, err, syntax)}
	}
	// The only other error is a value of another type: the outline sees it too.
	out := outlineOf(f.Data, manifestShape())
	var list diag.List
	for _, offset := range out.duplicates {
		list = append(list, diag.Diagnostic{Code: CodeSyntax, Severity: diag.Error, Pos: f.At(offset),
			Message: "this key is set twice", Why: "JSON readers disagree on which one counts", Fix: "keep one of them"})
	}
	for _, x := range out.unknown {
		if x.otherCase {
			list = append(list, diag.Diagnostic{Code: CodeUnknownKey, Severity: diag.Error, Pos: f.At(x.offset),
				Message: fmt.Sprintf("key %q differs from a known one in case only", x.key),
				Why:     "JSON readers disagree on whether that is the same key", Fix: "write it as the runtime does, or remove it"})
		}
	}
	if !out.conforms || err != nil || badEnum(m) {
		list = append(list, manifestViolations(f, err)...)
	}
	if err != nil && len(list) == 0 {
		panic("manifest keeps to its schema and not to its structs: " + err.Error())
	}
	if len(list) > 0 {
		return nil, list
	}
	m.File = f
	list = append(list, unknownMembers(f, out.unknown)...)
	m.EnvNames = envNames(f, out.unknown)
	for _, x := range out.nulls {
		m.Nulls = append(m.Nulls, Member{strings.TrimPrefix(x.where+"."+x.key, "."), f.At(x.offset)})
	}
	return m, list
}

func manifestSyntax(f *source.File, err error, syntax *json.SyntaxError) diag.Diagnostic {
	d := diag.Diagnostic{Code: CodeSyntax, Severity: diag.Error, Pos: f.At(len(f.Data)),
		Message: "this is not JSON: " + err.Error(), Fix: "write the manifest again with pylon codegen"}
	if syntax != nil {
		d.Pos = f.At(int(syntax.Offset) - 1)
	}
	return d
}

// badEnum finds what the outline does not look at: the one member with a fixed
// set of values.
func badEnum(m *Manifest) bool {
	bad := func(fields []Field) bool {
		for _, x := range fields {
			if x.CRDT == nil {
				continue
			}
			switch *x.CRDT {
			case "lww", "text", "counter", "list", "movable-list", "tree":
			default:
				return true
			}
		}
		return false
	}
	for _, e := range m.Entities {
		if bad(e.Fields) {
			return true
		}
	}
	for _, op := range append(append([]Operation(nil), m.Queries...), m.Actions...) {
		if bad(op.Input) {
			return true
		}
	}
	return false
}

// manifestViolations asks the validator what is wrong. err is what encoding/json
// said, or nil.
func manifestViolations(f *source.File, err error) diag.List {
	dec := json.NewDecoder(bytes.NewReader(f.Data))
	dec.UseNumber()
	var doc any
	if err := dec.Decode(&doc); err != nil {
		panic("manifest was valid JSON a moment ago: " + err.Error())
	}
	violations := manifestValidator.validate(bounded(doc))
	pointers := make([][]string, len(violations))
	for i, v := range violations {
		pointers[i] = v.Pointer
	}
	var list diag.List
	for i, pos := range source.JSONPos(f, pointers) {
		v := violations[i]
		message := v.Message
		if len(v.Pointer) > 0 {
			message = dotted(v.Pointer) + ": " + message
		}
		list = append(list, diag.Diagnostic{Code: CodeSchema, Severity: diag.Error, Pos: pos, Message: message,
			Why: "the runtime refuses such a manifest", Fix: v.Fix})
	}
	var refused *json.UnmarshalTypeError
	if len(list) == 0 && errors.As(err, &refused) && strings.HasPrefix(refused.Value, "number ") {
		// The schema takes a number that the runtime's types do not.
		list = append(list, refusedNumber(f, refused))
	}
	return list
}

// refusedNumber is the finding for a number that is valid JSON and keeps to the
// schema, but is none that the runtime's type can hold: 1.0, -1 or 1e99.
func refusedNumber(f *source.File, err *json.UnmarshalTypeError) diag.Diagnostic {
	start := int(err.Offset) // just behind the number
	for start > 0 && strings.IndexByte("+-.0123456789eE", f.Data[start-1]) >= 0 {
		start--
	}
	want := "a number of at most 64 bits"
	switch err.Type.Kind() {
	case reflect.Uint32:
		want = "a whole number from 0 to 4294967295"
	case reflect.Uint64:
		want = "a whole number from 0 to 18446744073709551615"
	}
	return diag.Diagnostic{Code: CodeSchema, Severity: diag.Error, Pos: f.At(start),
		Message: fmt.Sprintf("%s: expected %s, got %s", err.Field, want, excerpt(strings.TrimPrefix(err.Value, "number "))),
		Why:     "the runtime refuses such a manifest", Fix: "write it without sign, point and exponent"}
}

// bounded rounds numbers that no 64-bit float can hold: the validator computes
// with all digits of a number, and fails where they are too many.
func bounded(value any) any {
	switch x := value.(type) {
	case map[string]any:
		for key, child := range x {
			x[key] = bounded(child)
		}
	case []any:
		for i, child := range x {
			x[i] = bounded(child)
		}
	case json.Number:
		f, err := x.Float64()
		switch {
		case err != nil:
			return math.MaxFloat64
		case f == 0 || len(x) > 30: // 1e-999999999 and the like
			return f
		}
	}
	return value
}

// unknownMembers mentions each unknown key once, with how often it is there.
func unknownMembers(f *source.File, unknown []extra) diag.List {
	type place struct{ where, key string }
	count := map[place]int{}
	for _, x := range unknown {
		count[place{x.where, x.key}]++
	}
	var list diag.List
	for _, x := range unknown {
		p := place{x.where, x.key}
		n := count[p]
		if n == 0 {
			continue
		}
		delete(count, p)
		where := ""
		if x.where != "" {
			where = " in " + x.where
		}
		times := ""
		if n > 1 {
			times = fmt.Sprintf(", %d times, first here", n)
		}
		d := diag.Diagnostic{Code: CodeUnknownKey, Severity: diag.Info, Pos: f.At(x.offset),
			Message: fmt.Sprintf("key %q%s is not known%s", x.key, where, times),
			Why:     "the runtime drops keys that it does not know; nothing is rendered from it",

			Sensitive: secretKey.MatchString(x.key)}
		if snake := camelAuth[x.key]; snake != "" && len(x.where) >= 4 && x.where[:4] == "auth" {
			d.Code, d.Severity = CodeCamelCase, diag.Warning
			d.Fix = fmt.Sprintf("in the manifest it is called %q", snake)
		}
		list = append(list, d)
	}
	return list
}

// camelAuth are keys of auth as one writes them in app.ts; in the manifest the
// runtime drops them silently and its defaults apply.
var camelAuth = map[string]string{
	"trustedOrigins": "trusted_origins", "expiresIn": "expires_in", "cookieCache": "cookie_cache",
	"maxAge": "max_age", "orgRoles": "org_roles", "adminField": "admin_field",
}
