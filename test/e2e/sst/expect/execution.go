package expect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/e2e/table"
)

// broken matches texts that an Output or a missing value leaves behind when it
// is put into a text as if it were one.
var broken = regexp.MustCompile(`Calling \[toString\]|\[object Object\]|\bundefined\b|\bNaN\b`)

// absent is what Pulumi says of an output that a stage does not have.
const absent = "will not show as a stack output."

var execution = []Expectation{
	{"app() and run() end without an error", func(s *Stage) {
		for _, e := range s.Run.Errors {
			s.Fail("%s", e)
		}
		if len(s.Run.Resources) < 10 {
			s.Fail("only %d resources were registered", len(s.Run.Resources))
		}
	}},
	{"nobody is warned of anything", func(s *Stage) {
		for _, w := range s.Run.Warnings {
			if !strings.HasSuffix(w, absent) {
				s.Fail("%s", w)
			}
		}
	}},
	{"nothing but the engine is reached", func(s *Stage) {
		for _, r := range s.Run.Refused {
			s.Fail("%s", r)
		}
	}},
	{"no value is missing in a text", func(s *Stage) {
		for _, r := range s.Run.Resources {
			table.EachText(r.Inputs, "", func(at, text string) {
				if m := broken.FindString(text); m != "" {
					s.Fail("%s: %s holds %q", r.Name, at, m)
				}
			})
		}
	}},
	{"the app has its name, its Region and its tags, and keeps what the stage keeps", func(s *Stage) {
		app := s.Item("app()", map[string]any{
			"name": s.Run.App.Name, "home": s.Run.App.Home, "removal": s.Run.App.Removal, "protect": s.Run.App.Protect,
			"aws": s.Run.App.Providers["aws"],
		})
		app.Is("name", s.App)
		app.Is("home", "aws")
		app.Is("protect", s.Protect)
		app.Is("removal", map[bool]string{true: "retain", false: "remove"}[s.Retain])
		app.Is("aws.region", s.Region)
		for _, t := range s.Tags {
			tags, _ := app.Get("aws.defaultTags").(map[string]any)
			given, _ := tags["tags"].(map[string]any)
			if given[t.Key] != t.Value {
				s.Fail("the tag %s is %v, not %q", t.Key, given[t.Key], t.Value)
			}
		}
	}},
	{"all is in the stage's Region, but for what CloudFront demands in us-east-1", func(s *Stage) {
		for _, r := range s.Run.Resources {
			cloudfront := s.CDN.Enabled && r.Region == "us-east-1" &&
				(strings.HasPrefix(r.Type, "aws:acm/") || strings.HasPrefix(r.Type, "aws:wafv2/") || strings.HasPrefix(r.Type, "aws:cloudwatch/") || strings.HasPrefix(r.Type, "aws:route53/"))
			if r.Custom && strings.HasPrefix(r.Type, "aws:") && r.Region != s.Region && !cloudfront {
				s.Fail("%s is in %s", r.Name, r.Region)
			}
		}
	}},
	{"data stays when a stage that keeps it is removed, and goes with one that does not", func(s *Stage) {
		for _, r := range s.All(append([]string{"aws:cloudwatch/logGroup:LogGroup", "aws:secretsmanager/secret:Secret"}, stores...)...) {
			if s.ownedBySST(r) {
				continue
			}
			if r.RetainOnDelete != s.Retain {
				r.Fail("retainOnDelete is %t", r.RetainOnDelete)
			}
		}
	}},
	{"a name that people call is what run() gives back", func(s *Stage) {
		out := s.Item("outputs", s.Run.Outputs)
		if s.HasDomain() {
			out.Is("url", "https://"+s.Fill(s.Domain.Name))
		} else if !strings.HasPrefix(out.Text("url"), "http://") {
			out.Fail("url is %q", out.Text("url"))
		}
		if s.CDN.Enabled && !strings.HasPrefix(out.Text("cdnUrl"), "https://") {
			out.Fail("cdnUrl is %q", out.Text("cdnUrl"))
		}
	}},
}

// stores are the types that hold the data of an app.
var stores = []string{
	"aws:rds/cluster:Cluster",
	"aws:s3/bucket:Bucket",
	"aws:efs/fileSystem:FileSystem",
	"aws:elasticache/replicationGroup:ReplicationGroup",
}

// ownedBySST says whether a secret is one that SST keeps for itself: it repeats
// a password that the stage's own secrets hold too.
func (s *Stage) ownedBySST(r Item) bool {
	return r.Type == "aws:secretsmanager/secret:Secret" && slices.ContainsFunc(
		[]string{"ProxySecret", "AuthTokenSecret"}, func(end string) bool { return strings.HasSuffix(r.Name, end) })
}

// stateless says whether the data is in a database, not on a file system.
func (s *Stage) stateless() bool { return s.Shape == stack.Stateless }
