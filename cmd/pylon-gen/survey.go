package main

import (
	"cmp"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/lock"
	"github.com/pylon-gen/pylon-gen/internal/packages"
	"github.com/pylon-gen/pylon-gen/internal/project"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/run"
)

// survey is what init finds in a directory. It runs nothing.
type survey struct {
	root  *os.Root
	spec  string // the spec's name, "" when there is none
	entry string
	// home is the app's directory relative to the spec's: that of the manifest.
	home string
	// workspace is that of the package manager, nil when the directory is not the root
	// of one.
	workspace  *packages.Workspace
	manager    string // the package manager, "" without package.json
	runtime    foundVersion
	dockerfile bool
	// taken are outputs whose place something else has, by their key in the spec
	// with the path that they get instead.
	taken map[string]string
	// repository is the root of the git repository, "" when there is none.
	repository string
	// ignored is where git is told to ignore files, by their names; nil when git does
	// not answer.
	ignored map[string]string
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
	s := &survey{root: root, entry: pylon.DefaultEntry, home: ".", taken: map[string]string{}}
	var err error
	if s.spec, err = project.SpecIn(root.FS(), "."); err != nil {
		return nil, refused(&project.Ambiguous{Dir: filepath.ToSlash(f.dir)})
	}
	if s.spec == "" {
		if err := f.layout(s); err != nil {
			return nil, err
		}
		s.entry = s.entryIn(s.home)
	}
	s.manager = s.packageManager()
	s.dockerfile = s.has("Dockerfile")
	if s.runtime, err = f.runtimeVersion(root, s.home, s.spec != ""); err != nil {
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

// askGit notes where git is told to ignore some files, by their names.
func (f *initFlags) askGit(s *survey, names []string) error {
	if s.repository == "" {
		return nil
	}
	_, dir, err := f.repos.at(f.dir)
	if err != nil {
		return err
	}
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = path.Join(dir, name)
	}
	found, err := run.Ignored(s.repository, paths)
	if err != nil {
		return nil // git is not installed, or does not take the directory
	}
	s.ignored = map[string]string{}
	for i, name := range names {
		if by := found[paths[i]]; by != "" {
			s.ignored[name] = by
		}
	}
	return nil
}

func (s *survey) has(name string) bool {
	info, err := s.root.Stat(filepath.FromSlash(name))
	return err == nil && info.Mode().IsRegular()
}

// lockFiles are those of the package managers; the first that is there counts.
var lockFiles = []struct{ name, manager string }{
	{"bun.lock", "bun"}, {"bun.lockb", "bun"}, {"pnpm-lock.yaml", "pnpm"}, {"yarn.lock", "yarn"}, {"package-lock.json", "npm"},
}

// noLock is the package manager of a directory without a lock file.
const noLock = "no lock file"

func (s *survey) packageManager() string {
	if !s.has("package.json") {
		return ""
	}
	for _, l := range lockFiles {
		if s.has(l.name) {
			return l.manager
		}
	}
	return noLock
}

// words reports what was found, for a person.
func (f *initFlags) words(s *survey) string {
	found := []string{cmp.Or(f.manifest, s.spec)}
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
	case s.workspace != nil:
		found = append(found, "a workspace ("+s.manager+")")
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
