package e2e

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pylon-gen/pylon-gen/test/consumer"
)

// measureReports looks at each frame: is it as wide as the window, is text outside of
// what scrolls by itself inside the page, was anything fetched or run.
const measureReports = `
const seen = {frames: 0, texts: 0, problems: []};
window.onload = () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, name = frame.dataset.name, root = page.documentElement;
    seen.frames++;
    if (root.scrollWidth > frame.clientWidth) seen.problems.push(name + " is " + root.scrollWidth + " wide");
    if (frame.contentWindow.performance.getEntriesByType("resource").length) seen.problems.push(name + " fetches something");
    if (page.querySelector("script:not([type='application/json'])")) seen.problems.push(name + " has a script");
    for (const block of page.querySelectorAll("h1,h2,h3,p,li,dt,dd,summary")) {
      const box = block.getBoundingClientRect();
      seen.texts++;
      if (box.right > frame.clientWidth + 1 || block.scrollWidth > block.clientWidth + 1) seen.problems.push(name + " cuts " + block.textContent.slice(0, 60));
    }
    const body = frame.contentWindow.getComputedStyle(page.body);
    if (body.color === body.backgroundColor) seen.problems.push(name + " has no colours of its own");
  }
  document.getElementById("result").textContent = JSON.stringify(seen);
};`

// Every golden case's report, and a comparison, in a browser: nothing is fetched, run or
// cut, on a wide and on a narrow screen.
func TestReportsInABrowser(t *testing.T) {
	consumer.Needs(t, "chromium", "go")
	program := filepath.Join(t.TempDir(), "pylon-gen")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/pylon-gen").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run := func(args ...string) string {
		out, err := exec.Command(program, args...).Output()
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return string(out)
	}
	reports := map[string]string{"comparison": run("diff", "-C", filepath.Join(goldens, "strict"), "--base-dir", filepath.Join(goldens, "smallest"), "--format", "html")}
	cases, err := os.ReadDir(goldens)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.IsDir() && (*only == "" || *only == c.Name()) {
			reports[c.Name()] = run("report", "-C", filepath.Join(goldens, c.Name()))
		}
	}
	for _, width := range []int{1280, 390} {
		for _, dark := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d-%s", width, scheme(dark)), func(t *testing.T) {
				picture := ""
				if pictureDir != "" {
					picture = filepath.Join(pictureDir, fmt.Sprintf("report-%d-%s.png", width, scheme(dark)))
				}
				seen := framed(t, reports, width, dark, picture)
				if seen.Frames != len(reports) || seen.Texts < 10*len(reports) {
					t.Errorf("%d reports with %d texts are shown", seen.Frames, seen.Texts)
				}
				for _, p := range seen.Problems {
					t.Error(p)
				}
			})
		}
	}

	// The measure finds what is wrong.
	for name, page := range map[string]string{
		"is 2008 wide": "<p style=\"width:2000px\">wide</p>",
		"has a script": "<p>x</p><script>1</script>",
	} {
		if seen := framed(t, map[string]string{"broken": page}, 390, false, ""); !strings.Contains(strings.Join(seen.Problems, "\n"), name) {
			t.Errorf("%s is not found: %v", name, seen.Problems)
		}
	}
}

type framesSeen struct {
	Frames, Texts int
	Problems      []string
}

// framed shows pages in frames of a width. Each keeps its own policy there.
func framed(t *testing.T, pages map[string]string, width int, dark bool, picture string) (s framesSeen) {
	t.Helper()
	var out strings.Builder
	out.WriteString("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Reports</title><style>body{margin:0}iframe{display:block;border:0}</style>")
	for name, page := range pages {
		fmt.Fprintf(&out, "<iframe data-name=%q width=\"%d\" height=\"2400\" srcdoc=\"%s\"></iframe>\n", name, width, html.EscapeString(page))
	}
	out.WriteString("<pre id=\"result\" hidden></pre><script>" + measureReports + "</script></html>\n")
	text, err := consumer.Browser([]byte(out.String()), consumer.Page{Width: max(width, 500), Height: 2400, Dark: dark}, picture)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	return s
}
