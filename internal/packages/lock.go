package packages

import (
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

// Lock files are large, and parsing one takes longer than all the rest of a
// check: each mention of a package is looked at where it is, in the form that its
// package manager writes.

var (
	// "@pylonsync/sdk": ["@pylonsync/sdk@0.5.0", ...
	bunEntry = pattern.Of(`^(@pylonsync/[A-Za-z0-9._-]+)@([0-9]+\.[0-9]+\.[0-9]+)(-?)`)
	// "node_modules/@pylonsync/sdk": { "version": "0.5.0"
	npmEntry = pattern.Of(`^(@pylonsync/[A-Za-z0-9._-]+)":\s*\{\s*"version":\s*"([0-9]+\.[0-9]+\.[0-9]+)(-?)`)
	// '@pylonsync/sdk@0.5.0': or /@pylonsync/sdk@0.5.0: or /@pylonsync/sdk/0.5.0:
	pnpmEntry = pattern.Of(`^(@pylonsync/[A-Za-z0-9._-]+)[@/]([0-9]+\.[0-9]+\.[0-9]+)(-?)[^\n]*:`)
	// "@pylonsync/sdk@^0.5.0":, and on the next line version "0.5.0" or version: 0.5.0
	yarnEntry = pattern.Of(`^(@pylonsync/[A-Za-z0-9._-]+)@[^\n]*:\r?\n\s+version:? "?([0-9]+\.[0-9]+\.[0-9]+)(-?)`)
)

// entries are the packages of a lock file by name.
type entries map[string]*Package

func bunLock(text string) entries {
	return mentions(text, func(before, at string) []string {
		if !strings.HasSuffix(before, `["`) {
			return nil
		}
		return bunEntry.FindStringSubmatch(at)
	})
}

func npmLock(text string) entries {
	return mentions(text, func(_, at string) []string { return npmEntry.FindStringSubmatch(at) })
}

func pnpmLock(text string) entries {
	return mentions(text, func(before, at string) []string {
		if strings.Trim(before[strings.LastIndexByte(before, '\n')+1:], ` '"/`) != "" {
			return nil
		}
		return pnpmEntry.FindStringSubmatch(at)
	})
}

func yarnLock(text string) entries {
	return mentions(text, func(before, at string) []string {
		if strings.Trim(before[strings.LastIndexByte(before, '\n')+1:], `"`) != "" {
			return nil
		}
		return yarnEntry.FindStringSubmatch(at)
	})
}

// mentions looks at every place where the Scope is named: entry returns the match
// of an entry there (its name, its version, a dash before a prerelease), nil where
// there is none.
func mentions(text string, entry func(before, at string) []string) entries {
	found := entries{}
	for i := strings.Index(text, Scope); i >= 0; {
		if m := entry(text[max(0, i-200):i], text[i:min(len(text), i+600)]); m != nil {
			if v, err := pylon.ParseVersion(m[2]); err == nil {
				if found[m[1]] == nil {
					found[m[1]] = &Package{Name: m[1]}
				}
				p := found[m[1]]
				p.Versions, p.Prerelease = append(p.Versions, v), p.Prerelease || m[3] != ""
			}
		}
		next := strings.Index(text[i+1:], Scope)
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return found
}
