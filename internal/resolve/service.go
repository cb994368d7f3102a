package resolve

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/pylon-gen/pylon-gen/internal/pattern"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/schema"
	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// fargate lists the memory in MiB that goes with each CPU size in CPU units:
// least, greatest and step. Source: "Task CPU and memory", Amazon ECS developer
// guide, read 2026-11.
var fargate = []struct{ cpu, least, most, step int }{
	{256, 512, 2048, 0}, // 512, 1024, 2048
	{512, 1024, 4096, 1024},
	{1024, 2048, 8192, 1024},
	{2048, 4096, 16384, 1024},
	{4096, 8192, 30720, 1024},
	{8192, 16384, 61440, 4096},
	{16384, 32768, 122880, 8192},
}

func (b *stageResolver) service() {
	in, s := b.in.Service, b.s
	cpu := pick(b, "service.cpu", in.CPU, 250)
	memory := pick(b, "service.memory", in.Memory, 512)
	s.Service.CPU, s.Service.Memory = int(cpu)*1024/1000, int(memory)
	if problem := fargatePair(s.Service.CPU, s.Service.Memory); problem != "" {
		b.fail(CodeRange, nodeOr(in.Memory.Node, in.CPU.Node), fmt.Sprintf("Fargate has no task size of %s and %s", cpu, memory), "", problem)
	}
	s.Service.Architecture = pick(b, "service.architecture", in.Architecture, "x86_64")
	b.image()
	b.scaling()
	s.Service.Drain = b.within("service.drain", in.Drain, 60, 0, 3600)
	s.Service.StopTimeout = b.within("service.stopTimeout", in.StopTimeout, 30, 2, 120)
	s.Service.GracePeriod = b.within("service.gracePeriod", in.GracePeriod, 120, 0, 2147483647)
	s.Service.Exec = pick(b, "service.exec", in.Exec, false)
	b.spot()
	entry := pick(b, "pylon.entry", b.in.Pylon.Entry, pylon.DefaultEntry)
	if _, problem := insidePath(entry); problem != "" {
		b.fail(CodePath, b.in.Pylon.Entry.Node, fmt.Sprintf("pylon.entry %q %s", entry, problem), "it is a path in the image, below /app", "write it like app.ts")
	} else if strings.HasPrefix(entry, "-") {
		b.fail(CodePath, b.in.Pylon.Entry.Node, fmt.Sprintf("pylon.entry %q looks like an option", entry), "the runtime would not open it", "write it like ./"+entry)
	}
	s.Service.Command = []string{"pylon", "start", entry}
}

func fargatePair(cpu, memory int) string {
	var sizes []string
	for _, f := range fargate {
		sizes = append(sizes, schema.MilliCPU(f.cpu*1000/1024).String())
		if f.cpu != cpu {
			continue
		}
		ok := memory >= f.least && memory <= f.most
		if f.step == 0 {
			ok = slices.Contains([]int{512, 1024, 2048}, memory)
		} else {
			ok = ok && (memory-f.least)%f.step == 0
		}
		if ok {
			return ""
		}
		if f.step == 0 {
			return "use 512 MB, 1 GB or 2 GB"
		}
		return fmt.Sprintf("use %s to %s in steps of %s", schema.MiB(f.least), schema.MiB(f.most), schema.MiB(f.step))
	}
	last := len(sizes) - 1
	return "use a cpu of " + strings.Join(sizes[:last], ", ") + " or " + sizes[last]
}

var imageReference = pattern.Of(`^([a-z0-9][a-z0-9.-]*:[0-9]+/)?[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@sha256:[0-9a-f]+)?$`)

// secretARN is the whole ARN of a secret, with the six characters that Secrets
// Manager puts to its name: the right to read it is on nothing else.
var secretARN = pattern.Of(`^arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$`)

func (b *stageResolver) image() {
	b.credentials()
	in, image := b.in.Pylon.Image, &b.s.Service.Image
	if in.URI.IsSet() {
		if n := nodeOr(in.Dockerfile.Node, in.Context.Node); n != nil {
			b.fail(CodeConflict, n, "the image is either built from a Dockerfile or named by its uri, not both", "", "remove one of them; in a stage's overlay null removes what is set above stages")
		}
		image.URI = pick(b, "pylon.image.uri", in.URI, "")
		b.imageReference("pylon.image.uri", in.URI, "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1.4.2")
		return
	}
	image.Context = b.path("pylon.image.context", in.Context, ".")
	image.Dockerfile = b.path("pylon.image.dockerfile", in.Dockerfile, "Dockerfile")
}

// credentials resolves the secret for a registry that asks for a password. It
// must be there before the first deployment, which cannot pull the image
// otherwise; so it is not the stack's own. It may be in another Region:
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
func (b *stageResolver) credentials() {
	in, image := b.in.Pylon.Image, &b.s.Service.Image
	image.Credentials = given(b, "pylon.image.credentials", in.Credentials)
	uri := in.URI.V
	switch {
	case image.Credentials == "":
	case !in.URI.IsSet():
		b.fail(CodeConflict, in.Credentials.Node, "pylon.image.credentials needs pylon.image.uri", "an image that is built goes to Amazon ECR, where rights take the place of a password", "name the image with uri, or remove credentials")
	case repository(uri).Given() || strings.HasPrefix(uri, "public.ecr.aws/"):
		b.fail(CodeConflict, in.Credentials.Node, "pylon.image.credentials: the image is in Amazon ECR", "rights take the place of a password there; ECS takes no credentials for it", "remove credentials")
	case !secretARN.MatchString(image.Credentials):
		b.fail(CodeRange, in.Credentials.Node, fmt.Sprintf("pylon.image.credentials: %q is not the ARN of a secret", image.Credentials), "", "write it like arn:aws:secretsmanager:"+b.s.Region+":123456789012:secret:registry-a1B2c3, with the six characters at its end")
	}
}

// imageReference judges an image in a registry: it must say which image it is.
func (r *resolver) imageReference(key string, v schema.Value[string], example string) {
	m := imageReference.FindStringSubmatch(v.V)
	switch {
	case m == nil || len(m[3]) > len(":")+128 || m[4] != "" && len(m[4]) != len("@sha256:")+64:
		r.fail(CodeRange, v.Node, fmt.Sprintf("%s: %q is not a valid image reference", key, v.V), "", "write it like "+example)
	case m[4] == "" && (m[3] == "" || m[3] == ":latest"):
		r.fail(CodeRange, v.Node, fmt.Sprintf("%s: %q does not say which image", key, v.V), "the same reference can mean another image tomorrow", "add a tag other than latest, or a digest")
	}
}

// path resolves a path that must stay inside the project.
func (b *stageResolver) path(key string, v schema.Value[string], def string) string {
	text := pick(b, key, v, def)
	path, problem := insidePath(text)
	if problem != "" {
		b.fail(CodePath, v.Node, fmt.Sprintf("%s %q %s", key, text, problem), "only files inside the project are used", "write a path inside the project, with slashes")
	}
	return path
}

func (b *stageResolver) scaling() {
	in, s := b.in.Service.Scaling, b.s
	if s.Shape == stack.SingleReplica {
		s.Service.Scaling = stack.Scaling{Min: 1, Max: 1}
		for _, v := range []struct {
			node  *yaml.Node
			value int
		}{{in.Min.Node, in.Min.V}, {in.Max.Node, in.Max.V}} {
			if v.node != nil && v.value != 1 {
				b.fail(CodeSQLiteTasks, v.node, fmt.Sprintf("the single-replica shape cannot have %d tasks", v.value), "", "")
			}
		}
		for _, n := range []*yaml.Node{in.CPU.Node, in.Memory.Node, in.Requests.Node} {
			if n != nil {
				b.warn(CodeNoEffect, n, "scaling targets have no effect in the single-replica shape", "there is always one task", "remove them")
			}
		}
		for _, key := range []string{"service.scaling.max", "service.scaling.min"} {
			b.record(key, 1, stack.Origin{Kind: stack.Derived, Why: "shape"})
		}
		return
	}
	c := &s.Service.Scaling
	c.Min = pick(b, "service.scaling.min", in.Min, 1)
	c.Max = pick(b, "service.scaling.max", in.Max, max(4, c.Min))
	c.CPU = pick(b, "service.scaling.cpu", in.CPU, 70)
	c.Memory = given(b, "service.scaling.memory", in.Memory)
	c.Requests = given(b, "service.scaling.requests", in.Requests)
	if c.Max == c.Min { // no target can move it (PG315)
		c.CPU, c.Memory, c.Requests = 0, 0, 0
	}
	if c.Max < c.Min {
		b.fail(CodeRange, nodeOr(in.Max.Node, in.Min.Node), fmt.Sprintf("service.scaling: max %d is less than min %d", c.Max, c.Min), "", "swap them, or raise max")
	}
}

// spot resolves what runs on Spot capacity: all tasks but the first, or the
// only one there can be.
func (b *stageResolver) spot() {
	in, s := b.in.Service.Spot, b.s
	s.Service.Spot = pick(b, "service.spot", in, false)
	switch {
	case s.Service.Spot && s.Shape == stack.SingleReplica:
		b.warn(CodeNoEffect, in.Node, "service.spot has no effect in the single-replica shape",
			"when AWS takes a task back the next one starts while the old one still writes to the same SQLite files", "remove it")
		s.Service.Spot = false
	case s.Service.Spot && s.Service.Scaling.Max > 1:
		s.Service.OnDemand = 1
	}
}

// within resolves a duration in seconds between two bounds.
func (b *stageResolver) within(key string, v schema.Value[schema.Duration], def, least, most int) int {
	d := int(pick(b, key, v, schema.Duration(def)))
	if d < least || d > most {
		b.fail(CodeRange, v.Node, fmt.Sprintf("%s: %d seconds is out of range", key, d), "AWS refuses it", fmt.Sprintf("use %d to %d seconds", least, most))
	}
	return d
}

// tagText is what every AWS service takes in a tag. Source: "Tag naming limits
// and requirements", AWS tagging guide.
func tagText(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Z, r) && !strings.ContainsRune("_.:/=+-@", r) {
			return false
		}
	}
	return true
}

// maxTags leaves room for the tags that AWS and the targets add; a resource
// takes 50.
const maxTags = 40

func (b *stageResolver) tags() {
	entries := b.in.AWS.Tags.Entries
	for _, e := range entries {
		value := pick(b, "aws.tags."+e.Key, e.Value, "")
		switch lower := strings.ToLower(e.Key); {
		case e.Key == "" || len([]rune(e.Key)) > 128 || len([]rune(value)) > 256:
			b.fail(CodeRange, e.Node, fmt.Sprintf("tag %q is too long or empty", e.Key), "", "a key has 1 to 128 characters, a value up to 256")
		case strings.HasPrefix(lower, "aws:") || strings.HasPrefix(lower, "pylon:") || strings.HasPrefix(lower, "sst:"):
			b.fail(CodeName, e.Node, fmt.Sprintf("tag %q has a prefix that is taken", e.Key), "aws:, sst: and pylon: tags are set by others", "rename it")
		case !tagText(e.Key) || !tagText(value):
			b.fail(CodeName, e.Node, fmt.Sprintf("tag %q has characters that AWS refuses", e.Key), "", "use letters, digits, blanks and _ . : / = + - @")
		}
		b.s.Tags = append(b.s.Tags, stack.Tag{Key: e.Key, Value: value})
	}
	if len(entries) > maxTags {
		b.fail(CodeRange, b.in.AWS.Tags.Node, fmt.Sprintf("%d tags are too many", len(entries)), "AWS takes 50 on a resource", fmt.Sprintf("keep at most %d", maxTags))
	}
	slices.SortFunc(b.s.Tags, func(x, y stack.Tag) int { return strings.Compare(x.Key, y.Key) })
}
