package packages_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/packages"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

// Parts of lock files as each package manager writes them.
const (
	bun = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "app" },
    "apps/api": { "dependencies": { "@pylonsync/sdk": "^0.3.47", "left": "workspace:*", }, },
  },
  "packages": {
    "@pylonsync/sdk": ["@pylonsync/sdk@0.3.315", "", { "dependencies": { "@pylonsync/sync": "0.3.315" } }, "sha512-x"],
    "@pylonsync/sync": ["@pylonsync/sync@0.3.315-rc.1", "", {}, "sha512-y"],
    "web": ["web@workspace:apps/web"],
  }
}`
	npm = `{ "name": "app", "lockfileVersion": 3, "packages": {
  "": { "dependencies": { "@pylonsync/sdk": "^0.5.0" } },
  "node_modules/@pylonsync/sdk": {
    "version": "0.5.0",
    "resolved": "https://registry.example.com/@pylonsync/sdk/-/sdk-0.5.0.tgz"
  },
  "apps/web/node_modules/@pylonsync/sdk": { "version": "0.4.29" }
} }`
	npm1 = `{ "name": "app", "lockfileVersion": 1, "dependencies": { "@pylonsync/sdk": { "version": "0.3.23", "requires": { "@pylonsync/sync": "^0.3.0" } } } }`
	pnpm = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      '@pylonsync/sdk':
        specifier: ^0.5.0
        version: 0.5.0(react@19.0.0)
packages:
  '@pylonsync/sdk@0.5.0':
    resolution: {integrity: sha512-x}
    peerDependencies:
      '@pylonsync/react': 0.4.0
snapshots:
  '@pylonsync/sdk@0.5.0(react@19.0.0)':
    dependencies:
      '@pylonsync/sync': 0.5.0
`
	pnpm5 = "lockfileVersion: 5.4\npackages:\n  /@pylonsync/sdk/0.3.64:\n    resolution: {}\n"
	yarn  = `# yarn lockfile v1

"@pylonsync/sdk@^0.3.22", "@pylonsync/sdk@^0.3.47":
  version "0.3.315"
  dependencies:
    "@pylonsync/sync" "^0.3.0"
`
	berry = "__metadata:\n  version: 8\n\n\"@pylonsync/sdk@npm:^0.5.0\":\n  version: 0.5.0\n  resolution: \"@pylonsync/sdk@npm:0.5.0\"\n"
)

func TestFind(t *testing.T) {
	const own = `{ "dependencies": { "@pylonsync/sdk": "^0.3.47", "react": "^19.0.0" } }`
	for name, c := range map[string]struct {
		files map[string]string
		dir   string
		want  string
	}{
		"bun":                  {map[string]string{"bun.lock": bun, "package.json": own}, ".", "sdk 0.3.315 bun.lock, sync 0.3.315 prerelease bun.lock"},
		"npm":                  {map[string]string{"package-lock.json": npm}, ".", "sdk 0.4.29 0.5.0 package-lock.json"},
		"npm 6":                {map[string]string{"package-lock.json": npm1}, ".", "sdk 0.3.23 package-lock.json"},
		"pnpm":                 {map[string]string{"pnpm-lock.yaml": pnpm}, ".", "sdk 0.5.0 pnpm-lock.yaml"},
		"pnpm 7":               {map[string]string{"pnpm-lock.yaml": pnpm5}, ".", "sdk 0.3.64 pnpm-lock.yaml"},
		"yarn":                 {map[string]string{"yarn.lock": yarn}, ".", "sdk 0.3.315 yarn.lock"},
		"yarn berry":           {map[string]string{"yarn.lock": berry}, ".", "sdk 0.5.0 yarn.lock"},
		"a lock further up":    {map[string]string{"bun.lock": bun, "apps/api/package.json": own}, "apps/api", "sdk 0.3.315 bun.lock, sync 0.3.315 prerelease bun.lock"},
		"the nearest lock":     {map[string]string{"bun.lock": bun, "apps/api/yarn.lock": berry}, "apps/api", "sdk 0.5.0 apps/api/yarn.lock"},
		"a lock without it":    {map[string]string{"bun.lock": bun, "apps/api/yarn.lock": "react@^19:\n  version \"19.0.0\"\n"}, "apps/api", "sdk 0.3.315 bun.lock, sync 0.3.315 prerelease bun.lock"},
		"node_modules":         {map[string]string{"node_modules/@pylonsync/sdk/package.json": `{ "version": "0.4.0" }`, "apps/api/package.json": own}, "apps/api", "sdk 0.4.0 node_modules/@pylonsync/sdk/package.json"},
		"lock or node_modules": {map[string]string{"node_modules/@pylonsync/sdk/package.json": `{ "version": "0.4.0" }`, "bun.lock": bun}, ".", "sdk 0.3.315 bun.lock, sync 0.3.315 prerelease bun.lock"},
		"a range":              {map[string]string{"package.json": own}, ".", "sdk ^0.3.47 package.json"},
		"an exact range":       {map[string]string{"package.json": `{ "devDependencies": { "@pylonsync/cli": "0.5.0" } }`}, ".", "cli 0.5.0 package.json"},
		"an empty range":       {map[string]string{"package.json": `{ "dependencies": { "@pylonsync/sdk": "" } }`}, ".", "sdk * package.json"},
		"a prerelease":         {map[string]string{"package.json": `{ "dependencies": { "@pylonsync/sdk": "0.5.0-rc.1" } }`}, ".", "sdk 0.5.0 prerelease package.json"},
		"a workspace":          {map[string]string{"apps/api/package.json": `{ "dependencies": { "@pylonsync/sdk": "workspace:*" } }`, "package.json": own}, "apps/api", "sdk ^0.3.47 package.json"},
		"nothing":              {map[string]string{"package.json": `{}`, "bun.lock": "{}"}, "apps/api", ""},
		"no JSON":              {map[string]string{"package.json": `{`}, ".", ""},
	} {
		t.Run(name, func(t *testing.T) {
			repo := fstest.MapFS{}
			for file, text := range c.files {
				repo[file] = &fstest.MapFile{Data: []byte(text)}
			}
			var got []string
			for _, p := range packages.Find(repo, c.dir) {
				words := []string{strings.TrimPrefix(p.Name, "@pylonsync/")}
				for _, v := range p.Versions {
					words = append(words, v.String())
				}
				if p.Prerelease {
					words = append(words, "prerelease")
				}
				if p.Range != "" {
					words = append(words, p.Range)
				}
				got = append(got, strings.Join(append(words, p.File), " "))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRange(t *testing.T) {
	for text, want := range map[string]string{
		"^0.3.47": "0.3.47 to before 0.4.0", "~0.3.47": "0.3.47 to before 0.4.0", "0.3.x": "0.3.0 to before 0.4.0", "0.3": "0.3.0 to before 0.4.0", "0": "0.0.0 to before 1.0.0",
		"^1.2.3": "1.2.3 to before 2.0.0", "~1.2.3": "1.2.3 to before 1.3.0", "1": "1.0.0 to before 2.0.0", "^0.0.3": "0.0.3 to before 0.0.4", ">=0.3.0": "from 0.3.0",
		"*": "all", "": "all", "latest": "all", " ^0.5.0 ": "0.5.0 to before 0.6.0", "0.5.0": "0.5.0 to before 0.5.1",
		"workspace:*": "", "git+https://example.com/x.git": "", ">=0.3.0 <0.5.0": "", "0.3 || 0.4": "", "99999999999999999999.0.0": "", "next": "",
	} {
		r, ok := packages.Range(text)
		got := fmt.Sprint(r)
		if strings.HasPrefix(got, "before ") {
			got = "0.0.0 to " + got
		}
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"^0.3.22": "0.3.355", "*": "0.20.0", "^0.5.0": "0.5.0", "^0.6.0": "", ">=0.21.0": ""} {
		r, _ := packages.Range(text)
		v, ok := pylon.NewestIn(r)
		if got := v.String(); ok != (want != "") || ok && got != want {
			t.Errorf("the newest release in %s is %s, want %q", text, got, want)
		}
	}
}

// Whatever is in a file, looking for packages ends.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{bun, npm, npm1, pnpm, pnpm5, yarn, berry, "@pylonsync/", `["@pylonsync/sdk@9.9.9`, "@pylonsync/sdk@:\n version 1.2.99999999999"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"bun.lock", "package-lock.json", "pnpm-lock.yaml", "yarn.lock", "package.json", "node_modules/@pylonsync/sdk/package.json"} {
			for _, p := range packages.Find(fstest.MapFS{name: &fstest.MapFile{Data: []byte(text)}}, ".") {
				if len(p.Versions) == 0 && p.Range == "" || p.File != name {
					t.Errorf("%+v", p)
				}
			}
		}
	})
}
