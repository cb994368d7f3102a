package cfn

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/internal/pylon"
	"github.com/pylon-gen/pylon-gen/internal/stack"
	"github.com/pylon-gen/pylon-gen/test/consumer"
	"github.com/pylon-gen/pylon-gen/test/golden"
)

// The URL of the cluster bus opens a real Redis without TLS that wants the token.
// One that takes TLS only is refused by the same client, and so is the URL of a
// cache with tls: require.
func TestBusOfTheTemplates(t *testing.T) {
	consumer.Needs(t, "redis-server")
	token := strings.Repeat("aZ09", 16) // letters and digits, as Secrets Manager makes it
	open, err := consumer.StartRedis(token, false)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Stop()
	bare, err := consumer.StartRedis("", false)
	if err != nil {
		t.Fatal(err)
	}
	defer bare.Stop()
	closed, err := consumer.StartRedis(token, true)
	if err != nil {
		t.Fatal(err)
	}
	defer closed.Stop()
	tried := 0
	for _, name := range []string{"redis", "redis-tls", "redis-plain", "shards"} {
		c, err := golden.Load(goldens, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range c.App.Stages {
			if version, err := pylon.ParseVersion(s.PylonVersion); err != nil || !s.Cache.Given() || !version.Has(pylon.ClusterBus.Gate) {
				continue
			}
			text, err := c.Output(c.App.Outputs.CloudFormation[s.Stage.Name])
			if err != nil {
				t.Fatal(err)
			}
			at := func(server *consumer.Redis) string {
				return strings.NewReplacer(
					"{{resolve:secretsmanager:${CacheToken}}}", token,
					"${Cache.PrimaryEndPoint.Address}", "127.0.0.1",
					"${Cache.PrimaryEndPoint.Port}", fmt.Sprint(server.Port),
				).Replace(busURL(t, string(text)))
			}
			server, works := open, true
			switch s.Cache.TransitEncryption {
			case stack.TLSOff:
				server = bare
			case stack.TLSRequired:
				works = false
			}
			if got, err := consumer.Bus(at(server), "todo", "a change"); works != (err == nil && got == "a change") {
				t.Errorf("%s/%s: %q, %v", name, s.Stage.Name, got, err)
			}
			if got, err := consumer.Bus(at(closed), "todo", "a change"); err == nil {
				t.Errorf("%s/%s: a Redis with TLS only says %q", name, s.Stage.Name, got)
			}
			tried++
		}
	}
	if tried < 6 {
		t.Errorf("%d stages have a bus", tried)
	}
}

// busURL is the text of the secret with the bus's URL, or of the variable where
// there is no token in it.
func busURL(t *testing.T, template string) string {
	t.Helper()
	_, after, found := strings.Cut(template, "\n  PylonClusterBusSecret:\n")
	_, after, there := strings.Cut(after, "SecretString: !Sub ")
	if !found {
		_, after, found = strings.Cut(template, "- Name: PYLON_CLUSTER_BUS")
		_, after, there = strings.Cut(after, "Value: !Sub ")
	}
	url, _, _ := strings.Cut(after, "\n")
	if !found || !there {
		t.Fatal("there is no secret with the bus's URL")
	}
	return strings.Trim(url, `"'`)
}
