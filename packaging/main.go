// Command packaging makes what a release consists of besides the binaries: files that
// archives and packages carry, npm packages, a Homebrew formula, a Scoop manifest. It
// publishes nothing. docs/releasing.md says when each command runs.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/release"
)

const usage = `usage:
  go run ./packaging tag TAG            fail unless TAG is the tag of this version
  go run ./packaging notes              print what CHANGELOG.md says of this version
  go run ./packaging files DIR          write completions, man pages, licences and schemas
  go run ./packaging npm DIST DIR       write npm packages from the archives in DIST
  go run ./packaging managers DIST DIR  write the Homebrew formula and the Scoop manifest
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "packaging:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch command := strings.Join(args[:min(1, len(args))], ""); {
	case command == "tag" && len(args) == 2:
		return checkTag(args[1])
	case command == "notes" && len(args) == 1:
		text, err := notes()
		fmt.Print(text)
		return err
	case command == "files" && len(args) == 2:
		return writeFiles(args[1])
	case command == "npm" && len(args) == 3:
		return writeNPM(args[1], args[2])
	case command == "managers" && len(args) == 3:
		return writeManagers(args[1], args[2])
	}
	return fmt.Errorf("wrong arguments\n%s", usage)
}

// checkTag fails unless a tag is the one of this version.
func checkTag(tag string) error {
	if want := "v" + release.Version; tag != want {
		return fmt.Errorf("the tag is %s, and the version in internal/release is %s: tag %s, or change the version", tag, release.Version, want)
	}
	return nil
}

// notes returns the section of this version in CHANGELOG.md, an error where it is
// missing or empty.
func notes() (string, error) {
	text, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return "", err
	}
	return notesIn(string(text))
}

func notesIn(changelog string) (string, error) {
	heading := "## " + release.Version + "\n"
	_, section, found := strings.Cut("\n"+changelog, "\n"+heading)
	section, _, _ = strings.Cut(section, "\n## ")
	if section = strings.TrimSpace(section); !found || section == "" {
		return "", fmt.Errorf("CHANGELOG.md has nothing under %q: rename Unreleased", strings.TrimSpace(heading))
	}
	return section + "\n", nil
}
