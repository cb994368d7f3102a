package rules

import (
	"path"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// imageRules are about the container image: the Dockerfile alongside the spec, or
// the reference of an image in a registry.
var imageRules = []*Rule{
	{
		ID: "PG301", Severity: diag.Warning, Since: firstRelease,
		Title:    "the image's tag moves",
		Why:      "a tag such as main or 1.4 names another image tomorrow; a task that is replaced at night would start it",
		Fix:      "use the full version, a commit or a digest",
		Evidence: "Amazon ECS developer guide, task definitions: the tag is resolved when a deployment starts.",
		Fires:    Example{Spec: "pylon:\n  version: 0.5.0\n  image: { uri: 123456789012.dkr.ecr.us-east-1.amazonaws.com/app:main }"},
		Silent:   Example{Spec: "pylon:\n  version: 0.5.0\n  image: { uri: 123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1.4.2 }"},
		check: func(c *checker) {
			uri := c.s.Service.Image.URI
			if m := imageTag.FindStringSubmatch(uri); m != nil && movingTag.MatchString(m[1]) {
				c.find(c.at("pylon.image.uri"), "the tag %q names another image tomorrow", m[1])
			}
		},
	},
	{
		ID: "PG302", Severity: diag.Error, Since: firstRelease,
		Title:    "the image is not built for the service's architecture",
		Why:      "every task ends at once with exec format error",
		Fix:      "write architecture: x86_64 and build with --platform linux/amd64, or build the runtime for arm64 yourself",
		Evidence: ".github/workflows/release.yml at 0.3.23: the published image is for linux/amd64 only.",
		Fires:    Example{Spec: "service: { architecture: arm64 }", Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0"},
		Silent:   Example{Spec: "service: { architecture: x86_64 }", Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0"},
		check:    architecture,
	},
	{
		ID: "PG303", Severity: diag.Warning, Since: firstRelease,
		Title:    "the image may lack curl",
		Why:      "the container's health check runs curl; without it every task is unhealthy and replaced again and again",
		Fix:      "install curl in the Dockerfile, or start from the runtime's own image",
		Evidence: "The runtime's Dockerfile installs curl; slim and distroless images have none (aws/containers-roadmap#898).",
		Fires:    Example{Dockerfile: "FROM debian:bookworm-slim\nCOPY pylon /usr/local/bin/pylon\nUSER 10001"},
		Silent:   Example{Dockerfile: "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl ca-certificates\nENV SSL_CERT_FILE=/etc/ssl/rds.pem\nCOPY pylon /usr/local/bin/pylon\nUSER 10001"},
		check: func(c *checker) {
			if d := c.dockerfile(); d.from != nil && !d.ours() && !d.mentions("curl") {
				c.find(d.from.Pos, "nothing in this Dockerfile installs curl")
			}
		},
	},
	{
		ID: "PG318", Severity: diag.Warning, Since: firstRelease,
		Title:    "the Dockerfile has another version of the runtime than the spec",
		Why:      "what is rendered depends on the version: ports, variables, how many tasks can run",
		Fix:      "make both the same",
		Evidence: "Image tags of the runtime: X.Y.Z without a leading v.",
		Fires:    Example{Spec: "pylon: { version: 0.5.0 }", Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.4.0"},
		Silent:   Example{Spec: "pylon: { version: 0.5.0 }", Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0"},
		check: func(c *checker) {
			d := c.dockerfile()
			if m := fullVersion.FindStringSubmatch(d.base()); m != nil && d.ours() && m[1] != c.s.PylonVersion {
				c.find(d.from.Pos, "the image has runtime %s, the spec says %s", m[1], c.s.PylonVersion)
			}
		},
	},
	{
		ID: "PG319", Severity: diag.Warning, Since: firstRelease,
		Title:    "there is no Dockerfile, or none that can be built",
		Why:      "SST and docker build read it; without an image nothing can be deployed",
		Fix:      "run pylon-gen init, or name an image with pylon.image.uri",
		Evidence: "pylon.image.dockerfile of the spec.",
		Fires:    Example{Spec: "pylon:\n  version: 0.5.0\n  image: { dockerfile: docker/Dockerfile }"},
		Silent:   Example{Spec: "pylon:\n  version: 0.5.0\n  image: { uri: 123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1.4.2 }"},
		check: func(c *checker) {
			name := c.s.Service.Image.Dockerfile
			at := c.at("pylon.image.dockerfile", "pylon.image.context")
			if c.lacks(name) {
				c.find(at, "there is no %s", c.inContext(name))
			} else if c.around.Files != nil && name != "" && c.dockerfile().from == nil {
				c.find(at, "%s is not a Dockerfile: it has no FROM", c.inContext(name))
			}
		},
	},
	{
		ID: "PG320", Severity: diag.Warning, Since: firstRelease,
		Title:    "the image runs as root",
		Why:      "anyone who breaks out of the app has all rights in the container",
		Fix:      "end the Dockerfile with USER 10001, the runtime's own user",
		Evidence: "The runtime's Dockerfile: user pylon, 10001.",
		Fires:    Example{Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0\nUSER root\nRUN apt-get update"},
		Silent:   Example{Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0\nUSER root\nRUN apt-get update\nUSER 10001"},
		check: func(c *checker) {
			d := c.dockerfile()
			user := d.last("USER")
			switch name := strings.ToLower(userOf(user)); {
			case d.from == nil:
			case user == nil && !d.ours():
				c.find(d.from.Pos, "the Dockerfile names no user")
			case name == "root" || name == "0":
				c.find(user.Pos, "the container runs as root")
			}
		},
	},
	{
		ID: "PG321", Severity: diag.Error, Since: firstRelease,
		Title:    "the Dockerfile copies .env into the image",
		Why:      "anyone who can pull the image can read its secrets, and pylon start does not read the file",
		Fix:      "remove it; the task gets its variables from the stack",
		Evidence: "crates/cli/src/commands/start.rs at 0.3.23: only pylon dev reads .env.",
		Fires:    Example{Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0\nCOPY app.ts .env /app/"},
		Silent:   Example{Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0\nCOPY app.ts /app/"},
		check: func(c *checker) {
			for _, in := range c.dockerfile().instructions {
				if (in.Keyword == "COPY" || in.Keyword == "ADD") && copiesEnv.MatchString(in.Args) {
					c.find(in.Pos, "the image gets .env")
				}
			}
		},
	},
	{
		ID: "PG322", Severity: diag.Warning, Since: firstRelease,
		Title:    "the app's entry file is missing",
		Why:      "pylon start opens it at every start, and ends without it: START_ENTRY_NOT_FOUND",
		Fix:      "name it with pylon.entry, as it is called below the image's context",
		Evidence: "crates/cli/src/commands/start.rs at 0.3.23; create-pylon's scaffold calls it schema.ts.",
		Fires:    Example{Spec: "pylon: { version: 0.5.0, entry: schema.ts }", Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0"},
		Silent:   Example{Spec: "pylon: { version: 0.5.0, entry: app.ts }", Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0"},
		check: func(c *checker) {
			if entry := c.s.Service.Command[2]; c.lacks(entry) {
				c.find(c.at("pylon.entry", "pylon.image.context"), "there is no %s", c.inContext(entry))
			}
		},
	},
	{
		ID: "PG323", Severity: diag.Warning, Since: firstRelease,
		Title:    "the Dockerfile's base image is not pinned",
		Why:      "the next build has another runtime than the spec says",
		Fix:      "name the version: FROM ghcr.io/pylonsync/pylon:<pylon.version>",
		Evidence: "Docker's reference: without a tag, latest is meant.",
		Fires:    Example{Dockerfile: "FROM ghcr.io/pylonsync/pylon:latest"},
		Silent:   Example{Dockerfile: "FROM ghcr.io/pylonsync/pylon:0.5.0"},
		check: func(c *checker) {
			d := c.dockerfile()
			base := d.base()
			if base == "" || strings.Contains(base, "$") || strings.Contains(base, "@sha256:") {
				return
			}
			if m := imageTag.FindStringSubmatch(base); m == nil && base != "scratch" || m != nil && m[1] == "latest" {
				c.find(d.from.Pos, "%s does not say which image", base)
			}
		},
	},
	{
		ID: "PG325", Severity: diag.Warning, Since: firstRelease,
		Title:    "the image has no /data that the runtime's user may write to",
		Why:      "/data is the only place where a task can write; without a directory of user 10001 in the image, its volume belongs to root, and the runtime cannot write at all",
		Fix:      "add RUN install -d -o 10001 -g 10001 /data and VOLUME /data, or start from the runtime's own image",
		Evidence: "Amazon ECS developer guide, bind mounts: a volume belongs to root with mode 0755, unless the image declares its path with VOLUME and has a directory there; not tried on AWS.",
		Fires:    Example{Dockerfile: "FROM debian:bookworm-slim\nCOPY pylon /usr/local/bin/pylon\nUSER 10001"},
		Silent:   Example{Dockerfile: "FROM debian:bookworm-slim\nCOPY pylon /usr/local/bin/pylon\nRUN install -d -o 10001 -g 10001 /data\nVOLUME /data\nUSER 10001"},
		check: func(c *checker) {
			d := c.dockerfile()
			switch {
			case d.from == nil || d.ours() || strings.Contains(d.base(), "$"):
			case c.s.Shape == stack.SingleReplica: // EFS, whose access point sets the owner
			case !d.ownsData():
				c.find(d.from.Pos, "nothing in this Dockerfile makes user %[2]d the owner of %[1]s", pylon.DataDir, pylon.User)
			case !d.declaresData():
				c.find(d.from.Pos, "this Dockerfile has no VOLUME %s", pylon.DataDir)
			}
		},
	},
}

var (
	imageTag    = pattern.Of(`:([A-Za-z0-9_][A-Za-z0-9_.-]*)$`)
	movingTag   = pattern.Of(`^(v?[0-9]+(\.[0-9]+)?|main|master|trunk|dev|develop|edge|nightly|stable|next|canary|prod|production|staging)$`)
	fullVersion = pattern.Of(`:v?([0-9]+\.[0-9]+\.[0-9]+)(@|$)`)
	copiesEnv   = pattern.Of(`(^|[\s"/\[,])\.env(\.local|\.production|\*)?($|[\s",\]])`)
	platform    = pattern.Of(`--platform=linux/(amd64|arm64)`)
)

// architecture holds the service's architecture against the base image and the
// platform that the Dockerfile asks for.
func architecture(c *checker) {
	d := c.dockerfile()
	want := map[string]string{"x86_64": "amd64", "arm64": "arm64"}[c.s.Service.Architecture]
	if d.from == nil {
		return
	}
	if m := platform.FindStringSubmatch(d.from.Args); m != nil && m[1] != want {
		c.find(d.from.Pos, "the image is built for %s, tasks run on %s", m[1], c.s.Service.Architecture)
	} else if d.ours() && want == "arm64" {
		c.find(c.at("service.architecture"), "the runtime's image is for amd64 only, tasks run on arm64")
	}
}

// image is what a stage's Dockerfile says. Its zero value is none.
type image struct {
	instructions []source.Instruction
	// from is the FROM of the last stage, or of the one it is made from.
	from *source.Instruction
}

// inContext is the path of a file of the image's context in the project.
func (c *checker) inContext(name string) string { return path.Join(c.s.Service.Image.Context, name) }

// lacks reports whether a file is not in the context that the image is built from.
func (c *checker) lacks(name string) bool {
	if c.around.Files == nil || c.s.Service.Image.Dockerfile == "" {
		return false
	}
	_, there := c.around.Files(c.inContext(name))
	return !there
}

// dockerfile returns the Dockerfile of the stage's image.
func (c *checker) dockerfile() image {
	at := c.s.Service.Image
	if c.around.Files == nil || at.Dockerfile == "" {
		return image{}
	}
	f, _ := c.around.Files(c.inContext(at.Dockerfile))
	if f == nil {
		return image{}
	}
	d := image{instructions: source.Dockerfile(f)}
	stages := map[string]*source.Instruction{}
	for i := range d.instructions {
		in := &d.instructions[i]
		if in.Keyword != "FROM" {
			continue
		}
		d.from = in
		words := strings.Fields(in.Args)
		if earlier := stages[strings.ToLower(baseOf(in))]; earlier != nil {
			d.from = earlier
		}
		if n := len(words); n > 2 && strings.EqualFold(words[n-2], "as") {
			stages[strings.ToLower(words[n-1])] = d.from
		}
	}
	return d
}

// base is the image that the last stage starts from, "" without a Dockerfile.
func (d image) base() string { return baseOf(d.from) }

func baseOf(from *source.Instruction) string {
	if from == nil {
		return ""
	}
	for _, word := range strings.Fields(from.Args) {
		if !strings.HasPrefix(word, "--") {
			return word
		}
	}
	return ""
}

// ours reports whether the image starts from the runtime's own.
func (d image) ours() bool { return strings.HasPrefix(d.base(), "ghcr.io/pylonsync/pylon") }

// mentions reports whether an instruction that changes the image has a word.
func (d image) mentions(word string) bool {
	for _, in := range d.instructions {
		switch in.Keyword {
		case "RUN", "COPY", "ADD", "ENV":
			if strings.Contains(in.Args, word) {
				return true
			}
		}
	}
	return false
}

// last returns the last instruction of a kind in the last stage, nil when there is
// none.
func (d image) last(keyword string) *source.Instruction {
	var found *source.Instruction
	for i := range d.instructions {
		switch d.instructions[i].Keyword {
		case "FROM":
			found = nil
		case keyword:
			found = &d.instructions[i]
		}
	}
	return found
}

// userOf is the user of a USER instruction, without its group.
func userOf(in *source.Instruction) string {
	if in == nil {
		return ""
	}
	name, _, _ := strings.Cut(in.Args, ":")
	return strings.TrimSpace(name)
}
