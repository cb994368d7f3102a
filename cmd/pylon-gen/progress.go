package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// progress counts projects on a terminal while many of them are looked at.
type progress struct {
	out   io.Writer // nil when nothing is shown
	total int

	mu    sync.Mutex
	done  int
	shown time.Time
}

const (
	// many is from how many projects on a run takes long enough to be counted.
	many = 50
	// progressInterval is how often the count is written at most.
	progressInterval = 100 * time.Millisecond
)

// progress starts to count. Nothing is shown where standard error is not a terminal.
func (t terminal) progress(total int) *progress {
	p := &progress{total: total, shown: time.Now()}
	if file, ok := t.err.(*os.File); ok && total >= many && !t.quiet && term.IsTerminal(int(file.Fd())) {
		p.out = file
	}
	return p
}

// step counts one project.
func (p *progress) step() {
	if p.out == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if now := time.Now(); now.Sub(p.shown) >= progressInterval {
		p.shown = now
		fmt.Fprintf(p.out, "\r%d of %d projects", p.done, p.total)
	}
}

// end clears the line.
func (p *progress) end() {
	if p.out != nil {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
