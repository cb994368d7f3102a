package rules

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pylon-gen/pylon-gen/internal/diag"
	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/source"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/internal/stack/stacktest"
)

// Every row says all that a person wants to know, in one form.
func TestTable(t *testing.T) {
	id := regexp.MustCompile(`^PG[0-9]{3}$`)
	seen := map[string]bool{}
	for i, r := range All() {
		if !id.MatchString(r.ID) || seen[r.ID] || i > 0 && r.ID < All()[i-1].ID || Lookup(r.ID) != r {
			t.Errorf("%s is twice, out of order or no id", r.ID)
		}
		seen[r.ID] = true
		if !slices.Contains([]diag.Severity{diag.Error, diag.Warning, diag.Info}, r.Severity) || r.Since == "" {
			t.Errorf("%s: severity %q, since %q", r.ID, r.Severity, r.Since)
		}
		for what, text := range map[string]string{"title": r.Title, "why": r.Why, "fix": r.Fix} {
			if text == "" || strings.HasSuffix(text, ".") || strings.Contains(text, "\n") {
				t.Errorf("%s: the %s is not a clause: %q", r.ID, what, text)
			}
		}
		if !strings.HasSuffix(r.Evidence, ".") {
			t.Errorf("%s: the evidence is not a sentence: %q", r.ID, r.Evidence)
		}
		if r.check == nil && r.Versions != (pylon.Range{}) {
			t.Errorf("%s: its versions are not checked", r.ID)
		}
	}
	if len(All()) < 60 || Lookup("PG999") != nil || Lookup("") != nil {
		t.Errorf("%d rules", len(All()))
	}
}

// app is three stages at lines 10, 20 and 30 of a spec.
func app() *stack.App {
	app := stacktest.Stateless()
	for i, s := range app.Stages {
		s.PylonVersion = "0.5.0"
		s.Stage.Pos = source.Pos{File: "spec", Line: 10 * (i + 1), Col: 3}
		s.Service.Scaling = stack.Scaling{Min: 1, Max: 3}
	}
	return app
}

func found(list diag.List, code string) []string {
	var out []string
	for _, d := range list {
		if d.Code == code {
			out = append(out, d.Pos.String()+" "+string(d.Severity)+" "+d.Message)
		}
	}
	return out
}

// A default is one finding for all stages that have it; what the user
// wrote is found at each line.
func TestFindingsOfSeveralStages(t *testing.T) {
	const message = "up to 3 tasks run, and nothing tells them of each other's changes"
	all := app()
	if diff := cmp.Diff([]string{"spec:10:3 warning " + message + " (all stages)"}, found(Check(all, Around{}, nil, nil).Findings, "PG308")); diff != "" {
		t.Error(diff)
	}
	all.Stages[1].Service.Scaling.Max = 1
	if diff := cmp.Diff([]string{"spec:10:3 warning " + message + " (stages production, pr-*)"}, found(Check(all, Around{}, nil, nil).Findings, "PG308")); diff != "" {
		t.Error(diff)
	}
	written := func(s *stack.Stack, kind stack.OriginKind, line int) {
		s.Settings = append(s.Settings, stack.Setting{Path: "service.scaling.max", Origin: stack.Origin{Kind: kind, Pos: source.Pos{File: "spec", Line: line, Col: 1}}})
	}
	some := app()
	written(some.Stages[0], stack.FromSpec, 5)
	written(some.Stages[1], stack.FromSpec, 5)
	written(some.Stages[2], stack.FromStage, 31)
	if diff := cmp.Diff([]string{"spec:5:1 warning " + message, "spec:31:1 warning " + message}, found(Check(some, Around{}, nil, nil).Findings, "PG308")); diff != "" {
		t.Error(diff)
	}
	some.Stages[2].Service.Scaling.Min = 2
	if got := found(Check(some, Around{}, nil, nil).Findings, "PG308"); len(got) != 2 || !strings.HasPrefix(got[1], "spec:31:1 error ") {
		t.Errorf("several tasks at all times: %v", got)
	}
}

// An app whose stages all go with their data is told once, previews alone never.
func TestNoStageKeepsItsData(t *testing.T) {
	const want = "spec:10:3 warning no stage keeps its data or refuses to be removed"
	for name, c := range map[string]struct {
		change func([]*stack.Stack) []*stack.Stack
		want   []string
	}{
		"none":          {func(all []*stack.Stack) []*stack.Stack { return all }, []string{want}},
		"one retains":   {func(all []*stack.Stack) []*stack.Stack { all[1].Retain = true; return all }, nil},
		"one refuses":   {func(all []*stack.Stack) []*stack.Stack { all[1].Protect = true; return all }, nil},
		"a pattern":     {func(all []*stack.Stack) []*stack.Stack { all[2].Retain = true; return all }, nil},
		"previews only": {func(all []*stack.Stack) []*stack.Stack { return all[2:] }, nil},
		"PG405 speaks":  {func(all []*stack.Stack) []*stack.Stack { all[1].Stage.Production = true; return all }, nil},
	} {
		a := app()
		for _, s := range a.Stages {
			s.Retain, s.Protect = false, false
		}
		a.Stages = c.change(a.Stages)
		if diff := cmp.Diff(c.want, found(Check(a, Around{}, nil, nil).Findings, "PG413")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Addresses are counted for each Region, of stages whose names are known, and
// reported at the first of them.
func TestNATAddresses(t *testing.T) {
	gateways := stack.Network{Mode: stack.NATGateway, NATPerZone: true, Zones: 3}
	instances := stack.Network{Mode: stack.NATInstance, Zones: 3}
	one := stack.Network{Mode: stack.NATGateway, Zones: 3}
	const six = "the NAT of production, staging needs 6 Elastic IP addresses in us-east-1, an account has 5 there"
	for name, c := range map[string]struct {
		networks [3]stack.Network // of production, staging and pr-*
		change   func([]*stack.Stack)
		want     string
	}{
		"six":              {[3]stack.Network{gateways, gateways}, nil, six},
		"three and one":    {[3]stack.Network{gateways, one}, nil, ""},
		"gateways, SST's":  {[3]stack.Network{gateways, instances}, nil, six},
		"of previews":      {[3]stack.Network{gateways, {}, gateways}, nil, ""},
		"in other Regions": {[3]stack.Network{gateways, gateways}, func(all []*stack.Stack) { all[1].Region = "eu-west-1" }, ""},
		"public, per zone": {[3]stack.Network{gateways, {Mode: stack.PublicTasks, Zones: 3}}, nil, ""},
		"exactly five":     {[3]stack.Network{gateways, {Mode: stack.NATInstance, Zones: 2}}, nil, ""},
	} {
		a := app()
		for i, n := range c.networks {
			a.Stages[i].Network = n
		}
		if c.change != nil {
			c.change(a.Stages)
		}
		got := strings.Join(found(Check(a, Around{}, nil, nil).Findings, "PG225"), "\n")
		if got = strings.TrimPrefix(got, "spec:10:3 warning "); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A preview's VPC is told of where its network is written, and a default one
// never is.
func TestVPCsOfPreviews(t *testing.T) {
	for name, c := range map[string]struct {
		line   int // of the network, 0 for none
		change func(*stack.Stack)
		want   []string
	}{
		"written":      {31, nil, []string{"spec:31:1 info each stage pr-* makes a VPC of its own, an account has 5 in a Region"}},
		"a default":    {0, nil, nil},
		"existing":     {31, func(s *stack.Stack) { s.Network.VPC = "vpc-1" }, nil},
		"not previews": {31, func(s *stack.Stack) { s.Stage.Pattern = false }, nil},
	} {
		a := app()
		preview := a.Stages[2]
		if c.line > 0 {
			preview.Settings = []stack.Setting{{Path: "network.zones", Origin: stack.Origin{Kind: stack.FromStage, Pos: source.Pos{File: "spec", Line: c.line, Col: 1}}}}
		}
		if c.change != nil {
			c.change(preview)
		}
		if diff := cmp.Diff(c.want, found(Check(a, Around{}, nil, nil).Findings, "PG224")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// An ignore is for its rule and its stage, and one that silences nothing is
// told.
func TestIgnore(t *testing.T) {
	a := app()
	a.Ignores = []stack.Ignore{{Rule: "PG308", Stage: "pr-*"}, {Rule: "PG020"}, {Rule: "PG316", Pos: source.Pos{File: "spec", Line: 1}}}
	r := Check(a, Around{}, nil, diag.List{{Code: "PG020", Severity: diag.Warning, Message: "m"}, {Code: "PG021", Severity: diag.Warning, Message: "n"}})
	if got := found(r.Findings, "PG308"); len(got) != 1 || !strings.HasSuffix(got[0], "(stages production, staging)") {
		t.Errorf("PG308: %v", got)
	}
	if len(found(r.Findings, "PG020")) != 0 || len(found(r.Findings, "PG021")) != 1 {
		t.Errorf("findings of the input: %v", r.Findings)
	}
	if len(r.Stale) != 1 || r.Stale[0].Pos.Line != 1 || r.Stale[0].Code != "PG024" {
		t.Errorf("stale: %v", r.Stale)
	}
}

// A rule is silent for versions that it is not for.
func TestVersions(t *testing.T) {
	for version, want := range map[string]bool{"0.3.71": true, "0.3.72": false, "0.5.0": false} {
		a := app()
		for _, s := range a.Stages {
			s.PylonVersion = version
			s.Balancer.Endpoints = []stack.Endpoint{{Kind: stack.HTTP}, {Kind: stack.SSE}}
		}
		if got := len(found(Check(a, Around{}, nil, nil).Findings, "PG206")) > 0; got != want {
			t.Errorf("%s: %v", version, got)
		}
	}
}

// A Dockerfile that cannot be built counts as none.
func TestNoDockerfile(t *testing.T) {
	a := app()
	for _, s := range a.Stages {
		s.Service.Image = stack.Image{Dockerfile: "Dockerfile", Context: "."}
	}
	for name, c := range map[string]struct {
		files Files
		want  string
	}{
		"missing":       {func(string) (*source.File, bool) { return nil, false }, "there is no Dockerfile"},
		"no text":       {func(string) (*source.File, bool) { return nil, true }, "it has no FROM"},
		"no FROM":       {func(string) (*source.File, bool) { return &source.File{Data: []byte("RUN x")}, true }, "it has no FROM"},
		"fine":          {func(string) (*source.File, bool) { return &source.File{Data: []byte("FROM x:1")}, true }, ""},
		"without files": {nil, ""},
	} {
		got := strings.Join(found(Check(a, Around{Files: c.files}, nil, nil).Findings, "PG319"), "\n")
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Stages of a Dockerfile lead back to the image that they start from.
func TestBaseOfTheImage(t *testing.T) {
	for text, want := range map[string]string{
		"FROM a:1":                                       "a:1",
		"FROM --platform=linux/amd64 a:1 AS x":           "a:1",
		"FROM a:1 AS build\nFROM b:2\nCOPY --from=build": "b:2",
		"FROM a:1 AS base\nRUN x\nFROM base":             "a:1",
		"FROM a AS One\nFROM one as two\nFROM TWO":       "a",
		"RUN nothing":                                    "",
	} {
		a := app()
		a.Stages[0].Service.Image = stack.Image{Dockerfile: "Dockerfile", Context: "."}
		j := &checker{s: a.Stages[0], around: Around{Files: func(string) (*source.File, bool) { return &source.File{Data: []byte(text)}, true }}}
		if got := j.dockerfile().base(); got != want {
			t.Errorf("%q starts from %q", text, got)
		}
	}
}

// Names are held against their zone where records are made.
func TestZones(t *testing.T) {
	for name, c := range map[string]struct {
		domain stack.Domain
		cdn    stack.Staged
		want   string
	}{
		"one zone":               {stack.Domain{Name: "api.example.com", DNS: stack.Route53, Aliases: []stack.Staged{"example.com"}}, "cdn.example.com", ""},
		"one name":               {stack.Domain{Name: "api.example.com", DNS: stack.Route53, Zone: "Z1"}, "", ""},
		"of a stage":             {stack.Domain{Name: stack.Placeholder + ".example.com", DNS: stack.Route53, Aliases: []stack.Staged{stack.Placeholder + ".x.example.com"}}, "", ""},
		"zones that SST finds":   {stack.Domain{Name: "api.example.com", DNS: stack.Route53, Aliases: []stack.Staged{"api.example.org"}}, "", "warning api.example.com and api.example.org cannot be in one hosted zone"},
		"a zone is given":        {stack.Domain{Name: "api.example.com", DNS: stack.Route53, Zone: "Z1", Aliases: []stack.Staged{"api.other.com"}}, "", "error api.example.com and api.other.com cannot both be in the zone Z1"},
		"a certificate too":      {stack.Domain{Name: "api.example.com", DNS: stack.Route53, Zone: "Z1", Certificate: "arn", Aliases: []stack.Staged{"api.other.com"}}, "", "error api.example.com and api.other.com cannot both be in the zone Z1"},
		"the CDN's name":         {stack.Domain{Name: "api.example.com", DNS: stack.Route53}, "cdn.example.net", "warning api.example.com and cdn.example.net cannot be in one hosted zone"},
		"Cloudflare":             {stack.Domain{Name: "api.example.com", DNS: stack.Cloudflare, Aliases: []stack.Staged{"api.example.org"}}, "", ""},
		"Cloudflare with a zone": {stack.Domain{Name: "api.example.com", DNS: stack.Cloudflare, Zone: "0a", Aliases: []stack.Staged{"api.example.org"}}, "", "error api.example.com and api.example.org cannot both be in the zone 0a"},
		"Vercel":                 {stack.Domain{Name: "api.example.com", DNS: stack.Vercel, Zone: "example.com", Aliases: []stack.Staged{"example.com"}}, "", ""},
		"Vercel elsewhere":       {stack.Domain{Name: "api.myexample.com", DNS: stack.Vercel, Zone: "example.com"}, "", "error api.myexample.com is not in the zone example.com"},
		"by hand":                {stack.Domain{Name: "api.example.com", DNS: stack.External, Aliases: []stack.Staged{"api.example.org"}}, "", ""},
		"none":                   {stack.Domain{}, "", ""},
	} {
		a := app()
		a.Stages = a.Stages[:1]
		a.Stages[0].Domain, a.Stages[0].CDN.Domain = c.domain, c.cdn
		got := strings.TrimPrefix(strings.Join(found(Check(a, Around{}, nil, nil).Findings, "PG222"), "\n"), "spec:10:3 ")
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// The quota is for certificates that the deployment makes.
func TestNamesOfACertificate(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*stack.Stack)
		want   int
	}{
		"made":        {func(*stack.Stack) {}, 1},
		"ten":         {func(s *stack.Stack) { s.Domain.Aliases = s.Domain.Aliases[1:] }, 0},
		"given":       {func(s *stack.Stack) { s.Domain.Certificate = "arn" }, 0},
		"of a shared": {func(s *stack.Stack) { s.Balancer.Shared.ARN = "arn" }, 0},
	} {
		a := app()
		a.Stages = a.Stages[:1]
		a.Stages[0].Domain.Aliases = make([]stack.Staged, 10)
		c.change(a.Stages[0])
		if got := found(Check(a, Around{}, nil, nil).Findings, "PG223"); len(got) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The data directory must be the runtime's user's, and a volume of the image.
func TestDataOfTheImage(t *testing.T) {
	const owned, volume = "nothing in this Dockerfile makes user 10001 the owner of /data", "this Dockerfile has no VOLUME /data"
	for text, want := range map[string]string{
		"FROM ghcr.io/pylonsync/pylon:0.5.0":                                                       "",
		"FROM ghcr.io/pylonsync/pylon:0.5.0 AS base\nFROM base\nUSER 10001":                        "",
		"FROM ghcr.io/pylonsync/pylon:0.5.0 AS build\nFROM debian:12\nCOPY --from=build /usr /usr": owned,
		"ARG BASE=x\nFROM $BASE":       "",
		"FROM debian:12":               owned,
		"FROM debian:12\nVOLUME /data": owned,
		"FROM debian:12\nRUN mkdir /data\nVOLUME /data\nUSER 10001":                                      owned,
		"FROM debian:12\nRUN mkdir /data && chown 10001:10001 /data":                                     volume,
		"FROM debian:12\nRUN mkdir /data && chown 10001:10001 /data\nVOLUME /data2":                      volume,
		"FROM debian:12\nRUN mkdir /data && chown 10001:10001 /data\nVOLUME /data":                       "",
		"FROM debian:12\nRUN mkdir -p /data \\\n && chown -R 10001 /data/\nVOLUME [\"/tmp\", \"/data\"]": "",
		"FROM debian:12\nRUN useradd -u 10001 app\nRUN mkdir /data && chown app /data\nVOLUME /data":     "",
		"FROM node:24\nRUN mkdir /data && chown node:node /data\nVOLUME /data":                           owned,
		"FROM node:24\nRUN mkdir /data && chown 1000 /data\nVOLUME /data":                                owned,
		"FROM node:24\nRUN mkdir /data && chown 1000 /data\nVOLUME /data\nUSER 10001":                    owned,
		"FROM node:24\nRUN useradd -u 10001 -m -d /data app\nVOLUME /data":                               "",
		"FROM node:24\nRUN chown 0 /x && chown -R 10001 /data\nVOLUME /data":                             "",
		"FROM debian:12\nRUN chown 10001 /database\nVOLUME /data":                                        owned,
		"FROM debian:12\nRUN chown 10001 /var/data\nVOLUME /data":                                        owned,
		"FROM debian:12\nRUN install -d -o 10001 /data\nVOLUME /data":                                    "",
		"FROM debian:12\nRUN mkdir /data && chmod 777 /data\nVOLUME /data":                               "",
		"FROM debian:12\nRUN mkdir -m 755 /data && chmod 755 /data\nVOLUME /data":                        owned,
		"FROM debian:12\nRUN mkdir /data && chmod a+rwx /data\nVOLUME /data":                             "",
		"FROM debian:12\nCOPY --chown=10001:10001 empty /data/\nVOLUME /data":                            "",
		"FROM debian:12\nCOPY --chown=1000 empty /data/\nVOLUME /data":                                   owned,
		"FROM debian:12\nCOPY empty /data/\nVOLUME /data":                                                owned,
		"FROM debian:12\nUSER 10001:10001\nWORKDIR /data\nVOLUME /data":                                  "",
		"FROM debian:12\nWORKDIR /data\nUSER 10001\nVOLUME /data":                                        owned,
		"FROM debian:12\nUSER 10001\nRUN mkdir -p /data/uploads\nVOLUME /data":                           "",
		"FROM debian:12 AS build\nRUN install -d -o 10001 /data\nVOLUME /data\nFROM debian:12":           owned,
		"FROM debian:12 AS base\nRUN install -d -o 10001 /data\nVOLUME /data\nFROM base AS x\nFROM x":    "",
		"FROM debian:12\nRUN <<EOF\nmkdir /data\nchown 10001 /data\nEOF\nVOLUME /data":                   "",
	} {
		a := app()
		a.Stages = a.Stages[:1]
		s := a.Stages[0]
		s.Service.Image = stack.Image{Dockerfile: "Dockerfile", Context: "."}
		around := Around{Files: func(string) (*source.File, bool) { return &source.File{Name: "Dockerfile", Data: []byte(text)}, true }}
		got := strings.Join(found(Check(a, around, nil, nil).Findings, "PG325"), "\n")
		if (got == "") != (want == "") || !strings.HasSuffix(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		s.Shape = stack.SingleReplica
		if got := found(Check(a, around, nil, nil).Findings, "PG325"); len(got) > 0 {
			t.Errorf("on EFS: %v", got)
		}
	}
}
