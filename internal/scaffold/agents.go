package scaffold

import (
	"bytes"

	"github.com/pylon-gen/pylon-gen/templates"
)

// agentsMark begins the section in an AGENTS.md.
var agentsMark = []byte("<!-- pylon-gen: begin")

// HasAgents reports whether an AGENTS.md has the section of pylon-gen, as it was written
// or as its owner changed it.
func HasAgents(text []byte) bool { return bytes.Contains(text, agentsMark) }

// Agents adds the section of pylon-gen to the end of an AGENTS.md, which may be nil, and
// leaves the rest as it is. It is nil when the section is there already.
func Agents(text []byte) []byte {
	if HasAgents(text) {
		return nil
	}
	section := string(templates.Agents)
	if len(text) > 0 {
		section = "\n" + section
	}
	return appended(text, section)
}
