package resolve

import (
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// Bounded repeats make a regular expression slow to compile, at every start;
// lengths are checked alongside them.
var (
	hostPattern    = pattern.Of(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$`)
	originPattern  = pattern.Of(`^https?://(?:[a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:[0-9]+)?$`)
	certificateARN = pattern.Of(`^arn:aws(?:-[a-z]+)*:acm:([a-z0-9-]+):[0-9]+:certificate/[A-Za-z0-9-]+$`)
	route53Zone    = pattern.Of(`^Z[A-Z0-9]+$`)
	cloudflareZone = pattern.Of(`^[0-9a-f]+$`)
	cachePattern   = pattern.Of(`^/[A-Za-z0-9_.*$/~"'@:+&-]*$`)
)

// Longest names: of a host, of one of its labels (RFC 1035), and of a path
// pattern of CloudFront.
const (
	maxHost      = 253
	maxLabel     = 63
	maxCachePath = 255
)

// validPort reports whether the port of an origin, if it has one, is one.
func validPort(origin string) bool {
	_, port, has := strings.Cut(origin[strings.Index(origin, "//")+2:], ":")
	n, err := strconv.Atoi(port)
	return !has || err == nil && n > 0 && n <= 65535
}

func isHost(name string) bool { return fitsHost(name) && hostPattern.MatchString(name) }

// fitsHost reports whether a host name and its labels are short enough.
func fitsHost(name string) bool {
	if len(name) > maxHost {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if len(label) > maxLabel {
			return false
		}
	}
	return true
}

// host resolves a host name that may hold {stage}.
func (b *stageResolver) host(path string, v schema.Value[string]) stack.Staged {
	name := b.hostText(path, v.V, v.Node)
	b.record(path, name, b.written(v.Node))
	return name
}

func (b *stageResolver) hostText(path, text string, n *yaml.Node) stack.Staged {
	name := b.hole(text)
	// Longer names of a pattern stage are refused when they are deployed: see
	// decideStageName.
	if !isHost(b.shortest(name)) {
		b.fail(CodeRange, n, fmt.Sprintf("%s: %q is not a valid host name", path, text), "", hostFix(text))
	}
	return name
}

// hostFix reports how a host name is written, with what was likely meant where it is
// clear.
func hostFix(text string) string {
	meant := strings.ReplaceAll(strings.ToLower(text), "${stage}", "{stage}")
	if _, rest, has := strings.Cut(meant, "://"); has {
		meant = rest
	}
	meant, _, _ = strings.Cut(meant, "/")
	if meant = strings.TrimSuffix(meant, "."); meant != text && isHost(strings.ReplaceAll(meant, "{stage}", "x")) {
		return "did you mean " + meant + "?"
	}
	return "write it like api.example.com: lower-case letters, digits, dashes and dots, with at least one dot"
}

// originFix reports how a web origin is written, with what was likely meant where it is
// clear.
func originFix(text string) string {
	meant := strings.ReplaceAll(strings.ToLower(text), "${stage}", "{stage}")
	scheme, rest, has := strings.Cut(meant, "://")
	if !has {
		scheme, rest = "https", meant
	}
	rest, _, _ = strings.Cut(rest, "/")
	if meant = scheme + "://" + rest; meant != text && originPattern.MatchString(strings.ReplaceAll(meant, "{stage}", "x")) && validPort(meant) {
		return "did you mean " + meant + "?"
	}
	return "write it like https://app.example.com, in lower case, without a path or a trailing slash"
}

// shortest is a name with the shortest name of the stage in its holes.
func (b *stageResolver) shortest(name stack.Staged) string {
	return name.Fill(strings.Repeat("x", b.s.Stage.MinName()))
}

// origin resolves one web origin.
func (b *stageResolver) origin(text string, n *yaml.Node) stack.Staged {
	o := b.hole(text)
	switch {
	case text == "*":
		b.fail(CodeAnyOrigin, n, "origins: * is refused", "", "")
	case !originPattern.MatchString(o.Fill("x")) || len(text) > maxHost || !validPort(text):
		b.fail(CodeRange, n, fmt.Sprintf("origins: %q is not a valid web origin", text), "browsers send scheme://host[:port], and it is compared exactly", originFix(text))
	}
	return o
}

// hole replaces {stage} by the stage's name, and leaves it in a pattern stage.
func (b *stageResolver) hole(text string) stack.Staged {
	name := strings.ToLower(b.s.Stage.Name)
	if b.s.Stage.Pattern {
		name = stack.Placeholder
	}
	return stack.Staged(strings.ReplaceAll(text, "{stage}", name))
}

func (r *resolver) stageNode(name string) *yaml.Node {
	_, stages := lookup(r.spec.File.Root, "stages")
	key, _ := lookup(stages, name)
	return key
}

func (b *stageResolver) stageKey() *yaml.Node { return b.stageNode(b.s.Stage.Name) }
