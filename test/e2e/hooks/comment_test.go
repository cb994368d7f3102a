package hooks

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// gitHub plays the part of GitHub's API that a comment needs.
type gitHub struct {
	*httptest.Server
	sync.Mutex
	comments []comment
	next     int
	head     string // of the pull request
	login    string // of the token, "" for one of a workflow
	refuses  int    // the status of every write, 0 for none
	fails    int    // how many requests fail with 502 before one works
	writes   []string
}

type comment struct {
	ID   int    `json:"id"`
	Body string `json:"body"`
	User struct {
		Login string `json:"login"`
	} `json:"user"`
}

const workflowAuthor = "github-actions[bot]"

func newGitHub(t *testing.T) *gitHub {
	g := &gitHub{next: 100}
	g.Server = httptest.NewServer(g)
	t.Cleanup(g.Close)
	return g
}

func (g *gitHub) env() []string { return []string{"GITHUB_API_URL=" + g.URL} }

// has adds a comment.
func (g *gitHub) has(author, body string) {
	c := comment{ID: g.next, Body: body}
	c.User.Login = author
	g.next++
	g.comments = append(g.comments, c)
}

func (g *gitHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.Lock()
	defer g.Unlock()
	answer := func(v any) { _ = json.NewEncoder(w).Encode(v) }
	if g.fails > 0 {
		g.fails--
		http.Error(w, "", http.StatusBadGateway)
		return
	}
	var id int
	at := func(pattern string) bool {
		n, err := fmt.Sscanf(r.URL.Path, pattern, &id)
		return err == nil && n == 1
	}
	switch {
	case r.Method != "GET" && g.refuses != 0:
		http.Error(w, "", g.refuses)
	case r.URL.Path == "/user" && g.login == "":
		http.Error(w, "", http.StatusForbidden)
	case r.URL.Path == "/user":
		answer(map[string]string{"login": g.login})
	case r.URL.Path == "/repos/acme/todo/pulls/7":
		answer(map[string]any{"head": map[string]string{"sha": g.head}})
	case r.URL.Path == "/repos/acme/todo/issues/7/comments" && r.Method == "GET":
		var page int
		_, _ = fmt.Sscan(r.URL.Query().Get("page"), &page)
		from := min((page-1)*100, len(g.comments))
		answer(append([]comment{}, g.comments[from:min(from+100, len(g.comments))]...))
	case r.URL.Path == "/repos/acme/todo/issues/7/comments":
		var sent comment
		_ = json.NewDecoder(r.Body).Decode(&sent)
		author := g.login
		if author == "" {
			author = workflowAuthor
		}
		g.writes = append(g.writes, "POST")
		if len([]rune(sent.Body)) > 65536 {
			http.Error(w, "", http.StatusUnprocessableEntity)
			return
		}
		g.has(author, sent.Body)
		w.WriteHeader(http.StatusCreated)
		answer(g.comments[len(g.comments)-1])
	case at("/repos/acme/todo/issues/comments/%d"):
		i := slices.IndexFunc(g.comments, func(c comment) bool { return c.ID == id })
		g.writes = append(g.writes, fmt.Sprint(r.Method, " ", id))
		if r.Method == "DELETE" {
			g.comments = slices.Delete(g.comments, i, i+1)
			w.WriteHeader(http.StatusNoContent)
			return
		}
		var sent comment
		_ = json.NewDecoder(r.Body).Decode(&sent)
		g.comments[i].Body = sent.Body
		answer(g.comments[i])
	default:
		http.Error(w, r.URL.Path, http.StatusNotFound)
	}
}

// post runs the script of the action. It returns what it said and the exit code.
func (g *gitHub) post(t *testing.T, head string, changed bool, text string) (said string, code int) {
	t.Helper()
	dir := t.TempDir()
	body := filepath.Join(dir, "body.md")
	if err := os.WriteFile(body, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", filepath.Join(project, "action", "comment.mjs"))
	cmd.Env = append(cleanEnv(), "PATH="+os.Getenv("PATH"), "GITHUB_API_URL="+g.URL, "GITHUB_REPOSITORY=acme/todo", "PULL_REQUEST=7", "GITHUB_TOKEN=secret",
		"HEAD_SHA="+head, "BODY="+body, "DIRECTORY=apps/--> x", fmt.Sprint("CHANGED=", changed), "RETRY_MS=1", "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary"))
	out, _ := cmd.CombinedOutput()
	summary, _ := os.ReadFile(filepath.Join(dir, "summary"))
	return string(out) + string(summary), cmd.ProcessState.ExitCode()
}

const marker = "<!-- pylon-gen diff app=apps/%2D%2D%3E%20x v=1 sha="

func TestComment(t *testing.T) {
	consumer.Needs(t, "node")
	for name, c := range map[string]struct {
		has     func(*gitHub)
		changed bool
		text    string
		writes  []string
		code    int
		says    string
	}{
		"the first one":      {changed: true, text: "| data-loss |", writes: []string{"POST"}},
		"nothing changes":    {text: "no change"},
		"edited in place":    {func(g *gitHub) { g.has(workflowAuthor, marker+"old -->\n| opens |\n") }, true, "| data-loss |", []string{"PATCH 100"}, 0, ""},
		"back to no change":  {func(g *gitHub) { g.has(workflowAuthor, marker+"old -->\n| opens |\n") }, false, "no change", []string{"PATCH 100"}, 0, ""},
		"an equal body":      {func(g *gitHub) { g.has(workflowAuthor, marker+"old -->\n| opens |\n") }, true, "| opens |", nil, 0, ""},
		"a foreign author":   {func(g *gitHub) { g.has("someone", marker+"old -->\n| opens |\n") }, true, "| opens |", []string{"POST"}, 0, ""},
		"of another project": {func(g *gitHub) { g.has(workflowAuthor, "<!-- pylon-gen diff app=other v=1 sha=old -->\n") }, true, "x", []string{"POST"}, 0, ""},
		"several pages": {func(g *gitHub) {
			for range 230 {
				g.has("someone", "LGTM")
			}
			g.has(workflowAuthor, marker+"old -->\n| opens |\n")
			for range 30 {
				g.has("someone", "LGTM")
			}
		}, true, "| data-loss |", []string{"PATCH 330"}, 0, ""},
		"duplicates are folded": {func(g *gitHub) {
			g.has(workflowAuthor, marker+"a -->\none\n")
			g.has("someone", marker+"b -->\ntwo\n")
			g.has(workflowAuthor, marker+"c -->\nthree\n")
		}, true, "four", []string{"PATCH 100", "DELETE 102"}, 0, ""},
		"an older head":      {func(g *gitHub) { g.head = "newer" }, true, "x", nil, 0, "has a newer head"},
		"a token of its own": {func(g *gitHub) { g.login = "robot"; g.has("robot", marker+"a -->\none\n") }, true, "two", []string{"PATCH 100"}, 0, ""},
		"no right to write":  {func(g *gitHub) { g.refuses = 403 }, true, "| opens |", nil, 0, "the summary has it.\n| opens |"},
		"no such pull":       {func(g *gitHub) { g.refuses = 404 }, true, "| opens |", nil, 0, "the summary has it.\n| opens |"},
		"a bad gateway":      {func(g *gitHub) { g.fails = 2 }, true, "x", []string{"POST"}, 0, ""},
		"it stays bad":       {func(g *gitHub) { g.fails = 50 }, true, "| opens |", nil, 1, "::error title=pylon-gen::the comment could not be written"},
		"a long text":        {nil, true, strings.Repeat("long ", 20_000), []string{"POST"}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGitHub(t)
			g.head = "head"
			if c.has != nil {
				c.has(g)
			}
			said, code := g.post(t, "head", c.changed, c.text)
			if code != c.code || !slices.Equal(g.writes, c.writes) || !strings.Contains(said, c.says) {
				t.Errorf("code %d, writes %v, says %s", code, g.writes, said)
			}
			if strings.Contains(said, "secret") {
				t.Errorf("the token is in %s", said)
			}
			for _, x := range g.comments {
				if len([]rune(x.Body)) > 65536 {
					t.Errorf("%d characters", len(x.Body))
				}
			}
		})
	}
}

// Whichever of two runs comes last, the comment is that of the newer head.
func TestRacingRuns(t *testing.T) {
	consumer.Needs(t, "node")
	for _, order := range [][]string{{"old", "new"}, {"new", "old"}} {
		g := newGitHub(t)
		g.head = "new"
		for _, head := range order {
			if said, code := g.post(t, head, true, "of "+head); code != 0 {
				t.Fatal(said)
			}
		}
		if len(g.comments) != 1 || !strings.Contains(g.comments[0].Body, "of new") {
			t.Errorf("%v: %+v", order, g.comments)
		}
	}
}
