package main

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/scaffold"
)

// survey is what init finds in a directory. It runs nothing.
type survey struct {
	root       *os.Root
	spec       string // the spec's name, "" when there is none
	entry      string
	manager    string // the package manager, "" without package.json
	runtime    foundVersion
	dockerfile bool
	// taken are outputs whose place something else has, by their key in the spec
	// with the path that they get instead.
	taken map[string]string
	// repository is the root of the git repository, "" when there is none.
	repository string
}

// usualOutputs are the outputs by their key in the spec: their usual path, and
// the one that they get when another tool's file is there.
var usualOutputs = map[string][2]string{
	"sst":     {"sst.config.ts", "infra/sst.config.ts"},
	"compose": {"docker-compose.dev.yml", "docker-compose.pylon.yml"},
	"dotenv":  {".env.example", ".env.pylon.example"},
}

// entries are the names that an app's entry file has in upstream's examples and
// scaffolds.
var entries = []string{"app.ts", "schema.ts", "src/app.ts", "src/schema.ts"}

func (f *initFlags) survey(root *os.Root) (*survey, error) {
	s := &survey{root: root, entry: pylon.DefaultEntry, taken: map[string]string{}}
	var err error
	if s.spec, err = project.SpecIn(root.FS(), "."); err != nil {
		return nil, refused(&project.Ambiguous{Dir: filepath.ToSlash(f.dir)})
	}
	if !s.has(project.DefaultManifest) {
		return nil, s.noManifest(filepath.ToSlash(f.dir))
	}
	for _, name := range entries {
		if s.has(name) {
			s.entry = name
			break
		}
	}
	s.manager = s.packageManager()
	s.dockerfile = s.has("Dockerfile")
	if s.runtime, err = f.runtimeVersion(root, s.spec != ""); err != nil {
		return nil, err
	}
	if !s.has(lock.File) {
		for key, names := range usualOutputs {
			if s.has(names[0]) {
				s.taken[key] = names[1]
			}
		}
	}
	full := absolute(f.dir)
	if at := repository(full); isRepository(at) {
		s.repository = at
	}
	return s, nil
}

func (s *survey) has(name string) bool {
	info, err := s.root.Stat(filepath.FromSlash(name))
	return err == nil && info.Mode().IsRegular()
}

// noManifest says where the manifest is, or how to make one.
func (s *survey) noManifest(dir string) error {
	for _, below := range []string{"apps/api", "api", "server", "backend"} {
		if s.has(path.Join(below, project.DefaultManifest)) {
			return usageError("there is no %s in %s, and one in %s: run pylon-gen init -C %s", project.DefaultManifest, dir, path.Join(dir, below), path.Join(dir, below))
		}
	}
	entry := pylon.DefaultEntry
	for _, name := range entries {
		if s.has(name) {
			entry = name
			break
		}
	}
	return usageError("there is no %s in %s: write it with pylon codegen %s --out %s", project.DefaultManifest, dir, entry, project.DefaultManifest)
}

// noLock is the package manager of a directory without a lock file.
const noLock = "no lock file"

func (s *survey) packageManager() string {
	if !s.has("package.json") {
		return ""
	}
	for _, m := range []struct{ lock, name string }{
		{"bun.lock", "bun"}, {"bun.lockb", "bun"}, {"pnpm-lock.yaml", "pnpm"}, {"yarn.lock", "yarn"}, {"package-lock.json", "npm"},
	} {
		if s.has(m.lock) {
			return m.name
		}
	}
	return noLock
}

// packages says what the image's context has of npm.
func (s *survey) packages(context string) scaffold.Packages {
	switch {
	case !s.has(path.Join(context, "package.json")):
		return scaffold.NoPackages
	case s.has(path.Join(context, "bun.lock")):
		return scaffold.BunPackages
	}
	return scaffold.LoosePackages
}

// words says what was found, for a person.
func (s *survey) words() string {
	found := []string{project.DefaultManifest}
	if s.has(s.entry) {
		found = append(found, s.entry)
	}
	if s.dockerfile {
		found = append(found, "Dockerfile")
	}
	switch {
	case s.manager == "":
	case s.manager == noLock && s.runtime.file != "" && s.runtime.file != "package.json":
		found = append(found, "package.json") // the lock file is further up
	default:
		found = append(found, "package.json ("+s.manager+")")
	}
	if s.runtime.version != "" {
		found = append(found, "runtime "+s.runtime.version+" ("+s.runtime.file+")")
	}
	if s.repository != "" {
		found = append(found, "a git repository")
	}
	for _, name := range []string{"sst.config.ts", "docker-compose.yml", "docker-compose.dev.yml", "compose.yaml", ".env.example"} {
		if s.has(name) {
			found = append(found, name)
		}
	}
	return strings.Join(found, ", ")
}
