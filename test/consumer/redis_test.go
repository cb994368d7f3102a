package consumer

import (
	"fmt"
	"strings"
	"testing"
)

// The client that stands for the runtime's bus tells a Redis that it can use from
// those that it cannot: whatever the next test accepts could be refused.
func TestBusClient(t *testing.T) {
	Needs(t, "redis-server")
	const token = `0a!&#$^<>-Z`
	const escaped = "0a%21%26%23%24%5E%3C%3E-Z"
	open, err := StartRedis(token, false)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Stop()
	closed, err := StartRedis(token, true)
	if err != nil {
		t.Fatal(err)
	}
	defer closed.Stop()
	for name, c := range map[string]struct{ url, refused string }{
		"a token":          {fmt.Sprintf("redis://:%s@127.0.0.1:%d", escaped, open.Port), ""},
		"a user and token": {fmt.Sprintf("redis://default:%s@127.0.0.1:%d", escaped, open.Port), ""},
		"no token":         {fmt.Sprintf("redis://127.0.0.1:%d", open.Port), "NOAUTH"},
		"another token":    {fmt.Sprintf("redis://:nope@127.0.0.1:%d", open.Port), "WRONGPASS"},
		"TLS only":         {fmt.Sprintf("redis://:%s@127.0.0.1:%d", escaped, closed.Port), "AUTH: "},
		"rediss":           {fmt.Sprintf("rediss://:%s@127.0.0.1:%d", escaped, closed.Port), "without TLS"},
	} {
		got, err := Bus(c.url, "todo-production", "a change")
		switch {
		case c.refused == "" && (err != nil || got != "a change"):
			t.Errorf("%s: %q, %v", name, got, err)
		case c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%s: want a refusal with %q, got %q, %v", name, c.refused, got, err)
		}
	}
}
