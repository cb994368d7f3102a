package sst_test

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/render/sst"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

func overriding(component, stage, reason string, patch ...stack.PatchOperation) *stack.App {
	app := stacktest.Stateless()
	app.Overrides = []stack.Override{{Target: stack.OverrideSST, Component: component, Stage: stage, Reason: reason, Patch: patch}}
	return app
}

func TestOverrides(t *testing.T) {
	op := func(op, path string, value any) stack.PatchOperation {
		return stack.PatchOperation{Op: op, Path: path, Value: value}
	}
	for name, test := range map[string]struct {
		app  *stack.App
		want []string
	}{
		"a value": {overriding("Database", "", "why", op("replace", "/engine", "mysql")),
			[]string{"// Overridden: why\n      engine: \"mysql\","}},
		"an expression": {overriding("Pylon", "", "why", op("replace", "/cpu", "4 vCPU")),
			[]string{"// Overridden: why\n      cpu: \"4 vCPU\","}},
		"removed": {overriding("Database", "", "why", op("remove", "/transform/cluster/copyTagsToSnapshot", nil)),
			[]string{"// Overridden, without copyTagsToSnapshot: why\n"}},
		"an object in a list": {overriding("Database", "", "why", op("add", "/transform/clusterParameterGroup/parameters/0", map[string]any{"name": "a", "value": 1.5})),
			[]string{"// Overridden: why\n            {\n              name: \"a\",\n              value: 1.5,\n            },"}},
		"one stage": {overriding("Database", "staging", "why", op("replace", "/engine", "mysql"), op("add", "/proxy", true), op("remove", "/username", nil)),
			[]string{
				"engine: stage.onlyStaging ? \"mysql\" : \"postgres\",", "...(stage.onlyStaging ? { proxy: true } : {}),",
				"...(stage.onlyStaging ? {} : { username: \"pylon\" }),", "onlyStaging: boolean;",
			}},
		"a list in one stage": {overriding("Uploads", "staging", "why", op("add", "/cors/allowMethods/-", "DELETE")),
			[]string{"allowMethods: stage.onlyStaging\n", "\"DELETE\",\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := render(test.app)
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("the file lacks %s", want)
				}
			}
		})
	}
}

func TestOverridesThatDoNotApply(t *testing.T) {
	for name, test := range map[string]struct {
		app     *stack.App
		missing string
	}{
		"component": {overriding("Databse", "", "why", stack.PatchOperation{Op: "remove", Path: "/engine"}), "Databse"},
		"member":    {overriding("Database", "", "why", stack.PatchOperation{Op: "remove", Path: "/engin"}), "engin"},
		"function":  {overriding("Pylon", "", "why", stack.PatchOperation{Op: "remove", Path: "/transform/target/x"}), "x"},
	} {
		t.Run(name, func(t *testing.T) {
			failures := sst.New(test.app).Failures()
			if len(failures) != 1 || failures[0].Missing != test.missing {
				t.Errorf("%+v", failures)
			}
		})
	}
}

// Neither the reason nor a value of an override becomes code.
func TestHostileOverridesStayText(t *testing.T) {
	op := func(s string) []stack.PatchOperation {
		return []stack.PatchOperation{{Op: "add", Path: "/tags", Value: map[string]any{"a": s, "b": []any{s}}}}
	}
	evil, _ := tokenize(render(overriding("Database", "", "x*/\u2028process.exit()//", op(nasty)...)))
	tame, _ := tokenize(render(overriding("Database", "", "x", op("x")...)))
	if shape(evil) != shape(tame) {
		t.Error("an override changes the code")
	}
}
