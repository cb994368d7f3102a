package sst

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// The URL of the cluster bus opens a real Redis without TLS that wants the token,
// with all its special characters; one that takes TLS only is refused.
func TestBusOfTheConfiguration(t *testing.T) {
	consumer.Needs(t, "redis-server")
	for _, run := range execute(t, load(t, "redis").on("production")) {
		token, at := "", ""
		for _, r := range run.Resources {
			switch {
			case strings.HasSuffix(r.Type, ":ReplicationGroup"):
				token, _ = r.Inputs["authToken"].(string)
			case strings.HasSuffix(r.Type, ":SecretVersion") && r.Name == "PylonClusterBus":
				at, _ = r.Inputs["secretString"].(string)
			}
		}
		u, err := url.Parse(at)
		if err != nil || token == "" || u.Hostname() == "" {
			t.Fatalf("no bus or no token: %v", err)
		}
		for _, tlsOnly := range []bool{false, true} {
			server, err := consumer.StartRedis(token, tlsOnly)
			if err != nil {
				t.Fatal(err)
			}
			u.Host = fmt.Sprintf("127.0.0.1:%d", server.Port)
			got, err := consumer.Bus(u.String(), "todo", "a change")
			server.Stop()
			if works := err == nil && got == "a change"; works == tlsOnly {
				t.Errorf("TLS only is %t: %q, %v", tlsOnly, got, err)
			}
		}
	}
}
