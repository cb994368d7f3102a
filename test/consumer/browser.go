package consumer

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// Page is how a page is looked at.
type Page struct {
	Width, Height int
	Dark          bool
}

var (
	result  = regexp.MustCompile(`(?s)<pre id="result"[^>]*>(.*?)</pre>`)
	console = regexp.MustCompile(`(?m)^.*:CONSOLE[:(].*$`)
)

// Browser opens a page in Chromium without a window, and returns the text that the
// page's script leaves in its element "result". A message on the console is an error.
// With a name of a picture the page is photographed too.
func Browser(page []byte, how Page, picture string) (string, error) {
	program, err := need("chromium")
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "browser-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	at := filepath.Join(dir, "page.html")
	if err := os.WriteFile(at, page, 0o644); err != nil {
		return "", err
	}
	scheme := 1
	if how.Dark {
		scheme = 0
	}
	args := []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
		"--enable-logging=stderr", "--user-data-dir=" + filepath.Join(dir, "profile"), fmt.Sprintf("--window-size=%d,%d", how.Width, how.Height),
		fmt.Sprintf("--blink-settings=preferredColorScheme=%d", scheme),
	}
	run := func(more ...string) (string, string, error) {
		var out, said bytes.Buffer
		cmd := exec.Command(program, append(append(args[:len(args):len(args)], more...), "file://"+filepath.ToSlash(at))...)
		cmd.Stdout, cmd.Stderr = &out, &said
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			return "", "", &Missing{program, err}
		}
		if err != nil {
			err = fmt.Errorf("chromium: %v\n%s", err, said.String())
		}
		return out.String(), said.String(), err
	}
	dom, said, err := run("--dump-dom")
	if err != nil {
		return "", err
	}
	if m := console.FindString(said); m != "" {
		return "", fmt.Errorf("the page says: %s", m)
	}
	found := result.FindStringSubmatch(dom)
	if found == nil {
		return "", fmt.Errorf("the page has no result:\n%.2000s", dom)
	}
	if picture != "" {
		if picture, err = filepath.Abs(picture); err != nil {
			return "", err
		}
		if _, _, err := run("--screenshot=" + picture); err != nil {
			return "", err
		}
	}
	return html.UnescapeString(found[1]), nil
}
