package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// lines takes what is written, line by line, and holds the writer back until
// it was received: the test never waits for a time to pass.
type lines struct{ c chan string }

func (l lines) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		l.c <- strings.TrimSpace(line)
	}
	return len(p), nil
}

// until takes lines up to one that holds a text.
func (l lines) until(text string) (seen string) {
	for line := range l.c {
		seen += line + "\n"
		if strings.Contains(line, text) {
			return seen
		}
	}
	return seen
}

// A changed input is rendered at the next tick, a broken one is told and does
// not end the watch, and what has not changed is left alone.
func TestWatch(t *testing.T) {
	dir := copyInputs(t, filepath.Join(goldenDir, "smallest"))
	spec := filepath.Join(dir, "pylon.stack.yaml")
	text, err := os.ReadFile(spec)
	if err != nil {
		t.Fatal(err)
	}
	config := func() string {
		text, err := os.ReadFile(filepath.Join(dir, "sst.config.ts"))
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
	change := func(text string) {
		if err := os.WriteFile(spec, []byte(text), 0o644); err != nil {
			t.Error(err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	tick, said := make(chan time.Time), lines{make(chan string)}
	done := make(chan error)
	f := renderFlags{format: "text"}
	repos := checkouts{}
	defer repos.close()
	p, err := repos.find(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		done <- f.watch(ctx, terminal{io.Discard, said, &manner{}}, []located{p}, tick)
		close(said.c)
	}()

	if seen := said.until("watching"); !strings.Contains(seen, "sst.config.ts: written") {
		t.Errorf("at first: %s", seen)
	}
	change(string(text) + "aws: { region: eu-west-1 }\n")
	tick <- time.Time{}
	said.until("rendered again")
	if !strings.Contains(config(), "eu-west-1") {
		t.Error("the change was not rendered")
	}
	change("version: one\n")
	tick <- time.Time{}
	if seen := said.until("not rendered"); !strings.Contains(seen, "PG003") || !strings.Contains(config(), "eu-west-1") {
		t.Errorf("broken: %s", seen)
	}
	change(string(text))
	tick <- time.Time{}
	said.until("rendered again")
	if strings.Contains(config(), "eu-west-1") {
		t.Error("the way back was not rendered")
	}
	tick <- time.Time{} // nothing has changed, nothing is said
	stop()
	rest := make(chan string)
	go func() { rest <- said.until("\x00") }()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if seen := <-rest; seen != "" {
		t.Errorf("without a change: %s", seen)
	}
}
