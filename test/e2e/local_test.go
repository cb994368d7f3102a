package e2e

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pylon-gen/pylon-gen/test/judge"
)

// The local stack on a real engine: it starts, answers at its ports, keeps its
// data over down and up, and leaves nothing behind.
//
// Without an engine, or without a way to get the images, this is skipped with a
// loud line, also where all other tools are required: an engine is a service and
// no tool.
//
//	go test ./test/e2e -run TestLocalStack -v
func TestLocalStack(t *testing.T) {
	for _, testcase := range []string{"smallest", "local"} {
		if *only != "" && testcase != *only {
			continue
		}
		t.Run(testcase, func(t *testing.T) {
			want := filepath.Join(golden, testcase, "want")
			compose, err := os.ReadFile(filepath.Join(want, "docker-compose.dev.yml"))
			if err != nil {
				t.Fatal(err)
			}
			example, err := os.ReadFile(filepath.Join(want, ".env.example"))
			if err != nil {
				t.Fatal(err)
			}
			ports := map[string]int{}
			env := string(example)
			for _, name := range []string{"PYLON_POSTGRES_PORT", "PYLON_S3_PORT", "PYLON_S3_CONSOLE_PORT", "PYLON_REDIS_PORT"} {
				ports[name] = freePort(t)
				env += fmt.Sprintf("%s=%d\n", name, ports[name])
			}
			s, err := judge.StartLocalStack(judge.File{Name: "docker-compose.dev.yml", Text: compose}, []byte(env), "pylon-gen-e2e-"+strconv.Itoa(os.Getpid()))
			var missing *judge.Missing
			if errors.As(err, &missing) {
				t.Skipf("NOT PROVEN: %v", err)
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(s.Remove)
			must := func(args ...string) string {
				t.Helper()
				out, err := s.Run(args...)
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
			sql := func(statement string) string {
				return must("exec", "-T", "postgres", "psql", "-h", "127.0.0.1", "-U", "pylon", "-d", "pylon", "-tAc", statement)
			}

			must("up", "-d", "--wait")
			loopbackOnly(t, must("ps", "--format", "{{.Ports}}"))
			answers(t, ports["PYLON_POSTGRES_PORT"])
			sql("create table kept (n int); insert into kept values (42)")
			if strings.Contains(string(compose), "\n  s3:\n") {
				get(t, fmt.Sprintf("http://127.0.0.1:%d/minio/health/ready", ports["PYLON_S3_PORT"]))
				answers(t, ports["PYLON_S3_CONSOLE_PORT"])
				if got := must("exec", "-T", "s3", "ls", "/data"); !strings.Contains(got, "todo-uploads") {
					t.Errorf("there is no bucket: %s", got)
				}
			}
			if strings.Contains(string(compose), "\n  redis:\n") {
				ping(t, ports["PYLON_REDIS_PORT"])
			}
			must("--profile", "*", "down")
			must("up", "-d", "--wait")
			if got := strings.TrimSpace(sql("select n from kept")); got != "42" {
				t.Errorf("down and up lose the data: %q", got)
			}
			must("--profile", "*", "down", "-v")
			if left, err := s.Left(); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v %v", left, err)
			}
		})
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// published matches an address that a container's port is published at.
var published = regexp.MustCompile(`(\S+):\d+->`)

// loopbackOnly demands that nothing listens beyond this machine.
func loopbackOnly(t *testing.T, list string) {
	t.Helper()
	found := published.FindAllStringSubmatch(list, -1)
	if len(found) == 0 {
		t.Errorf("no port is published: %s", list)
	}
	for _, m := range found {
		if m[1] != "127.0.0.1" {
			t.Errorf("published at %s", m[1])
		}
	}
}

func answers(t *testing.T, port int) net.Conn {
	t.Helper()
	c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func get(t *testing.T, url string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(response.Body)
		t.Errorf("%s: %s %s", url, response.Status, body)
	}
}

func ping(t *testing.T, port int) {
	t.Helper()
	c := answers(t, port)
	if _, err := c.Write([]byte("PING\r\n")); err != nil {
		t.Fatal(err)
	}
	reply := make([]byte, 7)
	if _, err := io.ReadFull(c, reply); err != nil || string(reply) != "+PONG\r\n" {
		t.Errorf("Redis says %q %v", reply, err)
	}
}
