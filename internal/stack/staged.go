package stack

import (
	"fmt"
	"regexp"
	"strings"
)

// Placeholder is the place of the stage's real name in a Staged text. It is a
// character that no input can hold, so that a user's text never becomes a hole
// by accident.
const Placeholder = "\x00"

// Split cuts s at its holes: "https://" + Placeholder + ".example.com" returns
// ["https://", ".example.com"]. A text without a hole is one piece.
func (s Staged) Split() []string { return strings.Split(string(s), Placeholder) }

// HasPlaceholder reports whether the stage's real name is part of s.
func (s Staged) HasPlaceholder() bool { return strings.Contains(string(s), Placeholder) }

// Fill returns s with every hole replaced by name.
func (s Staged) Fill(name string) string { return strings.ReplaceAll(string(s), Placeholder, name) }

// String shows s as the spec has it, with {stage} in its holes.
func (s Staged) String() string { return s.Fill("{stage}") }

// Stage returns the stage with a name in the spec, else the pattern stage that a
// real name matches, else nil.
func (a *App) Stage(name string) *Stack {
	for _, s := range a.Stages {
		if s.Stage.Name == name {
			return s
		}
	}
	for _, s := range a.Stages {
		if s.Stage.Pattern && regexp.MustCompile(s.Stage.Regexp()).MatchString(name) {
			return s
		}
	}
	return nil
}

// Affixes returns what is before and after the star of a pattern stage;
// for a plain stage the name and "".
func (s Stage) Affixes() (prefix, suffix string) {
	prefix, suffix, _ = strings.Cut(s.Name, "*")
	return prefix, suffix
}

// MaxStageName is the greatest length of a stage's real name: it becomes part
// of resource names, of which RDS takes 63 characters.
const MaxStageName = 20

// TooLong says that a stage's name is longer than the limit, "" when it fits.
func TooLong(name string, limit int) string {
	if len(name) <= limit {
		return ""
	}
	return fmt.Sprintf("has %d characters, %d fit", len(name), limit)
}

// NameProblem reports why a real name that the stage's pattern matches cannot be
// deployed, "" when it can. Characters are the pattern's concern.
func (s Stage) NameProblem(name string) string {
	if !s.Pattern || name == s.Name {
		return ""
	}
	if problem := TooLong(name, MaxStageName); problem != "" {
		return problem + ": it is part of resource names in AWS"
	}
	if problem := TooLong(name, s.MaxName); problem != "" {
		return problem + ": the host names of the stage have no room for more"
	}
	return ""
}

// MinName is the length of the shortest real name of a pattern stage: one
// character stands for the star.
func (s Stage) MinName() int {
	prefix, suffix := s.Affixes()
	return len(prefix) + 1 + len(suffix)
}

// Regexp returns an anchored regular expression, the same in Go, JavaScript
// and CloudFormation, that matches the real names of the stage. What stands for
// a star is lower case, because it becomes part of host names, and has single
// dashes inside, because RDS takes no others.
func (s Stage) Regexp() string {
	prefix, suffix := s.Affixes()
	if !s.Pattern {
		return "^" + regexp.QuoteMeta(prefix) + "$"
	}
	star := "[a-z0-9]+(-[a-z0-9]+)*"
	if prefix != "" && !strings.HasSuffix(prefix, "-") {
		star = "-?" + star
	}
	if suffix != "" && !strings.HasPrefix(suffix, "-") {
		star += "-?"
	}
	return "^" + regexp.QuoteMeta(prefix) + star + regexp.QuoteMeta(suffix) + "$"
}

// FileName is the stage's name as a file name: the star becomes "any".
func (s Stage) FileName() string { return strings.ReplaceAll(s.Name, "*", "any") }

// Origin returns where the setting at path came from, the zero Origin if the
// stack has no such setting.
func (s *Stack) Origin(path string) Origin {
	for _, set := range s.Settings {
		if set.Path == path {
			return set.Origin
		}
	}
	return Origin{}
}
