package consumer

import (
	"bytes"
	"embed"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

//go:embed graphrun/mermaid.mjs
var graphrun embed.FS

// Chart is what a reader sees of a flowchart. Lines of a text are parted by \n.
type Chart struct {
	Nodes, Edges, Titles []string
	Foreign              []string // elements that came out of a text, as HTML
	EdgeCount            int
	Error                string // of Mermaid, "" when it draws the chart
}

// Mermaid draws flowcharts. Charts are in the order of the files.
func Mermaid(files []File) ([]Chart, error) {
	for _, tool := range []string{"node", "npm"} {
		if _, err := need(tool); err != nil {
			return nil, err
		}
	}
	home, err := installed("mermaid-"+mermaidVersion+"-jsdom-"+jsdomVersion, func(dir string) error {
		if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte("{\"private\":true}\n"), 0o644); err != nil {
			return err
		}
		return verdict(dir, nil, "npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "mermaid@"+mermaidVersion, "jsdom@"+jsdomVersion)
	})
	if err != nil {
		return nil, err
	}
	script, err := graphrun.ReadFile("graphrun/mermaid.mjs")
	if err != nil {
		return nil, err
	}
	// Laying out takes most of the time: some processes, side by side.
	processes := min(4, runtime.NumCPU())
	var group errgroup.Group
	parts := make([][]Chart, processes)
	for n := range parts {
		group.Go(func() (err error) {
			parts[n], err = draw(home, script, files[len(files)*n/processes:len(files)*(n+1)/processes])
			return err
		})
	}
	err = group.Wait()
	return slices.Concat(parts...), err
}

// draw draws flowcharts in one process.
func draw(home string, script []byte, files []File) (charts []Chart, err error) {
	if len(files) == 0 {
		return nil, nil
	}
	err = laidOut(append([]File{{Name: "mermaid.mjs", Text: script}}, files...), func(dir string, names []string) error {
		out, err := output(dir, "node", append([]string{names[0], home}, names[1:]...)...)
		if err != nil {
			return err
		}
		return json.Unmarshal(out, &charts)
	})
	return charts, err
}

// Graphviz lays a picture out and returns its texts, a line each. A warning is a
// refusal too.
func Graphviz(file File) ([]string, error) {
	dot, err := need("dot")
	if err != nil {
		return nil, err
	}
	var texts []string
	err = laidOut([]File{file}, func(dir string, names []string) error {
		out, err := output(dir, dot, "-Tsvg", names[0])
		if err != nil {
			return err
		}
		texts, err = textsOf(out)
		return err
	})
	return texts, err
}

// textsOf are the contents of the text elements of an SVG.
func textsOf(svg []byte) ([]string, error) {
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	var texts []string
	in := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if in = token.Name.Local == "text"; in {
				texts = append(texts, "")
			}
		case xml.EndElement:
			in = false
		case xml.CharData:
			if in { // Graphviz writes blanks that do not break
				texts[len(texts)-1] += strings.ReplaceAll(string(token), "\u00a0", " ")
			}
		}
	}
}

// output runs a program that is to print its result, and nothing else.
func output(dir, name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit), err == nil && stderr.Len() > 0:
		return nil, fmt.Errorf("%s: %v\n%s", filepath.Base(name), err, bytes.TrimSpace(stderr.Bytes()))
	case err != nil:
		return nil, &Missing{name, err}
	}
	return out, nil
}
