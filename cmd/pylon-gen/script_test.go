package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pylon-gen": main})
}

// TestScripts runs the command line as people do. Each script is a small
// project and what happens to it; read them as documentation.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("PYLON_UPDATE") == "1",
		Setup: func(env *testscript.Env) error {
			example, err := filepath.Abs("../../examples/todo")
			env.Setenv("EXAMPLE", example)
			return err
		},
	})
}
