package sst_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// Where a value comes from that no person has to know.
const (
	byHand    = `PYLON_ADMIN_TOKEN: secretValue("PylonAdminToken"),`
	generated = `PYLON_ADMIN_TOKEN: generated("PYLON_ADMIN_TOKEN", 64),`
	byStage   = "PYLON_ADMIN_TOKEN: internalValue("
	generator = "new random.RandomBytes("
	sstSecret = "new sst.Secret(name)"
)

// A stage that goes with its data generates what no person has to know, and one that
// keeps its data takes it from a person.
func TestWhoMakesSecrets(t *testing.T) {
	production := func() *stack.App {
		app := stacktest.Stateless()
		app.Stages = app.Stages[:1]
		return app
	}
	preview := func() *stack.App {
		app := stacktest.Stateless()
		app.Stages = app.Stages[2:]
		return app
	}
	// The test model's preview has secrets of GeneratedHex only.
	for _, v := range preview().Stages[0].Service.Secrets {
		if v.Source == stack.Provided {
			t.Fatal("the preview has a secret that only a person has")
		}
	}
	withLogin := preview()
	withLogin.Stages[0].Service.Secrets = append(withLogin.Stages[0].Service.Secrets, stack.Secret{Env: "API_KEY", Name: "ApiKey", Source: stack.Provided, Why: "key"})
	for name, test := range map[string]struct {
		app       *stack.App
		has, none []string
	}{
		"retain":  {production(), []string{byHand, sstSecret}, []string{generator, "random:", "internalValue"}},
		"remove":  {preview(), []string{generated, generator, `random: "4.16.6",`}, []string{sstSecret, "sst secret set", "internalValue"}},
		"a login": {withLogin, []string{generated, `API_KEY: secretValue("ApiKey"),`, sstSecret, "sst secret set"}, []string{byHand}},
		"both": {stacktest.Stateless(), []string{
			byStage, generator, sstSecret, "stage.retain ? secretValue(name) : generated(variable, length);", `random: "4.16.6",`,
		}, []string{byHand, generated}},
	} {
		got := render(test.app)
		for _, want := range test.has {
			if !strings.Contains(got, want) {
				t.Errorf("%s: lacks %s", name, want)
			}
		}
		for _, unwanted := range test.none {
			if strings.Contains(got, unwanted) {
				t.Errorf("%s: has %s", name, unwanted)
			}
		}
	}
}

// A secret that some stages lack is in the table: by its name in sst.Secret, or
// by the length to generate.
func TestSecretsOfSomeStages(t *testing.T) {
	app := stacktest.Stateless()
	for _, s := range app.Stages[:2] { // production and staging
		s.Service.Secrets = append(s.Service.Secrets, stack.Secret{Env: "PYLON_JWT_SECRET", Name: "PylonJwtSecret", Source: stack.GeneratedHex, Length: 48, Why: "signs"})
	}
	got := render(app)
	for _, want := range []string{
		`PYLON_JWT_SECRET: "PylonJwtSecret",`, "PYLON_JWT_SECRET: 48,", "generated: Record<string, number>;",
		"for (const [variable, length] of Object.entries(stage.generated)) {",
	} {
		if n := strings.Count(got, want); n != 1 {
			t.Errorf("%s is there %d times", want, n)
		}
	}
}

// A value that is set again reaches the tasks, whatever the stage keeps.
func TestValuesByHandAreNeverIgnored(t *testing.T) {
	for name, app := range cases() {
		lines := strings.Split(render(app), "\n")
		i := slices.Index(lines, "    for (const [variable, value] of Object.entries(values)) {")
		if i < 0 || lines[i+1] != `      ssm[variable] = store(variable, value)("");` {
			t.Errorf("%s: the values are stored otherwise", name)
		}
	}
}
