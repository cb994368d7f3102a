package resolve_test

import (
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/stack"
)

// A name that cannot be a Region's is an error, one that is only new is not, and
// what a Region lacks is refused.
func TestRegions(t *testing.T) {
	in := func(region, rest string) string {
		return "aws: { region: " + region + " }\n" + rest + "\nversion: 1\npylon: { version: 0.5.0 }\norigins: ['https://a.b']\nstages: { production: {} }\n"
	}
	checkFindings(t, []finding{
		{"no direction", "", in("us-nowhere-1", ""), `error PG012 1:16 aws.region: "us-nowhere-1" is not a valid Region`},
		{"direction misspelt", "", in("eu-wset-1", ""), `error PG034 1:16 aws.region: "eu-wset-1" is not a known Region`},
		{"number zero", "", in("eu-west-0", ""), "error PG034 1:16"},
		{"geography misspelt", "", in("su-east-1", ""), `error PG034 1:16 aws.region: "su-east-1" is not a known Region`},
		{"no dash before the number", "", in("us-east1", ""), "error PG034 1:16"},
		{"a new number", "", in("eu-north-2", ""), `error PG034 1:16 aws.region: "eu-north-2" is not a known Region`},
		{"a new direction", "", in("sa-north-1", ""), "warning PG034 1:16 aws.region: sa-north-1 is not a Region that pylon-gen knows"},
		{"a new geography", "", in("nz-north-1", ""), "warning PG034 1:16"},
		{"China", "", in("cn-north-1", ""), "error PG012 1:16 aws.region: cn-north-1 is in China"},
		{"a new one in China", "", in("cn-south-1", ""), "error PG012 1:16 aws.region: cn-south-1 is in China"},
		{"isolated", "", in("us-isob-east-1", ""), "error PG012 1:16 aws.region: us-isob-east-1 is in the partition aws-iso-b"},
		{"three zones of two", "", in("us-west-1", "network: { zones: 3 }"), "error PG012 2:19 network.zones: 3 zones are not available in us-west-1"},
		{"CDN in GovCloud", "", in("us-gov-west-1", named+"cdn: true"), "error PG013 3:6 a CDN is not available in us-gov-west-1"},
		{"CDN's cache in GovCloud", "", in("us-gov-east-1", named+"cdn: { cache: [/a/*] }"), "error PG013 3:6 a CDN is not available in us-gov-east-1"},
		{"CDN's logs in an opt-in Region", "", in("eu-south-1", named+"hardening: strict"), "error PG013 3:12 with strict hardening a CDN is not available in eu-south-1"},
		{"logs of a written CDN", "", in("me-central-1", named+"hardening: strict\ncdn: true"), "error PG013 4:6 with strict hardening a CDN is not available in me-central-1"},
	})
}

func TestDidYouMean(t *testing.T) {
	again := "? If it is a new Region, ignore PG034"
	for region, want := range map[string]string{
		"us-esat-1":      "did you mean us-east-1" + again,
		"us-east1":       "did you mean us-east-1" + again,
		"ap-southest-2":  "did you mean ap-southeast-2" + again,
		"uk-west-2":      "did you mean us-west-2" + again,
		"eu-north-2":     "did you mean eu-north-1" + again,
		"ap-soutest-2":   "did you mean ap-southeast-2?",
		"xx-nowhere-1":   "write one such as us-east-1",
		"eusc-de-east-1": "use another Region",
		"nz-north-1":     "check the name; ignore PG034 if it is right",
	} {
		_, list := resolved(t, manifest, withStage("aws: { region: "+region+" }\norigins: ['https://a.b']"))
		if len(list) != 1 || list[0].Fix != want {
			t.Errorf("%s: %v", region, list)
		}
	}
}

// What looks misspelt can be a Region that is newer than the table.
func TestNewRegion(t *testing.T) {
	app, _ := resolved(t, manifest, withStage("aws: { region: eu-north-2 }\norigins: ['https://a.b']")+"ignore: [{ rule: PG034, reason: it is new }]\n")
	if app == nil || app.Stages[0].Region != "eu-north-2" {
		t.Error("an ignored PG034 keeps the app from being rendered")
	}
}

// What a Region has is not refused in it.
func TestAcceptedRegions(t *testing.T) {
	for name, c := range map[string]struct {
		region, rest string
		cdn          bool
		zones        int
	}{
		"three zones":                     {"eu-west-1", "network: { zones: 3 }", true, 3},
		"two zones of two":                {"us-west-1", "", true, 2},
		"opt-in":                          {"eu-south-1", "", true, 2},
		"opt-in, strict without a CDN":    {"eu-south-1", "hardening: strict\ncdn: false", false, 2},
		"strict":                          {"eu-west-1", "hardening: strict", true, 2},
		"GovCloud has no CDN by default":  {"us-gov-west-1", "", false, 2},
		"GovCloud, written out":           {"us-gov-west-1", "cdn: false", false, 2},
		"GovCloud's certificate":          {"us-gov-east-1", "domain: { certificate: 'arn:aws-us-gov:acm:us-gov-east-1:123456789012:certificate/x' }", false, 2},
		"GovCloud, strict, three zones":   {"us-gov-west-1", "hardening: strict\nnetwork: { zones: 3 }", false, 3},
		"existing subnets of three zones": {"us-west-1", strings.TrimSpace(strings.ReplaceAll(existing, "subnet-0a,", "subnet-0e, subnet-0a,")), true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			spec := "version: 1\npylon: { version: 0.5.0 }\naws: { region: " + c.region + " }\ndomain: { name: api.example.com }\nstages:\n  production:\n    " + strings.ReplaceAll(c.rest, "\n", "\n    ") + "\n"
			app, list := resolved(t, manifest, spec)
			if app == nil || len(list) > 0 {
				t.Fatalf("findings: %v", list)
			}
			if s := app.Stages[0]; s.CDN.Enabled != c.cdn || s.Network.Zones != c.zones {
				t.Errorf("CDN %v, %d zones", s.CDN.Enabled, s.Network.Zones)
			}
		})
	}
}

// config show says why there is no CDN.
func TestNoCDNInGovCloud(t *testing.T) {
	app, list := resolved(t, manifest, withStage("aws: { region: us-gov-west-1 }\n"+named))
	if app == nil {
		t.Fatal(list)
	}
	for _, s := range app.Stages[0].Settings {
		if s.Path == "cdn" && (s.Origin != stack.Origin{Kind: stack.Derived, Why: "CloudFront is not part of GovCloud"} || s.Value != "false") {
			t.Errorf("%v", s)
		}
	}
}
