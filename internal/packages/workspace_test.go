package packages

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// Whose member a directory is, in the forms of the package managers.
func TestWorkspace(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	repo := fstest.MapFS{
		"bun/package.json":                    file(`{"workspaces": ["apps/*", "./tools/one", "!apps/old"]}`),
		"bun/apps/api/pylon.manifest.json":    file("{}"),
		"bun/apps/old/pylon.manifest.json":    file("{}"),
		"bun/apps/api/in/pylon.manifest.json": file("{}"),
		"bun/tools/one/pylon.manifest.json":   file("{}"),
		"yarn/package.json":                   file(`{"workspaces": {"packages": ["packages/**"]}}`),
		"yarn/packages/a/b/package.json":      file("{}"),
		"pnpm/package.json":                   file(`{"private": true}`),
		"pnpm/pnpm-workspace.yaml":            file("packages:\n  - api\n"),
		"pnpm/api/package.json":               file("{}"),
		"none/package.json":                   file(`{"workspaces": []}`),
		"none/a/package.json":                 file(`{`),
		"odd/package.json":                    file(`{"workspaces": "[", "x": 1}`),
		"odd/pnpm-workspace.yaml":             file("packages: [\"[\"]"),
	}
	for dir, want := range map[string]string{
		"bun/apps/api": "bun", "bun/apps/old": "", "bun/apps/api/in": "", "bun/tools/one": "bun", "bun": "",
		"yarn/packages/a/b": "yarn", "yarn/packages": "yarn", "pnpm/api": "pnpm", "none/a": "", "odd/[": "", ".": "",
	} {
		got := ""
		if w := WorkspaceOf(repo, dir); w != nil {
			got = w.Dir
		}
		if got != want {
			t.Errorf("%s: a member of %q, expected %q", dir, got, want)
		}
	}
	w := WorkspaceAt(repo, "bun")
	if diff := cmp.Diff([]string{"bun/apps/api", "bun/tools/one"}, w.Members(repo, "pylon.manifest.json")); diff != "" {
		t.Error(diff)
	}
	if w := WorkspaceAt(repo, "pnpm"); w == nil || !w.PNPM || WorkspaceAt(repo, "bun").PNPM {
		t.Errorf("%+v", w)
	}
}
