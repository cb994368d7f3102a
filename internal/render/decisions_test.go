package render_test

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/render"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/difference"
)

// decisionCases are golden cases that together have every part of a stack.
var decisionCases = []string{
	"smallest", "everything", "single-replica", "strict", "strict-single-replica", "redis", "nat-instance", "nat-per-zone", "endpoints",
	"existing-vpc", "shared-balancer", "shared-stage", "single-port", "scraping", "tracing", "alarms", "spot", "exec", "bucket", "database", "image-uri", "image-private",
	"service", "cdn-elsewhere", "external-dns-cdn", "without-domain", "old-runtime",
}

// Every decision is in the model: a change of any of its fields changes both
// clouds, or there is a reason why one of them does not read it.
func TestEveryDecisionReachesBothClouds(t *testing.T) {
	read := map[string]map[render.Target]bool{} // by path of the field
	for _, name := range decisionCases {
		for _, app := range singleStages(t, name) {
			before, s := clouds(app), reflect.ValueOf(app.Stages[0]).Elem()
			sure := func(path string) bool { return read[path][render.SST] && read[path][render.CloudFormation] }
			eachChange(s, "", func(path string) bool { return !sure(path) }, func(path string) {
				if read[path] == nil {
					read[path] = map[render.Target]bool{}
				}
				for target, text := range clouds(app) {
					if text != before[target] {
						read[path][target] = true
					}
				}
			})
		}
	}
	if len(read) < 150 {
		t.Fatalf("only %d fields were changed", len(read))
	}
	for _, path := range fields(reflect.TypeFor[stack.Stack](), "") {
		if read[path] == nil {
			t.Errorf("no case has %s: add one that does", path)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(read)) {
		for _, target := range []render.Target{render.SST, render.CloudFormation} {
			_, listed := unread(path, target)
			switch {
			case !read[path][target] && !listed:
				t.Errorf("%s does not read %s", target, path)
			case read[path][target] && listed:
				t.Errorf("%s reads %s: package difference says that it does not", target, path)
			}
		}
	}
	for _, d := range difference.All {
		for _, f := range d.Fields {
			if read[f.Path] == nil {
				t.Errorf("there is no field %s", f.Path)
			}
		}
	}
}

// What a target has whatever the model says, the model says too.
func TestTheModelSaysWhatTargetsFix(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range decisionCases {
		for _, app := range singleStages(t, name) {
			for _, d := range difference.All {
				for _, f := range d.Fields {
					v := reflect.ValueOf(app.Stages[0]).Elem()
					for _, step := range strings.Split(f.Path, ".") {
						if v.Kind() == reflect.Struct && f.Is != "" {
							v = v.FieldByName(step)
						}
					}
					if f.Is == "" || v.IsZero() && f.Is != "false" {
						continue // the target does not mind, or the stage has no such part
					}
					seen[f.Path] = true
					if got := fmt.Sprint(v.Interface()); got != f.Is {
						t.Errorf("%s: %s is %s, and %s has %s", name, f.Path, got, f.By, f.Is)
					}
				}
			}
		}
	}
	for _, d := range difference.All {
		for _, f := range d.Fields {
			if f.Is != "" && !seen[f.Path] {
				t.Errorf("no case has %s", f.Path)
			}
		}
	}
}

// unread returns the entry of package difference for a field that a target does
// not read.
func unread(path string, target render.Target) (difference.Field, bool) {
	for _, d := range difference.All {
		for _, f := range d.Fields {
			if f.Path == path && (f.By == "both" || f.By == string(target)) {
				return f, true
			}
		}
	}
	return difference.Field{}, false
}

// singleStages are apps of a golden case with one of its stages each.
func singleStages(t *testing.T, name string) []*stack.App {
	t.Helper()
	p, err := project.Load(os.DirFS("../../testdata/golden"), project.Place{Dir: name, Spec: "pylon.stack.yaml"})
	if err != nil || p.App == nil {
		t.Fatal(name, err, p.List)
	}
	var apps []*stack.App
	for _, s := range p.App.Stages {
		app := *p.App
		app.Stages, app.Overrides = []*stack.Stack{s}, nil
		s.Overrides = nil
		apps = append(apps, &app)
	}
	return apps
}

// clouds renders both. A renderer that refuses a value has read it.
func clouds(app *stack.App) map[render.Target]string {
	out := map[render.Target]string{}
	for _, target := range []render.Target{render.SST, render.CloudFormation} {
		out[target] = func() (text string) {
			defer func() {
				if p := recover(); p != nil {
					text = fmt.Sprint("refused: ", p)
				}
			}()
			for _, d := range render.Documents(app, render.Selection{Target: target}) {
				text += string(d.Bytes())
			}
			return text
		}()
	}
	return out
}

// eachChange changes every selected field below v, one at a time, calls changed,
// and undoes the change. An item stands for all items of its list.
func eachChange(v reflect.Value, path string, wanted func(path string) bool, changed func(path string)) {
	try := func(path string, to reflect.Value) {
		if !wanted(path) {
			return
		}
		old := reflect.ValueOf(v.Interface())
		v.Set(to)
		changed(path)
		v.Set(old)
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if !skipped(path, name) {
				eachChange(v.Field(i), strings.TrimPrefix(path+"."+name, "."), wanted, changed)
			}
		}
	case reflect.Slice:
		if v.Len() == 0 {
			return
		}
		shorter := reflect.MakeSlice(v.Type(), v.Len()-1, v.Len()-1)
		reflect.Copy(shorter, v.Slice(1, v.Len()))
		try(path+"[]", shorter)
		for i := range v.Len() {
			eachChange(v.Index(i), path+"[]", wanted, changed)
		}
	case reflect.String:
		try(path, reflect.ValueOf(v.String()+"x").Convert(v.Type()))
	case reflect.Bool:
		try(path, reflect.ValueOf(!v.Bool()).Convert(v.Type()))
	case reflect.Int:
		try(path, reflect.ValueOf(int(v.Int())+1).Convert(v.Type()))
	case reflect.Float64:
		try(path, reflect.ValueOf(v.Float()+0.5).Convert(v.Type()))
	default:
		panic("a field of the model has the kind " + v.Kind().String() + ": " + path)
	}
}

// skipped reports whether a field is not a decision: the list of settings and where
// they are written, and the user's own patches.
func skipped(path, name string) bool {
	return path == "" && (name == "Settings" || name == "Overrides" || name == "Budget" || name == "Usage") || name == "Pos"
}

// fields are the paths of all fields of a type, as eachChange calls them.
func fields(typ reflect.Type, path string) []string {
	switch typ.Kind() {
	case reflect.Struct:
		var out []string
		for i := range typ.NumField() {
			if f := typ.Field(i); !skipped(path, f.Name) {
				out = append(out, fields(f.Type, strings.TrimPrefix(path+"."+f.Name, "."))...)
			}
		}
		return out
	case reflect.Slice:
		return append(fields(typ.Elem(), path+"[]"), path+"[]")
	}
	return []string{path}
}
