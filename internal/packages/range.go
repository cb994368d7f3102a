package packages

import (
	"strconv"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
)

var rangeForm = pattern.Of(`^(\^|~|>=)?v?([0-9]+)(?:\.([0-9]+|[xX*]))?(?:\.([0-9]+|[xX*]))?$`)

// Range returns the versions that a range of package.json allows: ^0.3.47, ~0.3,
// 0.3.x, >=0.3.0, latest. It is false for what says nothing about versions
// (workspace:*, a URL), and for ranges of several parts.
// Form and meaning: github.com/npm/node-semver.
func Range(text string) (pylon.Range, bool) {
	text = strings.TrimSpace(text)
	if text == "" || text == "*" || text == "latest" {
		return pylon.Range{}, true
	}
	m := rangeForm.FindStringSubmatch(text)
	if m == nil {
		return pylon.Range{}, false
	}
	parts, given := [3]int{}, 0
	for i, part := range m[2:] {
		n, err := strconv.Atoi(part)
		if part == "" || strings.Trim(part, "xX*") == "" {
			break // left out, or any
		}
		if err != nil || n > 100000 {
			return pylon.Range{}, false
		}
		parts[i], given = n, i+1
	}
	from := pylon.Version{Major: parts[0], Minor: parts[1], Patch: parts[2]}
	major, minor, patch := pylon.Version{Major: parts[0] + 1}, pylon.Version{Major: parts[0], Minor: parts[1] + 1}, pylon.Version{Major: parts[0], Minor: parts[1], Patch: parts[2] + 1}
	before := patch
	switch {
	case m[1] == ">=":
		before = pylon.Version{}
	case given == 1, m[1] == "^" && parts[0] > 0:
		before = major
	case given == 2, m[1] == "~", m[1] == "^" && parts[1] > 0:
		before = minor
	}
	return pylon.Range{From: from, Before: before}, true
}
