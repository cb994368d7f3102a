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

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// The local stack on a real engine: it starts, answers at its ports, keeps its
// data over down and up, and leaves nothing behind.
//
// Without an engine, or without a way to get the images, this is skipped with a
// loud line, also where all tools are required: an engine is a service and no
// tool.
//
//	PYLON_REQUIRE_TOOLS=1 go test ./test/e2e -run TestLocalStack -v
func TestLocalStack(t *testing.T) {
	for _, testcase := range []string{"smallest", "local"} {
		if *only != "" && testcase != *only {
			continue
		}
		t.Run(testcase, func(t *testing.T) {
			for _, problem := range tryLocalStack(t, testcase, "", "") {
				t.Error(problem)
			}
		})
	}
}

// A stack that is wrong must be seen to be.
func TestLocalStackFindsFaults(t *testing.T) {
	for name, f := range map[string]struct{ old, new, finds string }{
		"open to the network": {`"127.0.0.1:${PYLON_POSTGRES_PORT`, `"${PYLON_POSTGRES_PORT`, "published at 0.0.0.0"},
		"data in memory only": {"volumes:\n      - postgres-16:/var/lib/postgresql/data", "tmpfs: [/var/lib/postgresql/data]", "lose the data"},
	} {
		t.Run(name, func(t *testing.T) {
			if problems := strings.Join(tryLocalStack(t, "smallest", f.old, f.new), "\n"); !strings.Contains(problems, f.finds) {
				t.Errorf("it is not found: %s", problems)
			}
		})
	}
}

// tryLocalStack uses the local stack of a golden case, with old replaced by new
// in its compose file, and reports what is wrong with it.
func tryLocalStack(t *testing.T, testcase, old, new string) (problems []string) {
	t.Helper()
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(goldens, testcase, "want", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	compose, env := read("docker-compose.dev.yml"), read(".env.example")
	if old != "" && !strings.Contains(compose, old) {
		t.Fatalf("%s does not hold %s", testcase, old)
	}
	compose = strings.ReplaceAll(compose, old, new)
	ports := map[string]int{}
	for _, name := range []string{"PYLON_POSTGRES_PORT", "PYLON_S3_PORT", "PYLON_S3_CONSOLE_PORT", "PYLON_REDIS_PORT"} {
		ports[name] = freePort(t)
		env += fmt.Sprintf("%s=%d\n", name, ports[name])
	}
	s, err := consumer.StartLocalStack(consumer.File{Name: "docker-compose.dev.yml", Text: []byte(compose)}, []byte(env), "pylon-gen-e2e-"+strconv.Itoa(os.Getpid()))
	var none *consumer.NoEngine
	if errors.As(err, &none) {
		t.Skipf("NOT PROVEN: %v", err)
	}
	consumer.Accept(t, err)
	if err != nil {
		t.FailNow()
	}
	t.Cleanup(s.Remove)
	note := func(err error) {
		if err != nil {
			problems = append(problems, err.Error())
		}
	}
	run := func(args ...string) string {
		out, err := s.Run(args...)
		note(err)
		return strings.TrimSpace(out)
	}
	sql := func(statement string) string {
		return run("exec", "-T", "postgres", "psql", "-h", "127.0.0.1", "-U", "pylon", "-d", "pylon", "-tAc", statement)
	}

	run("up", "-d", "--wait")
	note(loopbackOnly(run("ps", "--format", "{{.Ports}}")))
	note(answers(ports["PYLON_POSTGRES_PORT"], "", ""))
	sql("create table kept (n int); insert into kept values (42)")
	if strings.Contains(compose, "\n  s3:\n") {
		note(get(fmt.Sprintf("http://127.0.0.1:%d/minio/health/ready", ports["PYLON_S3_PORT"])))
		note(answers(ports["PYLON_S3_CONSOLE_PORT"], "", ""))
		if got := run("exec", "-T", "s3", "ls", "/data"); !strings.Contains(got, "todo-uploads") {
			note(fmt.Errorf("there is no bucket: %s", got))
		}
	}
	if strings.Contains(compose, "\n  redis:\n") {
		note(answers(ports["PYLON_REDIS_PORT"], "PING\r\n", "+PONG\r\n"))
	}
	run("--profile", "*", "down")
	run("up", "-d", "--wait")
	if got := sql("select n from kept"); got != "42" {
		note(fmt.Errorf("down and up lose the data: %q", got))
	}
	run("--profile", "*", "down", "-v")
	left, err := s.Left()
	note(err)
	if len(left) > 0 {
		note(fmt.Errorf("left behind: %v", left))
	}
	return problems
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
func loopbackOnly(list string) error {
	found := published.FindAllStringSubmatch(list, -1)
	if len(found) == 0 {
		return fmt.Errorf("no port is published: %s", list)
	}
	for _, m := range found {
		if m[1] != "127.0.0.1" {
			return fmt.Errorf("published at %s", m[1])
		}
	}
	return nil
}

// answers demands that something listens at a port, and that it answers what it
// must.
func answers(port int, say, want string) error {
	c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), 5*time.Second)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := io.WriteString(c, say); err != nil {
		return err
	}
	reply := make([]byte, len(want))
	if _, err := io.ReadFull(c, reply); err != nil || string(reply) != want {
		return fmt.Errorf("port %d says %q, not %q: %v", port, reply, want, err)
	}
	return nil
}

func get(url string) error {
	response, err := http.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", url, response.Status)
	}
	return nil
}
