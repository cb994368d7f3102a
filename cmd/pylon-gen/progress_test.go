package main

import (
	"bytes"
	"testing"
	"time"
)

// Progress is counted on a terminal, not at each step, and leaves nothing behind.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := &progress{out: &out, total: 3}
	p.step()
	p.shown = time.Now().Add(time.Hour) // nothing more is due
	p.step()
	p.end()
	if got := out.String(); got != "\r1 of 3 projects\r\x1b[K" {
		t.Errorf("%q", got)
	}
	out.Reset()
	quiet := terminal{err: &out}.progress(1000)
	quiet.step()
	quiet.end()
	if out.Len() > 0 {
		t.Errorf("where there is no terminal: %q", &out)
	}
}
