package resolve

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// resolver resolves one app; it collects findings of all stages.
type resolver struct {
	spec     *schema.Spec
	manifest *schema.Manifest
	builders []*stageResolver // of all stages
	list     diag.List
}

// stageResolver resolves one stage.
type stageResolver struct {
	*resolver
	s         *stack.Stack
	in        *schema.Settings
	fromStage map[*yaml.Node]bool // nodes that the stage's overlay holds
	version   pylon.Version
}

func (r *resolver) at(n *yaml.Node) source.Pos {
	if n == nil {
		return source.Pos{File: r.spec.File.Name, Line: 1, Col: 1}
	}
	return source.Pos{File: r.spec.File.Name, Line: n.Line, Col: n.Column}
}

func (r *resolver) fail(code string, n *yaml.Node, message, why, fix string) {
	r.list = append(r.list, diag.Diagnostic{Code: code, Severity: diag.Error, Pos: r.at(n), Message: message, Why: why, Fix: fix})
}

func (r *resolver) warn(code string, n *yaml.Node, message, why, fix string) {
	r.list = append(r.list, diag.Diagnostic{Code: code, Severity: diag.Warning, Pos: r.at(n), Message: message, Why: why, Fix: fix})
}

// note is warn for what may well be meant.
func (r *resolver) note(code string, n *yaml.Node, message, why, fix string) {
	r.list = append(r.list, diag.Diagnostic{Code: code, Severity: diag.Info, Pos: r.at(n), Message: message, Why: why, Fix: fix})
}

// pick returns a value of the spec, or its default, and records which.
func pick[T any](b *stageResolver, path string, v schema.Value[T], def T) T {
	if v.IsSet() {
		b.record(path, v.V, b.written(v.Node))
		return v.V
	}
	b.record(path, def, stack.Origin{Kind: stack.FromDefault})
	return def
}

// derive is pick for a default that follows from something else.
func derive[T any](b *stageResolver, path string, v schema.Value[T], def T, why string) T {
	if v.IsSet() {
		return pick(b, path, v, def)
	}
	b.record(path, def, stack.Origin{Kind: stack.Derived, Why: why})
	return def
}

// hardened is pick for a default that strict hardening changes.
func hardened[T any](b *stageResolver, path string, v schema.Value[T], standard, strict T) T {
	if b.s.Strict {
		return derive(b, path, v, strict, "hardening")
	}
	return pick(b, path, v, standard)
}

// given is pick for a value without a default: it is recorded only when written.
func given[T any](b *stageResolver, path string, v schema.Value[T]) T {
	if v.IsSet() {
		return pick(b, path, v, v.V)
	}
	return v.V
}

func (b *stageResolver) written(n *yaml.Node) stack.Origin {
	o := stack.Origin{Kind: stack.FromSpec, Pos: b.at(n)}
	if b.fromStage[n] {
		o.Kind = stack.FromStage
	}
	return o
}

func (b *stageResolver) record(path string, value any, origin stack.Origin) {
	text := fmt.Sprint(value)
	if list, ok := value.([]string); ok {
		text = strings.Join(list, ", ")
	}
	b.s.Settings = append(b.s.Settings, stack.Setting{Path: path, Value: text, Origin: origin})
}
